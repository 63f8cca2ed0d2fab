import type { Origin, Split, Step } from '../../../../model/pipeline.ts'
import type { Span } from '../../../../model/span.ts'
import type { TorchMeaning } from '../../../frameworks/torch/meaning.ts'
import { bind, givenValues } from '../../arguments.ts'
import { member } from '../../attributes.ts'
import { pathOf } from '../../containers.ts'
import { folderFiles } from '../../files/datasets.ts'
import { opaqueStep } from '../../join.ts'
import type { LibraryCall, Machine } from '../../machine.ts'
import { argumentValue, readValue, stringOf } from '../../read-value.ts'
import { placeOf } from '../../statistics.ts'
import type { ArraysValue, Sampled, TensorValue } from '../../values/data.ts'
import type { DictValue, InstanceValue } from '../../values/program.ts'
import type { DatasetValue } from '../../values/torch.ts'
import { unknown, type Value } from '../../values/value.ts'
import { arraysIn, folderOrigin, imageOf, imageTensor, pair } from '../sources.ts'
import { columnsOf } from './hub-columns.ts'
import { applied } from './transforms.ts'

/** `datasets.ImageFolder('data/train', transform=...)`. */
export function makeDataset(
  call: LibraryCall,
  { origin: kind, root }: Extract<TorchMeaning, { kind: 'dataset' }>,
  machine: Machine,
): Value {
  const bound = bind(call.row, call.arguments)
  const { span } = call
  const folder = root === null ? undefined : argumentValue(bound, root)
  const origin: Origin =
    kind === 'directory'
      ? { kind, path: readValue(folder && { value: folder }, stringOf), span }
      : { kind: 'unknown', span }
  const given = argumentValue(bound, 'transform')
  const made: DatasetValue = {
    kind: 'dataset',
    name: call.written,
    origin,
    source: machine.record.sourceAt(placeOf(span)),
    transform: given ?? (bound.complete ? null : unknown(span)),
    base: null,
    split: null,
    whole: true,
    span,
  }
  return machine.record.files.set(made, folderFiles(call, folder, bound, machine))
}

/** A dataset of the person's own, or one of a library. */
export const isDataset = (value: Value): boolean =>
  value.kind === 'dataset' || (value.kind === 'instance' && value.class.members.has('__getitem__'))

/** A part of a dataset: it shares the files, and the transform, of its base. */
export const partOf = (base: Value, split: Split | null, span: Span): DatasetValue => ({
  kind: 'dataset',
  name: 'Subset',
  origin: { kind: 'unknown', span },
  source: placeOf(span),
  transform: null,
  base,
  split,
  whole: split !== null,
  span,
})

/** Datasets wrapped deeper than this hold themselves. */
const deepest = 12

/** One sample of a dataset as it is now: its image with the steps that it comes through, and a label. */
export function sampleOf(dataset: Value, machine: Machine, depth = 0): Value {
  if (depth > deepest) return unknown(dataset.span)
  if (dataset.kind === 'instance') return ownSample(dataset, machine)
  if (dataset.kind !== 'dataset') return unknown(dataset.span)
  if (dataset.base !== null) return partial(dataset, sampleOf(dataset.base, machine, depth + 1))
  const { span, origin, source, name } = dataset
  const read: TensorValue = {
    ...imageTensor(span),
    steps: [{ kind: 'decode', name, span, removal: null }],
    of: { origin, source, split: dataset.split },
  }
  if (dataset.columns === true) return columnSample(dataset, read, machine)
  const sample = pair(span, span)
  const image = dataset.transform === null ? read : applied(dataset.transform, read, machine)
  return sample.kind === 'list' ? { ...sample, items: [image, ...sample.items.slice(1)] } : sample
}

/** A dict of columns, as a transform of several samples makes it. */
function columnSample({ transform, span }: DatasetValue, read: TensorValue, machine: Machine): Value {
  const columns = columnsOf(read, span)
  if (transform === null || (transform.kind === 'constant' && transform.value === null)) return columns
  const made = machine.callValue(transform, givenValues([{ value: columns, span }]), span)
  const changed = made.kind === 'dict' ? changedIn(made, read) : undefined
  if (changed !== undefined) return { kind: 'dict', entries: new Map([changed]), complete: false, span }
  return columnsOf({ ...read, steps: [...read.steps, opaqueStep('transform', transform.span)] }, span)
}

/** The column that the model is given: `pixel_values`, or the one whose images the transform changed. */
function changedIn({ entries }: DictValue, read: TensorValue): [string, DictEntry] | undefined {
  const images = [...entries].filter(([, { value }]) => imageOf(value) !== undefined)
  return (
    images.find(([key]) => key === 'pixel_values') ??
    images.find(([, { value }]) => imageOf(value)?.steps.length !== read.steps.length) ??
    images[0]
  )
}

type DictEntry = DictValue['entries'] extends Map<string, infer Entry> ? Entry : never

function partial({ split, whole, span, name }: DatasetValue, sample: Value): Value {
  const cut: Step = { kind: 'partition', name, span, removal: null }
  return withImage(sample, (image) => {
    const of: Sampled = image.of ?? { origin: { kind: 'unknown', span }, source: placeOf(span), split: null }
    const steps = whole ? image.steps : [...image.steps, cut]
    return { ...image, steps, of: { ...of, split: split ?? of.split } }
  })
}

/** The sample with another image in the place of its own. */
export function withImage(sample: Value, change: (image: TensorValue) => TensorValue): Value {
  if (sample.kind === 'tensor') return sample.image ? change(sample) : sample
  if (sample.kind === 'list') {
    const at = sample.items.findIndex((item) => imageOf(item) !== undefined)
    const items = sample.items.map((item, index) => (index === at ? withImage(item, change) : item))
    return { ...sample, items }
  }
  if (sample.kind !== 'dict') return sample
  const own = imageOf(sample)
  const entries = [...sample.entries].map(
    ([key, entry]) =>
      [
        key,
        imageOf(entry.value) === own ? { ...entry, value: withImage(entry.value, change) } : entry,
      ] as const,
  )
  return { ...sample, entries: new Map(entries) }
}

/** What `__getitem__` of the program's own class gives. */
function ownSample(dataset: InstanceValue, machine: Machine): Value {
  const { span } = dataset
  const method = member(dataset.class, '__getitem__', dataset, machine)
  if (method?.kind !== 'function') return unknown(span)
  const sample = machine.callFunction(method, givenValues([{ value: unknown(span), span }]), span)
  return withImage(sample, (image) =>
    image.of === undefined ? { ...image, of: sampledBy(dataset, image) } : image,
  )
}

/** Where the images of an own dataset come from: what it holds was cut by a split, or read from a folder. */
function sampledBy(dataset: InstanceValue, image: TensorValue): Sampled {
  const held = [...dataset.fields.values()]
  const arrays = held.map(arraysIn).find((one): one is ArraysValue => one !== undefined)
  const path = pathOf(image) ?? held.map(pathOf).find((one) => one !== undefined)
  const known = stringOf(path) !== undefined
  const origin: Origin = known ? folderOrigin(path, image.span) : { kind: 'unknown', span: dataset.span }
  return { origin, source: arrays?.source ?? placeOf(dataset.span), split: arrays?.split ?? null }
}
