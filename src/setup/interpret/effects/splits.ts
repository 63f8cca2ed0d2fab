import { callOf, constantOf, type FileExpression } from '../../../model/file-expression.ts'
import type { Split } from '../../../model/pipeline.ts'
import { bind } from '../arguments.ts'
import { byRandomState } from '../files/draws.ts'
import type { Generator } from '../files/generator.ts'
import { drawFrom, seedRead } from '../files/generators.ts'
import { lengthOf } from '../files/lengths.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { argument, argumentValue, booleanOf, numberOf, readValue } from '../read-value.ts'
import { placeOf } from '../statistics.ts'
import type { ArraysValue } from '../values/data.ts'
import type { Bound, Value } from '../values/value.ts'
import { arraysOfImages } from './gathered.ts'
import { formOf } from './label-mode.ts'
import { splitEarlier } from './split-earlier.ts'

/** `train_test_split(a, b, ...)`: for each array its two sides. */
export function splitArrays(call: LibraryCall, kind: Split['kind'], machine: Machine): Value {
  const { span } = call
  const bound = bind(call.row, { ...call.arguments, positional: [] })
  const stratify = argumentValue(bound, 'stratify')
  const stratified = stratify !== undefined && !(stratify.kind === 'constant' && stratify.value === null)
  const shuffle = readValue(argument(bound, 'shuffle'), booleanOf, true)
  const { generator, addSeed } = byRandomState(fileCallOf(call), machine)
  const seed = seedRead(generator, argument(bound, 'random_state')?.value.span ?? span)
  const split = (side: Split['side']): Split => ({
    kind,
    fraction: fractionOf(bound),
    seed,
    shuffle,
    stratify: stratified
      ? { from: 'code', value: true, span: stratify.span }
      : { from: 'default', value: false },
    addSeed,
    side,
    position: 0,
    span,
  })
  const values = call.arguments.positional.map(({ value }) => arraysOfImages(value, span, machine) ?? value)
  const earlier = splitEarlier(call, values, machine)
  const how = howToCut(bound, values, { generator, shuffle: shuffle.value, stratified }, machine)
  const made = (side: Split['side']) => ({ ...split(side), ...(earlier === null ? {} : { earlier }) })
  const items = values.flatMap((value) => [
    sideOf(value, made('train'), call, how, machine),
    sideOf(value, made('validation'), call, how, machine),
  ])
  return { kind: 'list', items, complete: call.arguments.complete, span }
}

const fileCallOf = (call: LibraryCall) => ({
  name: call.written,
  receiver: null,
  given: call.arguments,
  node: call.node,
})

/** The share of validation: `test_size`, or what `train_size` leaves. */
function fractionOf(bound: Bound): Split['fraction'] {
  const test = argument(bound, 'test_size')
  const train = argument(bound, 'train_size')
  if (test !== undefined || train === undefined) return readValue(test, numberOf, 0.25)
  return readValue(train, (value) => {
    const share = numberOf(value)
    return share === undefined || share >= 1 ? undefined : 1 - share
  })
}

/** The arguments of the operation that cuts, but for the list and the side. */
function howToCut(
  bound: Bound,
  values: readonly Value[],
  how: { generator: Generator; shuffle: boolean | null; stratified: boolean },
  machine: Machine,
): Record<string, FileExpression> {
  const { files } = machine.record
  const found: Record<string, FileExpression> = {}
  for (const [name, parameter] of parameters) {
    const value = argumentValue(bound, parameter)
    if (value !== undefined)
      found[name] = files.of(value) ?? { kind: 'unknown', reason: `${parameter} is not known` }
  }
  if (how.shuffle === false) return found
  const [list] = values.map((value) => files.of(value)).filter((one) => one !== undefined)
  // How much a stratified split draws follows from the labels; after it, nothing is known of the generator.
  const count = list === undefined || how.stratified ? undefined : lengthOf(list)
  return { ...found, generator: drawFrom(how.generator, count, machine) }
}

const parameters = [
  ['test', 'test_size'],
  ['train', 'train_size'],
  ['shuffle', 'shuffle'],
  ['stratify', 'stratify'],
] as const

function sideOf(
  value: Value,
  made: Split,
  call: LibraryCall,
  how: Record<string, FileExpression>,
  machine: Machine,
): ArraysValue {
  const { span } = call
  const { files } = machine.record
  const before = value.kind === 'arrays' ? value : undefined
  const path = value.kind === 'unknown' ? value.path : before?.path
  const split = { ...made, position: before?.steps.length ?? 0 }
  const list = files.of(value) ?? files.unseen(value)
  const side = constantOf(split.side === 'train' ? 'train' : 'test')
  const samples = list && callOf('train-test-split', { list, ...how, side })
  if (samples !== undefined) files.splits.set(samples, split)
  return {
    kind: 'arrays',
    source: before?.source ?? placeOf(value.span),
    split,
    steps: before?.steps ?? [],
    ...(path === undefined ? {} : { path }),
    ...(before?.features === undefined ? {} : { features: before.features }),
    ...(samples === undefined ? {} : { samples }),
    ...formOf(value),
    span,
  }
}
