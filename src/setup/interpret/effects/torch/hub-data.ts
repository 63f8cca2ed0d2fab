import type { Origin, Split } from '../../../../model/pipeline.ts'
import type { Span } from '../../../../model/span.ts'
import type { HubMeaning } from '../../../frameworks/torch/meaning.ts'
import { bind, givenValues } from '../../arguments.ts'
import { globalGenerator } from '../../files/generators.ts'
import { seedArgument } from '../../files/seed-edits.ts'
import type { LibraryCall, Machine } from '../../machine.ts'
import { argument, argumentValue, booleanOf, numberOf, readValue, stringOf } from '../../read-value.ts'
import { placeOf } from '../../statistics.ts'
import { callUnknown } from '../../unknown-calls.ts'
import type { TensorValue } from '../../values/data.ts'
import type { DictValue } from '../../values/program.ts'
import type { DatasetValue } from '../../values/torch.ts'
import { unknown, type Value } from '../../values/value.ts'
import { imageOf, numberOrNull } from '../sources.ts'
import { partOf } from './datasets.ts'
import { columnsOf } from './hub-columns.ts'

/** The sides under which datasets of the hub are published. */
const sides = ['train', 'validation', 'valid', 'val', 'test']

/** `load_dataset('beans')`: a dict of datasets by their side; one of them where `split` names it. */
export function loadHubDataset(call: LibraryCall, machine: Machine): Value {
  const { span } = call
  const split = argumentValue(bind(call.row, call.arguments), 'split')
  if (split === undefined) return dictOf(sides, (side) => published(side, call, machine), span)
  if (split.kind === 'list')
    return { ...split, items: split.items.map((one) => published(stringOf(one), call, machine)), span }
  return published(stringOf(split), call, machine)
}

function dictOf(keys: readonly string[], made: (key: string) => Value, span: Span): DictValue {
  const entries = new Map(keys.map((key) => [key, { value: made(key), span }]))
  return { kind: 'dict', entries, complete: false, span }
}

/** One side; of `train[:80%]` only some of its samples. */
function published(side: string | undefined, call: LibraryCall, machine: Machine): DatasetValue {
  const { span, written: name } = call
  const origin: Origin = { kind: 'unknown', span }
  const whole = side !== undefined && !side.includes('[')
  const source = machine.record.sourceAt(`${placeOf(span)}:${side ?? ''}`)
  const made: DatasetValue = {
    kind: 'dataset',
    name,
    origin,
    source,
    transform: null,
    base: null,
    split: null,
    whole: true,
    columns: true,
    span,
  }
  if (side !== undefined) machine.record.names.set(made, side)
  return whole ? made : { ...partOf(made, null, span), columns: true }
}

/** Does something to a dataset of the hub, or to each of a dict of them; undefined for anything else. */
function each(receiver: Value | null, change: (dataset: DatasetValue) => DatasetValue): Value | undefined {
  if (receiver?.kind === 'dataset' && receiver.columns === true) return change(receiver)
  if (receiver?.kind !== 'dict') return undefined
  const datasets = [...receiver.entries].flatMap(([key, { value, span }]) => {
    const made = each(value, change)
    return made === undefined ? [] : [[key, { value: made, span }] as const]
  })
  return datasets.length === 0 ? undefined : { ...receiver, entries: new Map(datasets) }
}

/** `dataset.with_transform(f)`, `dataset.set_transform(f)`, `dataset.map(f)`. */
export function transformHub(
  call: LibraryCall,
  { how }: Extract<HubMeaning, { kind: 'hub-transform' }>,
  machine: Machine,
): Value {
  const { receiver, span } = call
  const transform =
    argumentValue(bind(call.row, call.arguments), call.row.parameters[0] ?? 'transform') ?? unknown(span)
  const changed = each(receiver, (dataset) => {
    const { names } = machine.record
    if (how === 'in-place') {
      dataset.transform = transform
      return dataset
    }
    // What `map` makes is stored: a transform that is set before it does not act on it.
    const made =
      how === 'map' && givesNoImage(transform, dataset, machine) ? { ...dataset } : { ...dataset, transform }
    const name = names.get(dataset)
    if (name !== undefined) names.set(made, name)
    return made
  })
  if (changed === undefined) return callUnknown(receiver, call.arguments, span, machine, call.written)
  return how === 'in-place' ? { kind: 'constant', value: null, span } : changed
}

/** `map` of a function that makes labels, say, and leaves the images as they are. */
function givesNoImage(transform: Value, dataset: DatasetValue, machine: Machine): boolean {
  const { span } = dataset
  const image: TensorValue = { kind: 'tensor', image: true, steps: [], fixed: [], span }
  const given = givenValues([{ value: columnsOf(image, span), span }])
  const made = machine.callValue(transform, given, span)
  return made.kind === 'dict' && imageOf(made) === undefined
}

/** `dataset.train_test_split(test_size=0.2, seed=42)`: a dict of two sides, drawn by numpy's seed where it has none. */
export function splitHub(call: LibraryCall, machine: Machine): Value {
  const { receiver, span } = call
  if (receiver?.kind !== 'dataset') return callUnknown(receiver, call.arguments, span, machine, call.written)
  const bound = bind(call.row, call.arguments)
  const seeded = globalGenerator('numpy', machine).seed !== null
  const seed = argument(bound, 'seed')
  const stratify = argument(bound, 'stratify_by_column')
  const split = (side: Split['side']): Split => ({
    kind: 'sklearn',
    fraction: readValue(argument(bound, 'test_size'), numberOf, 0.25),
    seed:
      seed === undefined && seeded ? { from: 'unknown', value: null } : readValue(seed, numberOrNull, null),
    shuffle: readValue(argument(bound, 'shuffle'), booleanOf, true),
    stratify:
      stratify === undefined
        ? { from: 'default', value: false }
        : { from: 'code', value: true, span: stratify.value.span },
    addSeed: seedArgument(call.node, 'seed=42', 'seed'),
    side,
    position: 0,
    span,
  })
  return dictOf(
    ['train', 'test'],
    (key) => ({ ...receiver, split: split(key === 'train' ? 'train' : 'validation'), span }),
    span,
  )
}

/** `dataset.filter(f)`, `dataset.select(range(100))`. */
export function partOfHub(call: LibraryCall, machine: Machine): Value {
  const { receiver, span } = call
  const part = each(receiver, (dataset) => ({ ...partOf(dataset, null, span), columns: true }))
  return part ?? callUnknown(receiver, call.arguments, span, machine, call.written)
}
