import type { Step } from '../../model/pipeline.ts'
import type { Read, Span } from '../../model/span.ts'
import { boundedItems, longestText } from './bounds.ts'
import { shareArithmetic } from './effects/torch/shares.ts'
import { fold } from './folding.ts'
import { randomStep } from './join.ts'
import { scored } from './measured.ts'
import { behindUnknown, withInputStep } from './model-tensors.ts'
import { numberOf } from './read-value.ts'
import { placeOf } from './statistics.ts'
import { sharedTrace, traced } from './traces.ts'
import type { ArraysValue, TensorValue } from './values/data.ts'
import type { ModelTensorValue } from './values/networks.ts'
import type { ListValue } from './values/program.ts'
import { type UnknownValue, unknown, type Value } from './values/value.ts'

/** The result of `left operator right`: constants folded, arithmetic on images kept as steps, chance passed on. */
export function binary(operator: string, left: Value, right: Value, span: Span, name = operator): Value {
  const paths = operator === '+' ? (pathsIn(left, right) ?? pathsIn(right, left)) : undefined
  if (paths !== undefined) return { ...paths, span }
  const changed = pixelArithmetic(operator, left, right, span, name)
  if (changed !== undefined) return changed
  if (left.kind === 'list' && right.kind === 'list' && operator === '+')
    return concatenated(left, right, span)
  if (left.kind === 'list' && operator === '*' && (numberOf(right) ?? 0) > 1)
    return concatenated(left, { ...left, complete: false }, span)
  if (left.kind === 'unknown' && left.setting && (operator === '??' || operator === 'or')) return right
  const decided = comparedWithNone(operator, left, right, span) ?? ofTruth(operator, left, right)
  if (decided !== undefined) return decided
  const random = randomOf(left) ?? randomOf(right)
  if (random !== undefined) return { kind: 'unknown', span, random }
  return (
    shareArithmetic(operator, left, right, span) ??
    folded(operator, left, right, span) ??
    unknownResult(operator, left, right, span)
  )
}

/** `'images/' + frame.file`: a column of names with a folder before them. */
function pathsIn(text: Value, column: Value): ArraysValue | undefined {
  if (text.kind !== 'constant' || typeof text.value !== 'string') return undefined
  const held = column.kind === 'method' ? column.receiver : column
  return held.kind === 'arrays' ? held : undefined
}

const concatenated = (left: ListValue, right: ListValue, span: Span): Value => ({
  ...left,
  ...boundedItems([...left.items, ...right.items], left.complete && right.complete),
  span,
})

function folded(operator: string, left: Value, right: Value, span: Span): Value | undefined {
  if (left.kind !== 'constant' || right.kind !== 'constant') return undefined
  const value = fold(operator, left.value, right.value)
  if (typeof value === 'string' && value.length > longestText) return unknown(span)
  return value === undefined ? undefined : { kind: 'constant', value, span }
}

/** Something unknown that remembers the samples it was counted from, and the folder that a path ends in. */
function unknownResult(operator: string, left: Value, right: Value, span: Span): Value {
  const path = operator === '+' || operator === '/' ? joinedPath(left, right) : undefined
  return {
    kind: 'unknown',
    span,
    ...traced(sharedTrace([left, right])),
    ...scored([left, right]),
    ...learnedIn(left, right),
    ...(path === undefined ? {} : { path }),
  }
}

/** Objects that are never empty, zero or None. */
const things: ReadonlySet<Value['kind']> = new Set([
  'function',
  'class',
  'instance',
  'transform',
  'dataset',
  'loader',
  'sampler',
  'model',
  'layer',
  'backbone',
  'optimizer',
  'callback',
  'loss',
  'regularizer',
  'generator',
  'augmenter',
])

/** Whether a value counts as true; undefined where that is not known. */
export function truthOf(value: Value): boolean | undefined {
  if (value.kind === 'constant') return Boolean(value.value)
  return things.has(value.kind) ? true : undefined
}

/** `transform is not None`. */
function comparedWithNone(operator: string, left: Value, right: Value, span: Span): Value | undefined {
  const none = (value: Value) => value.kind === 'constant' && value.value === null
  const [one, other] = none(right) ? [left, right] : [right, left]
  const equal = equalities.get(operator)
  if (!none(other) || !things.has(one.kind) || equal === undefined) return undefined
  return { kind: 'constant', value: !equal, span }
}

/** Operators that compare, and whether they are true of equals. */
const equalities = new Map([
  ['is', true],
  ['==', true],
  ['===', true],
  ['is not', false],
  ['!=', false],
  ['!==', false],
])

/** `transform or default`, `train and draw() > 0.5`, where the left side decides. */
function ofTruth(operator: string, left: Value, right: Value): Value | undefined {
  const truth = truthOf(left)
  if (truth === undefined || (left.kind === 'constant' && right.kind === 'constant')) return undefined
  if (operator === 'and' || operator === '&&') return truth ? right : left
  if (operator === 'or' || operator === '||') return truth ? left : right
  return undefined
}

function pixelArithmetic(
  operator: string,
  left: Value,
  right: Value,
  span: Span,
  name: string,
): Value | undefined {
  if (left.kind === 'tensor') return arithmetic(left, operator, right, span, name)
  if (right.kind === 'tensor' && left.kind !== 'list') return reversed(right, operator, left, span, name)
  const symbolic = [left, right].find((value) => value.kind === 'model-tensor')
  if (symbolic !== undefined)
    return modelArithmetic(symbolic, operator, symbolic === left ? right : undefined, span, name)
  if (left.kind === 'arrays') return scaledArrays(left, operator, right, span)
  const samples = left.kind === 'unknown' ? samplesOfOwn(left, right) : undefined
  return samples === undefined ? undefined : scaledArrays(samples, operator, right, span)
}

