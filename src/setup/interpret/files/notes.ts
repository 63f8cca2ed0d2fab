import { callOf, constantOf, type FileExpression } from '../../../model/file-expression.ts'
import type { Split } from '../../../model/pipeline.ts'
import type { ListValue } from '../values/program.ts'
import type { Value } from '../values/value.ts'
import type { Generator } from './generator.ts'
import { type Context, type Growth, grow, grown } from './growth.ts'

/** Larger expressions are not kept: they would be worked out for ever. In parts. */
const largest = 4000

/**
 * What values are made of, as expressions over the project's files. Kept beside the values and by their identity: a
 * value that some effect copies or changes has none, unless the effect says what becomes of it.
 */
export class FileNotes {
  /** The loops and branches that the program is in, outermost first. */
  readonly context: Context[] = []
  /** The splits that expressions make, for rules. */
  readonly splits = new WeakMap<FileExpression, Split>()
  /** numpy's and Python's own generators, and those that the program made. */
  readonly generators = new Map<string, Generator>()
  readonly owned = new WeakMap<FileExpression, Generator>()
  private readonly expressions = new WeakMap<
    Value,
    { expression: FileExpression; made: readonly Context[] }
  >()
  private readonly lists = new WeakMap<ListValue, Growth>()
  private readonly sizes = new WeakMap<FileExpression, number>()
  private ids = 0
  private readonly names = new WeakMap<Value, FileExpression>()

  /** The expression of a value, or undefined where it is not known. */
  of(value: Value | undefined): FileExpression | undefined {
    const expression = value === undefined ? undefined : this.expressionOf(value)
    return expression !== undefined && this.sizeOf(expression) <= largest ? expression : undefined
  }

  private expressionOf(value: Value): FileExpression | undefined {
    if (value.kind === 'constant') return constantOf(value.value)
    if (value.kind === 'tensor') return value.file
    if (value.kind === 'arrays' || value.kind === 'stream') return value.samples
    const noted = this.expressions.get(value)?.expression
    if (noted !== undefined) return noted
    if (value.kind === 'list') return this.ofList(value)
    return value.kind === 'dict' ? this.ofDict(value) : undefined
  }

  /** The expression of a value, not of what a constant is. */
  noted(value: Value | undefined): FileExpression | undefined {
    return value === undefined || value.kind === 'constant' ? undefined : this.of(value)
  }

  /** As `noted`, but not put together from the items of a written list. */
  asWhole(value: Value): FileExpression | undefined {
    return value.kind === 'list' ? this.expressions.get(value)?.expression : this.noted(value)
  }

  /** As `noted`, but of no list whose items are all known as values. */
  listed(value: Value): FileExpression | undefined {
    return value.kind === 'list' && value.complete ? this.asWhole(value) : this.noted(value)
  }

  /** A name for a list that is not followed: equal names mean the same list. */
  unseen(value: Value): FileExpression {
    const known = this.names.get(value)
    if (known !== undefined) return known
    this.ids += 1
    const name = callOf('unseen-list', { number: constantOf(this.ids) })
    this.names.set(value, name)
    return name
  }

  /** The expression of samples; those that are not followed get a name, so that parts of them are known as such. */
  follow(value: Value | undefined): FileExpression | undefined {
    const known = this.noted(value)
    if (known !== undefined || value === undefined) return known
    if (value.kind === 'arrays') Object.assign(value, { samples: this.unseen(value) })
    else if (value.kind === 'unknown' || value.kind === 'method') this.set(value, this.unseen(value))
    return this.noted(value)
  }

  /** The expression of a value, or the name that it has been given. */
  named(value: Value | undefined): FileExpression | undefined {
    return this.noted(value) ?? (value === undefined ? undefined : this.names.get(value))
  }

  /** Notes what a value that is nobody else's is made of. */
  set<V extends Value>(value: V, expression: FileExpression | undefined): V {
    if (expression !== undefined && this.sizeOf(expression) <= largest)
      this.expressions.set(value, { expression, made: [...this.context] })
    return value
  }

  /** A value that changes in place, as all who hold it see. In a loop or branch that it is older than, it is lost. */
  change(value: Value, becomes: FileExpression | undefined): void {
    const noted = this.expressions.get(value)
    const growth = value.kind === 'list' ? this.lists.get(value) : undefined
    const made = noted?.made ?? growth?.made
    const here =
      made !== undefined &&
      made.length === this.context.length &&
      made.every((one, at) => one === this.context[at])
    if (value.kind === 'arrays') {
      Object.assign(value, { samples: becomes ?? lost })
      return
    }
    if (growth !== undefined) growth.spoiled = true
    this.expressions.set(value, {
      expression: here && becomes !== undefined ? becomes : lost,
      made: [...this.context],
    })
  }

  /** A value that the loop that the program is in changes in all its rounds; `becomes` tells what by. */
  changeByLoop(value: Value, becomes: FileExpression): void {
    const loop = this.context.pop()
    this.change(value, loop?.kind === 'loop' ? becomes : undefined)
    if (loop !== undefined) this.context.push(loop)
  }

  /** A list that the program writes down, and may fill. */
  begin(list: ListValue): ListValue {
    const items = list.items.map((item) => this.of(item))
    const known = list.complete && items.every((item) => item !== undefined)
    const base: FileExpression | undefined = known
      ? { kind: 'list', items: items.filter((item) => item !== undefined) }
      : undefined
    this.lists.set(list, { base, made: [...this.context], parts: [], spoiled: false })
    return list
  }

  /** A list grows by the items of another. */
  extend(list: ListValue, by: FileExpression | undefined): void {
    const growth = this.lists.get(list)
    if (growth !== undefined && !this.expressions.has(list)) grow(growth, by, this.context)
    else if (this.expressions.has(list)) {
      const before = this.expressions.get(list)?.expression
      this.change(list, before && by && callOf('concat', { lists: { kind: 'list', items: [before, by] } }))
    }
  }

  /** A new loop over something. */
  loop(over: FileExpression | null): Extract<Context, { kind: 'loop' }> {
    this.ids += 1
    return { kind: 'loop', id: this.ids, over }
  }

  private ofList(list: ListValue): FileExpression | undefined {
    const growth = this.lists.get(list)
    if (growth !== undefined) return grown(growth, this.context)
    if (!list.complete) return undefined
    const items = list.items.map((item) => this.of(item)).filter((item) => item !== undefined)
    return items.length === list.items.length ? { kind: 'list', items } : undefined
  }

  private ofDict(dict: Extract<Value, { kind: 'dict' }>): FileExpression | undefined {
    if (!dict.complete) return undefined
    const items: FileExpression[] = []
    for (const [key, { value }] of dict.entries) {
      const expression = this.of(value)
      if (expression === undefined) return undefined
      items.push({ kind: 'list', items: [constantOf(key), expression] })
    }
    return callOf('dict', { pairs: { kind: 'list', items } })
  }

  private sizeOf(node: FileExpression): number {
    const known = this.sizes.get(node)
    if (known !== undefined) return known
    const size = 1 + partsOf(node).reduce((sum, part) => sum + this.sizeOf(part), 0)
    this.sizes.set(node, size)
    return size
  }
}

const lost: FileExpression = { kind: 'unknown', reason: 'a list is changed in a way that is not followed' }

/** The parts of an expression. */
export function partsOf(node: FileExpression): FileExpression[] {
  if (node.kind === 'list') return node.items
  if (node.kind === 'each') return [node.over, node.gives]
  if (node.kind === 'if') return [node.test, node.yes, node.no]
  return node.kind === 'call' ? Object.values(node.arguments) : []
}
