import type { Value } from './values.ts'

/** Variables of a module or of one call of a function; reads fall through to the enclosing scope. */
export class Scope {
  readonly variables = new Map<string, Value>()
  readonly parent: Scope | null
  /** Names that assignments write to an enclosing scope (`global`, `nonlocal`, captured variables of JavaScript). */
  readonly outer: ReadonlySet<string>

  constructor(parent: Scope | null, outer: readonly string[] = []) {
    this.parent = parent
    this.outer = new Set(outer)
  }

  read(name: string): Value | undefined {
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) {
      const value = scope.variables.get(name)
      if (value !== undefined) return value
    }
    return undefined
  }

  write(name: string, value: Value): void {
    if (this.outer.has(name)) this.parent?.write(name, value)
    else this.variables.set(name, value)
  }

  /** The variables as they are now, to come back to after a branch. */
  snapshot(): Map<string, Value> {
    return new Map(this.variables)
  }

  restore(variables: ReadonlyMap<string, Value>): void {
    this.variables.clear()
    for (const [name, value] of variables) this.variables.set(name, value)
  }
}