/** `x - x.mean(axis=0)`: samples of which we know nothing but that what was learned from them is applied to them. */
function samplesOfOwn(left: UnknownValue, right: Value): ArraysValue | undefined {
  const learned = right.kind === 'unknown' ? right.learned : undefined
  if (learned === undefined || learned.from !== placeOf(left.span)) return undefined
  const { path, undefined: name, span } = left
  return {
    kind: 'arrays',
    source: placeOf(span),
    split: null,
    steps: [],
    ...(path === undefined ? {} : { path }),
    ...(name === undefined ? {} : { undefined: name }),
    span,
  }
}

/** The draw that a value depends on, if any. */
export function randomOf(value: Value): UnknownValue['random'] {
  return value.kind === 'unknown' ? value.random : undefined
}

const known = (value: number, span: Span): Read<number> => ({ from: 'code', value, span })

/** Adding, subtracting, multiplying and dividing pixels by a number; by chance it is augmentation. */
export function arithmetic(image: TensorValue, operator: string, by: Value, span: Span, name: string): Value {
  if (!image.image) return image
  // Pixels held against a number or a draw (masks, spikes that encode them) are no image any more.
  if (comparisons.has(operator)) return unknown(span)
  const random = randomOf(by)
  if (random !== undefined) {
    return {
      ...image,
      steps: [...image.steps, randomStep(random.name === name ? name : random.name, span)],
      span,
    }
  }
  const number = numberOf(by)
  const step = number === undefined ? undefined : rescaleBy(operator, number, span, name)
  if (step !== undefined) return { ...image, steps: [...image.steps, step], span }
  return { ...image, steps: [...image.steps, { kind: 'opaque', name, span, removal: null }], span }
}

const comparisons = new Set([
  '<',
  '<=',
  '>',
  '>=',
  '==',
  '!=',
  '===',
  '!==',
  'is',
  'in',
  'and',
  'or',
  '&&',
  '||',
])

function rescaleBy(operator: string, number: number, span: Span, name: string): Step | undefined {
  const rescale = (scale: number, offset: number): Step => ({
    kind: 'rescale',
    name,
    span,
    removal: null,
    scale: known(scale, span),
    offset: known(offset, span),
  })
  if (operator === '+') return rescale(1, number)
  if (operator === '-') return rescale(1, -number)
  if (operator === '*') return rescale(number, 0)
  if (operator === '/' && number !== 0) return rescale(1 / number, 0)
  return undefined
}

/** `inputs / 127.5 - 1` inside a model; sums of branches are not followed. */
function modelArithmetic(
  tensor: ModelTensorValue,
  operator: string,
  by: Value | undefined,
  span: Span,
  name: string,
): Value {
  const number = numberOf(by)
  const step = number === undefined ? undefined : rescaleBy(operator, number, span, name)
  return step === undefined ? behindUnknown(tensor, name, span) : withInputStep(tensor, step)
}

function reversed(image: TensorValue, operator: string, by: Value, span: Span, name: string): Value {
  if (operator === '+' || operator === '*' || comparisons.has(operator)) {
    return arithmetic(image, operator, by, span, name)
  }
  const number = numberOf(by)
  if (operator === '-' && number !== undefined) {
    const negative = arithmetic(image, '*', { kind: 'constant', value: -1, span }, span, name)
    return negative.kind === 'tensor' ? arithmetic(negative, '+', by, span, name) : negative
  }
  return { ...image, steps: [...image.steps, { kind: 'opaque', name, span, removal: null }], span }
}

/** `images.mean(axis=0)`, as it is written. */
const nameIn = ({ snippet, column, endColumn, line, endLine }: Span): string =>
  line === endLine ? snippet.slice(column - 1, endColumn - 1) : 'statistics'

function scaledArrays(
  arrays: Extract<Value, { kind: 'arrays' }>,
  operator: string,
  by: Value,
  span: Span,
): Value {
  const number = numberOf(by)
  const step = number === undefined ? undefined : rescaleBy(operator, number, span, operator)
  if (comparisons.has(operator)) return unknown(span)
  const learned = by.kind === 'unknown' ? by.learned : undefined
  const added: Step =
    step ??
    (learned === undefined
      ? { kind: 'opaque', name: operator, span, removal: null }
      : {
          kind: 'fitted-transform',
          name: `${operator} ${nameIn(learned.made)}`,
          span,
          removal: null,
          statistics: learned,
        })
  return { ...arrays, steps: [...arrays.steps, added], span }
}

/** `x.std(axis=0) + 1e-7` is learned as well. */
function learnedIn(left: Value, right: Value): Pick<UnknownValue, 'learned'> {
  const [one, other] = left.kind === 'constant' ? [right, left] : [left, right]
  return one.kind === 'unknown' && one.learned !== undefined && other.kind === 'constant'
    ? { learned: one.learned }
    : {}
}

/** `base_dir + '/train'`, `Path(base) / 'train'`: what is known of the end of an unknown path. */
function joinedPath(left: Value, right: Value): Value | undefined {
  return left.kind === 'unknown' && left.path !== undefined && right.kind === 'constant' ? right : undefined
}
