import type { Scope, Value } from './values/value.ts'

/** Variables of a module or of one call of a function; reads fall through to the enclosing scope. */
export class Variables implements Scope {
  readonly variables = new Map<string, Value>()
  readonly parent: Scope | null
  /** Names that assignments write to an enclosing scope (`global`, `nonlocal`, captured variables of JavaScript). */
  readonly outer: ReadonlySet<string>

  constructor(parent: Scope | null, outer: readonly string[] = []) {
    this.parent = parent
    this.outer = new Set(outer)
  }

  read(name: string): Value | undefined {
    return this.variables.get(name) ?? this.parent?.read(name)
  }

  write(name: string, value: Value): void {
    if (this.outer.has(name) && this.parent !== null) this.parent.overwrite(name, value)
    else this.variables.set(name, value)
  }

  overwrite(name: string, value: Value): void {
    if (this.parent === null || this.variables.has(name)) this.variables.set(name, value)
    else this.parent.overwrite(name, value)
  }

  snapshot(): Map<string, Value> {
    return new Map(this.variables)
  }

  restore(variables: ReadonlyMap<string, Value>): void {
    this.variables.clear()
    for (const [name, value] of variables) this.variables.set(name, value)
  }
}
