import type { Step } from '../../../../model/pipeline.ts'
import type { TorchMeaning } from '../../../frameworks/torch/meaning.ts'
import { bind } from '../../arguments.ts'
import { loadedFiles } from '../../files/datasets.ts'
import { opaqueStep } from '../../join.ts'
import type { LibraryCall, Machine } from '../../machine.ts'
import { argument, argumentValue, booleanOf } from '../../read-value.ts'
import { placeOf } from '../../statistics.ts'
import type { Sampled, StreamValue, TensorValue } from '../../values/data.ts'
import type { LoaderValue } from '../../values/torch.ts'
import { unknown, type Value } from '../../values/value.ts'
import { arraysIn, imageOf, imageTensor } from '../sources.ts'
import { batchStep, shuffleStep } from '../stream-steps.ts'
import { sampleOf, withImage } from './datasets.ts'

/** `DataLoader(dataset, batch_size=32, shuffle=True)`: reads its dataset only when it is gone through. */
export function makeLoader(call: LibraryCall, machine: Machine): Value {
  const bound = bind(call.row, call.arguments)
  const { span } = call
  const loader: LoaderValue = {
    kind: 'loader',
    dataset: argumentValue(bound, 'dataset') ?? unknown(span),
    arguments: bound,
    span,
  }
  machine.record.trace.loaders.add(loader)
  return loader
}

/** `SubsetRandomSampler(indices)` and the like. */
export function makeSampler(
  call: LibraryCall,
  { sampler }: Extract<TorchMeaning, { kind: 'sampler' }>,
): Value {
  const bound = bind(call.row, call.arguments)
  const shuffle = booleanOf(argumentValue(bound, 'shuffle'))
  return {
    kind: 'sampler',
    sampler: shuffle === false ? 'ordered' : sampler,
    indices: argumentValue(bound, 'indices') ?? null,
    span: call.span,
  }
}

/** The batches of a loader as a stream, as the dataset is now; the same object while that does not change. */
export function streamOfLoader(loader: LoaderValue, machine: Machine): StreamValue {
  const sample = sampleOf(loader.dataset, machine)
  const image = imageOf(sample)
  const of: Sampled = image?.of ?? {
    origin: { kind: 'unknown', span: loader.span },
    source: placeOf(loader.span),
    split: null,
  }
  const own = image?.steps ?? [opaqueStep('dataset', loader.span)]
  const sampled = samplerSteps(loader)
  return streamFrom(loader, { ...of, split: sampled.split ?? of.split }, [...own, ...sampled.steps], machine)
}

/** A stream of a loader with these steps: one that was made before, if they are the same. */
export function streamFrom(loader: LoaderValue, of: Sampled, steps: Step[], machine: Machine): StreamValue {
  const known = machine.record.trace.streams.get(loader) ?? []
  const key = JSON.stringify([steps, of.split, of.source])
  const same = known.find((one) => one.key === key)
  if (same !== undefined) return same.stream
  const samples = loadedFiles(loader, machine)
  const stream: StreamValue = {
    kind: 'stream',
    framework: 'torch',
    origin: of.origin,
    source: of.source,
    split: of.split,
    steps: steps.map((step) => ({ step, call: step.span })),
    element: null,
    ...(samples === undefined ? {} : { samples }),
    ...sortedBy(loader),
    span: loader.span,
  }
  machine.record.addStream(stream, known.at(-1)?.stream ?? null)
  const name = machine.record.names.get(loader)
  if (name !== undefined) machine.record.names.set(stream, name)
  machine.record.trace.streams.set(loader, [...known, { key, stream }])
  return stream
}

/** A whole folder is listed class after class (torchvision.datasets.ImageFolder), and a loader keeps the order. */
function sortedBy({ dataset, arguments: bound, span }: LoaderValue): Pick<StreamValue, 'sorted'> {
  const whole = dataset.kind === 'dataset' && dataset.base === null && dataset.origin.kind === 'directory'
  const drawn = ['sampler', 'batch_sampler'].some((name) => {
    const given = argumentValue(bound, name)
    return given !== undefined && !(given.kind === 'constant' && given.value === null)
  })
  const shuffle = argument(bound, 'shuffle')
  const keeps = shuffle === undefined ? bound.complete : booleanOf(shuffle.value) === false
  return whole && !drawn && keeps ? { sorted: shuffle?.value.span ?? span } : {}
}

function samplerSteps({ arguments: bound, span }: LoaderValue): { steps: Step[]; split: Sampled['split'] } {
  const steps: Step[] = []
  const given = argumentValue(bound, 'sampler', 'batch_sampler')
  const sampler = given?.kind === 'constant' && given.value === null ? undefined : given
  const known = sampler?.kind === 'sampler' ? sampler : undefined
  const split = known?.indices == null ? null : (arraysIn(known.indices)?.split ?? null)
  if (sampler !== undefined && ((known?.sampler === 'subset' && split === null) || known === undefined))
    steps.push({ kind: 'partition', name: 'sampler', span: sampler.span, removal: null })
  if (known?.sampler === 'weighted')
    steps.push({ kind: 'oversample', name: 'WeightedRandomSampler', span: known.span, removal: null })
  const shuffle = argument(bound, 'shuffle')
  const shuffles = sampler === undefined ? booleanOf(shuffle?.value) === true : known?.sampler !== 'ordered'
  if (shuffles) steps.push(shuffleStep('shuffle', shuffle?.span ?? span, undefined))
  const size = argument(bound, 'batch_size')
  const drop = argument(bound, 'drop_last')
  if (!(size?.value.kind === 'constant' && size.value.value === null))
    steps.push(batchStep('batch_size', size?.span ?? span, size, 1, drop))
  return { steps, split }
}

/** One batch of a loader as a loop sees it: the sample of its dataset, its image carrying all steps so far. */
export function batchOf(loader: LoaderValue, machine: Machine): Value {
  const stream = streamOfLoader(loader, machine)
  const steps = stream.steps.map(({ step }) => step)
  const sample = sampleOf(loader.dataset, machine)
  const { origin, source, split, span } = stream
  const batch = (image: TensorValue): TensorValue => ({
    ...image,
    steps,
    fixed: [],
    of: { origin, source, split, loader },
  })
  if (imageOf(sample) !== undefined) return withImage(sample, batch)
  const image = batch(imageTensor(span))
  return { kind: 'list', items: [image, { ...image, image: false }], complete: true, span }
}

/** The loader that a value was drawn from, if any. */
export function loaderOf(value: Value): LoaderValue | undefined {
  if (value.kind === 'tensor') return value.of?.loader
  if (value.kind === 'list') return value.items.map(loaderOf).find((one) => one !== undefined)
  if (value.kind === 'dict')
    return [...value.entries.values()].map((entry) => loaderOf(entry.value)).find((one) => one !== undefined)
  return undefined
}

/** The batch as the model gets it: steps done to it in the loop become steps of the stream. */
export function streamOfBatch(image: TensorValue, machine: Machine): StreamValue | null {
  const { of } = image
  return of?.loader === undefined ? null : streamFrom(of.loader, of, image.steps, machine)
}
