import type { FileExpression } from '../../../model/file-expression.ts'
import { Given } from './given.ts'
import { iterated } from './iteration.ts'
import { operations } from './operations.ts'
import { type FileValue, firstUnordered, isList, isTrue, listOf, Undecided } from './values.ts'
import type { World } from './world.ts'

/** Steps for one expression at most: some seconds. */
const stepBudget = 20_000_000

/**
 * Works an expression out over the files that `world` shows.
 * @throws Undecided with the reason where the code or the files do not tell
 */
export function evaluate(expression: FileExpression, world: World): FileValue {
  return new Evaluation(world).valueOf(expression, new Map())
}

class Evaluation {
  private readonly world: World
  private readonly known = new WeakMap<FileExpression, FileValue>()
  private readonly open = new WeakMap<FileExpression, ReadonlySet<number>>()
  private steps = 0

  constructor(world: World) {
    this.world = world
  }

  valueOf(node: FileExpression, items: ReadonlyMap<number, FileValue>): FileValue {
    const found = this.known.get(node)
    if (found !== undefined) return found
    this.steps += 1
    if (this.steps > stepBudget) throw new Undecided('it takes too long to work out')
    const value = this.compute(node, items)
    // What depends on no item of an enclosing loop is the same in each round.
    if (node.kind !== 'constant' && this.itemsIn(node).size === 0) this.known.set(node, value)
    return value
  }

  private compute(node: FileExpression, items: ReadonlyMap<number, FileValue>): FileValue {
    switch (node.kind) {
      case 'constant':
        return node.value
      case 'unknown':
        throw new Undecided(node.reason)
      case 'item':
        return this.itemAt(node.id, items)
      case 'list':
        return listOf(node.items.map((item) => this.valueOf(item, items)))
      case 'if':
        return this.valueOf(isTrue(this.valueOf(node.test, items)) ? node.yes : node.no, items)
      case 'each':
        return this.each(node, items)
      case 'call': {
        const operation = operations.get(node.of)
        if (operation === undefined) throw new Undecided(`${node.of} is not followed`)
        return operation(new Given(node.arguments, (one) => this.valueOf(one, items)), this.world)
      }
    }
  }

  private itemAt(id: number, items: ReadonlyMap<number, FileValue>): FileValue {
    const item = items.get(id)
    if (item === undefined) throw new Undecided('a list depends on the last round of a loop')
    return item
  }

  private each(
    { id, over, gives }: Extract<FileExpression, { kind: 'each' }>,
    items: ReadonlyMap<number, FileValue>,
  ): FileValue {
    const rounds = iterated(this.valueOf(over, items))
    const inside = new Map(items)
    const lists = rounds.items.map((item) => {
      const value = this.valueOf(gives, inside.set(id, item))
      if (!isList(value)) throw new Undecided('what a loop adds is not followed')
      return value
    })
    return listOf(
      lists.flatMap((list) => list.items),
      firstUnordered(rounds, ...lists),
    )
  }

  /** The loops whose items an expression needs but does not run itself. */
  private itemsIn(node: FileExpression): ReadonlySet<number> {
    const found = this.open.get(node)
    if (found !== undefined) return found
    const needed = new Set(partsOf(node).flatMap((part) => [...this.itemsIn(part)]))
    if (node.kind === 'item') needed.add(node.id)
    if (node.kind === 'each') needed.delete(node.id)
    this.open.set(node, needed)
    return needed
  }
}

function partsOf(node: FileExpression): FileExpression[] {
  if (node.kind === 'list') return node.items
  if (node.kind === 'each') return [node.over, node.gives]
  if (node.kind === 'if') return [node.test, node.yes, node.no]
  return node.kind === 'call' ? Object.values(node.arguments) : []
}
