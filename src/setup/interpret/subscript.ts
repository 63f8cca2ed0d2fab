import type { Span } from '../../model/span.ts'
import type { Expression } from '../program.ts'
import { numberOf, plain } from './read-value.ts'
import type { ArraysValue, TensorValue } from './values/data.ts'
import type { LayersValue } from './values/networks.ts'
import { unknown, type Value } from './values/value.ts'

/** `object[index]`: items, slices of lists and layer lists, entries of dicts. */
export function subscript(
  object: Value,
  index: Expression,
  span: Span,
  evaluate: (node: Expression) => Value,
): Value {
  if (object.kind === 'layers') return layersAt(object, index, evaluate)
  if (object.kind === 'list')
    return index.kind === 'slice' ? sliced(object, index, evaluate) : itemAt(object, evaluate(index), span)
  if (object.kind === 'dict') {
    const key = plain(evaluate(index))
    return (key === undefined ? undefined : object.entries.get(String(key))?.value) ?? unknown(span)
  }
  if (object.kind === 'tensor') return { ...object, ...swappedChannels(object, index, span), span }
  // Which of its samples these are, the expression says.
  if (object.kind === 'arrays')
    return withoutSamples({ ...object, ...swappedChannels(object, index, span), part: true, span })
  if (object.kind === 'model-tensor') return object
  if (object.kind === 'unknown') return { ...object, derived: object, span }
  if (object.kind === 'symbol' && settings.has(object.path)) return { kind: 'unknown', span, setting: true }
  return unknown(span)
}

function withoutSamples({ samples: _, ...arrays }: ArraysValue): ArraysValue {
  return arrays
}

/** The steps of an image or images of which the channels are read backwards. */
function swappedChannels(
  object: TensorValue | ArraysValue,
  index: Expression,
  span: Span,
): Partial<Pick<ArraysValue, 'steps'>> {
  if (!reversesChannels(object, index)) return {}
  const name = '[..., ::-1]'
  return { steps: [...object.steps, { kind: 'channels', name, span, removal: null, to: 'swapped' }] }
}

/** `image[:, :, ::-1]`, `images[..., ::-1]`, `image[..., [2, 1, 0]]`: the last axis backwards. */
function reversesChannels(object: TensorValue | ArraysValue, index: Expression): boolean {
  if (index.kind !== 'tuple' && index.kind !== 'list') return false
  const [first, last] = [index.items[0], index.items.at(-1)]
  const whole =
    first?.kind !== 'slice' && first?.kind !== 'list'
      ? true
      : index.items.length === (object.kind === 'tensor' ? 3 : 4)
  if (!whole || last === undefined || index.items.length < 2) return false
  if (last.kind === 'slice') return last.from === null && last.to === null && isMinusOne(last.step)
  if (last.kind !== 'list') return false
  return last.items.map((item) => (item.kind === 'literal' ? item.value : null)).join() === '2,1,0'
}

const isMinusOne = (step: Expression | null): boolean =>
  (step?.kind === 'literal' && step.value === -1) ||
  (step?.kind === 'unary' &&
    step.operator === '-' &&
    step.operand.kind === 'literal' &&
    step.operand.value === 1)

/** Where JavaScript finds what the person set when starting the program. */
export const settings: ReadonlySet<string> = new Set(['javascript.process.argv', 'javascript.process.env'])

function itemAt(list: Extract<Value, { kind: 'list' }>, index: Value, span: Span): Value {
  const at = numberOf(index)
  return (at === undefined || !list.complete ? undefined : list.items.at(at)) ?? unknown(span)
}

function sliced(
  list: Extract<Value, { kind: 'list' }>,
  slice: Extract<Expression, { kind: 'slice' }>,
  evaluate: (node: Expression) => Value,
): Value {
  const [from, to] = [slice.from, slice.to].map((node) =>
    node === null ? undefined : numberOf(evaluate(node)),
  )
  if ((slice.from !== null && from === undefined) || (slice.to !== null && to === undefined)) {
    return { ...list, complete: false }
  }
  return { ...list, items: list.items.slice(from, to) }
}

/** `base.layers[:100]`, `base.layers[-1]`: which layers are meant, as far as the bounds are known. */
function layersAt(layers: LayersValue, index: Expression, evaluate: (node: Expression) => Value): Value {
  if (index.kind !== 'slice') {
    const from = evaluate(index)
    return { ...layers, from, to: following(from), single: true }
  }
  const bound = (node: Expression | null) => (node === null ? null : evaluate(node))
  return { ...layers, from: bound(index.from), to: bound(index.to) }
}

/** The end of the slice that holds one index alone: open behind the last one. */
function following(index: Value): Value | null {
  const at = numberOf(index)
  if (at === undefined) return index
  return at === -1 ? null : { kind: 'constant', value: at + 1, span: index.span }
}
