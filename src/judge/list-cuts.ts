import type { FileExpression } from '../model/file-expression.ts'

/** One step by which a list was made from a longer one, or put into another order. */
export interface ListCut {
  /** The operation, as in `FileExpression`; `filter` keeps the items that meet a test. */
  of: string
  /** All that it was told but the list, as text, and each argument by itself. */
  told: string
  arguments: Readonly<Record<string, string>>
  /** The list of indices by which the items are picked. */
  picks?: ListChain
}

/** A list as the one that it was made from, what was taken of that, in order, and what became of each item. */
export interface ListChain {
  base: string
  cuts: ListCut[]
  items: string[]
}

/** Operations that keep the items: the argument that holds the list. */
const keeping: Readonly<Record<string, string>> = {
  array: 'list',
  'as-list': 'list',
  unordered: 'list',
  'with-labels': 'list',
  'reset-index': 'frame',
  'frame-rows': 'frame',
  'indexed-rows': 'frame',
  'frame-values': 'frame',
}

/** Operations that take a part or change the order: the argument that holds the list. */
const cutting: Readonly<Record<string, string>> = {
  'train-test-split': 'list',
  'random-split': 'list',
  shuffled: 'list',
  choice: 'list',
  sample: 'list',
  'sample-frame': 'frame',
  'drop-rows': 'frame',
  slice: 'object',
  pick: 'list',
  iloc: 'frame',
  loc: 'frame',
}

/** Takes an expression apart, from the whole list outwards. */
export function chainOf(expression: FileExpression): ListChain {
  if (expression.kind === 'each') return ofLoop(expression)
  if (expression.kind !== 'call') return { base: textOf(expression), cuts: [], items: [] }
  const { of, arguments: given } = expression
  const kept = keeping[of] === undefined ? undefined : given[keeping[of]]
  if (kept !== undefined) return chainOf(kept)
  const [first] = of === 'zip' && given.lists?.kind === 'list' ? given.lists.items : []
  if (first !== undefined) return chainOf(first)
  if (of === 'at') return ofSubscript(expression)
  if (of === 'keras-rows' && given.frame !== undefined)
    return given.side === undefined
      ? withItems(chainOf(given.frame), told(given, 'frame'))
      : cut(chainOf(given.frame), of, given, 'frame')
  const name = cutting[of]
  const list = name === undefined ? undefined : given[name]
  if (name !== undefined && list !== undefined) return cut(chainOf(list), of, given, name)
  return { base: textOf(expression), cuts: [], items: [] }
}

type Call = Extract<FileExpression, { kind: 'call' }>
type Given = Call['arguments']

/** A column of a table by its name, or the items at some indices. */
function ofSubscript(expression: Call): ListChain {
  const { object, index } = expression.arguments
  if (object === undefined || index === undefined) return { base: textOf(expression), cuts: [], items: [] }
  if (index.kind === 'constant' && typeof index.value === 'string')
    return withItems(chainOf(object), textOf(index))
  if (index.kind === 'call' || index.kind === 'each') {
    const chain = cut(chainOf(object), 'pick', { index }, 'object')
    const cuts = chain.cuts.map((one, at) =>
      at === chain.cuts.length - 1 ? { ...one, picks: chainOf(index) } : one,
    )
    return { ...chain, cuts }
  }
  return { base: textOf(expression), cuts: [], items: [] }
}

function ofLoop({ id, over, gives }: Extract<FileExpression, { kind: 'each' }>): ListChain {
  const text = (node: FileExpression) => textOf(node).replaceAll(`{"kind":"item","id":${id}}`, '"it"')
  const chain = chainOf(over)
  if (gives.kind === 'if' && isOne(gives.yes) && gives.no.kind === 'list' && gives.no.items.length === 0) {
    const test = text(gives.test)
    const kept = { ...chain, cuts: [...chain.cuts, { of: 'filter', told: test, arguments: { test } }] }
    return withItems(kept, text(gives.yes))
  }
  // What adds several items in a round is a list of its own.
  return isOne(gives)
    ? withItems(chain, text(gives))
    : { base: textOf(gives) + textOf(over), cuts: [], items: [] }
}

const isOne = (node: FileExpression) => node.kind === 'list' && node.items.length === 1

/** `[x for x in list]` changes nothing. */
const withItems = (chain: ListChain, how: string): ListChain =>
  how === '{"kind":"list","items":["it"]}' ? chain : { ...chain, items: [...chain.items, how] }

const cut = (chain: ListChain, of: string, given: Given, list: string): ListChain => ({
  ...chain,
  cuts: [
    ...chain.cuts,
    {
      of,
      told: told(given, list),
      arguments: Object.fromEntries(Object.entries(given).map(([name, one]) => [name, textOf(one)])),
    },
  ],
})

const told = (given: Given, list: string) =>
  JSON.stringify(Object.entries(given).filter(([name]) => name !== list))

const textOf = (node: FileExpression) => JSON.stringify(node)
