import type { Expression } from '../program.ts'
import { eachOf, holdsImages } from './array-items.ts'
import { itemOf } from './containers.ts'
import { isDataset } from './effects/torch/datasets.ts'
import { batchOf, loaderOf } from './effects/torch/loaders.ts'
import { builtOf } from './files/comprehensions.ts'
import { inLoop, loopOver } from './loops.ts'
import type { Machine } from './machine.ts'
import { truthOf } from './operators.ts'
import { plain } from './read-value.ts'
import { Variables } from './scope.ts'
import { assignTo } from './targets.ts'
import type { ListValue } from './values/program.ts'
import { type Scope, unknown, type Value } from './values/value.ts'

type Comprehension = Extract<Expression, { kind: 'comprehension' }>

/** Comprehensions over more items than this are not followed item by item. */
const mostItems = 16

/**
 * `[f(x) for x in items]`, `{x: f(x) for x in items}`: item by item where the items are known. Of the parameters of
 * a module, those that meet a condition.
 */
export function comprehension(node: Comprehension, scope: Scope, machine: Machine): Value {
  const iterable = machine.evaluate(node.iterable, scope)
  if (holdsImages(iterable) && node.key === null && node.conditions.length === 0)
    return eachOf(iterable, (image) => elementFor(node, image, scope, machine), node.span)
  const over = machine.record.files.listed(iterable)
  if (over !== undefined && !holdsDatasets(iterable)) return builtOf(node, iterable, over, scope, machine)
  if (iterable.kind === 'unknown' && iterable.path !== undefined) return { ...iterable, span: node.span }
  if (iterable.kind === 'parameters') return parametersThat(node, iterable)
  if (iterable.kind === 'list' && isNamed(iterable)) return namedParameters(node, iterable)
  const item = iterable.kind === 'loader' ? batchOf(iterable, machine) : itemOf(iterable, node.span)
  if (iterable.kind === 'stream' && node.key === null) {
    const inside = new Variables(scope)
    assignTo(node.target, item, inside, machine)
    const element = inLoop(node.span, loopOver(iterable, item, machine), machine, () =>
      machine.evaluate(node.element, inside),
    )
    return { kind: 'list', items: [element], complete: false, span: node.span }
  }
  // The parts of one batch are a list that we know all of.
  const known = iterable.kind === 'list' && iterable.complete
  if (!known && loaderOf(item) !== undefined) return overBatches(node, iterable, item, scope, machine)
  if (iterable.kind !== 'list' || !iterable.complete || iterable.items.length > mostItems)
    return imagesOf(node, item, scope, machine)
  return node.key === null
    ? listOf(node, iterable, scope, machine)
    : dictOf(node, node.key, iterable, scope, machine)
}

/** Of things whose number is not known: a list of images, or of arrays of them, where each of them gives one. */
function imagesOf(node: Comprehension, item: Value, scope: Scope, machine: Machine): Value {
  if (node.key !== null) return unknown(node.span)
  const element = elementFor(node, item, scope, machine)
  return element.kind === 'arrays' || (element.kind === 'tensor' && element.image)
    ? { kind: 'list', items: [element], complete: false, span: node.span }
    : unknown(node.span)
}

function elementFor(node: Comprehension, item: Value, scope: Scope, machine: Machine): Value {
  const inside = new Variables(scope)
  assignTo(node.target, item, inside, machine)
  return inLoop(node.span, null, machine, () => machine.evaluate(node.element, inside))
}

/** `sets.items()`: each of them is another dataset, not one of many files. */
const holdsDatasets = (value: Value): boolean =>
  value.kind === 'list' && value.items.some((item) => isDataset(item) || holdsDatasets(item))

/** `sum(evaluate(batch) for batch in loader)`: a loop over batches. */
function overBatches(
  node: Comprehension,
  iterable: Value,
  item: Value,
  scope: Scope,
  machine: Machine,
): Value {
  const inside = new Variables(scope)
  assignTo(node.target, item, inside, machine)
  const element = inLoop(node.span, loopOver(iterable, item, machine), machine, () =>
    machine.evaluate(node.element, inside),
  )
  return { kind: 'list', items: [element], complete: false, span: node.span }
}

type Parameters = Extract<Value, { kind: 'parameters' }>

/** `[p for p in model.parameters() if p.requires_grad]`. */
function parametersThat({ conditions, span }: Comprehension, parameters: Parameters): Value {
  const [only] = conditions
  if (only === undefined) return parameters
  const requires = only.kind === 'attribute' && only.name === 'requires_grad' && conditions.length === 1
  return requires ? { ...parameters, filtered: true, span } : { ...parameters, some: true, span }
}

const isNamed = ({ items: [first] }: ListValue) =>
  first?.kind === 'list' && first.items[1]?.kind === 'parameters'

/** `[p for name, p in model.named_parameters() if 'fc' in name]`. */
function namedParameters(node: Comprehension, { items: [first] }: ListValue): Value {
  const parameters = first?.kind === 'list' ? first.items[1] : undefined
  return parameters?.kind === 'parameters' ? parametersThat(node, parameters) : unknown(node.span)
}

/** The scopes in which the element is evaluated; false when it is not known whether an item is taken. */
function* rounds(
  node: Comprehension,
  { items }: ListValue,
  scope: Scope,
  machine: Machine,
): Iterable<{ inside: Scope; certain: boolean }> {
  for (const item of items) {
    const inside = new Variables(scope)
    assignTo(node.target, item, inside, machine)
    const truths = node.conditions.map((condition) => truthOf(machine.evaluate(condition, inside)))
    if (!truths.includes(false)) yield { inside, certain: !truths.includes(undefined) }
  }
}

function listOf(node: Comprehension, iterable: ListValue, scope: Scope, machine: Machine): Value {
  const items: Value[] = []
  let complete = true
  for (const { inside, certain } of rounds(node, iterable, scope, machine)) {
    const value = machine.evaluate(node.element, inside)
    if (node.element.kind === 'spread' && value.kind === 'list') items.push(...value.items)
    else items.push(value)
    complete &&= certain && (node.element.kind !== 'spread' || (value.kind === 'list' && value.complete))
  }
  return { kind: 'list', items, complete, span: node.span }
}

function dictOf(
  node: Comprehension,
  keyed: Expression,
  iterable: ListValue,
  scope: Scope,
  machine: Machine,
): Value {
  const entries = new Map<string, { value: Value; span: Value['span'] }>()
  let complete = true
  for (const { inside, certain } of rounds(node, iterable, scope, machine)) {
    const key = plain(machine.evaluate(keyed, inside))
    const value = machine.evaluate(node.element, inside)
    if (key === undefined) complete = false
    else entries.set(String(key), { value, span: node.element.span })
    complete &&= certain
  }
  return { kind: 'dict', entries, complete, undecided: machine.undecided, span: node.span }
}
