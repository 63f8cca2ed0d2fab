import type { Origin, Split } from '../../../model/pipeline.ts'
import type { Span } from '../../../model/span.ts'
import { givenValues } from '../arguments.ts'
import { member } from '../attributes.ts'
import { pathOf } from '../containers.ts'
import { heldOut, samplesOf } from '../files/samples.ts'
import type { Machine } from '../machine.ts'
import { numberOf, readValue } from '../read-value.ts'
import { placeOf } from '../statistics.ts'
import { countsOf } from '../traces.ts'
import type { StreamValue } from '../values/data.ts'
import type { InstanceValue } from '../values/program.ts'
import { unknown, type Value } from '../values/value.ts'
import { arraysIn, folderOrigin, imageOf } from './sources.ts'

/** Whatever `fit` is given, as a stream; null for what holds no samples. */
export function toStream(value: Value | undefined, machine: Machine): StreamValue | null {
  if (value === undefined || value.kind === 'constant') return null
  if (value.kind === 'stream') return value
  if (value.kind === 'instance') return streamOfSequence(value, machine)
  const samples = samplesOf(value, machine)
  const made = streamOf(value)
  const given = value.kind === 'list' ? value.given : undefined
  // Each call of a generator function goes over what it is given.
  const own = given !== undefined && made.origin.kind === 'unknown' ? { source: placeOf(value.span) } : {}
  const counts = countsOf(given ?? [], machine.record)
  return machine.record.addStream({ ...made, ...own, ...(samples && { samples }), counts }, null)
}

/** `keras.utils.Sequence` of the program: one batch, as its `__getitem__` makes it, stands for all. */
function streamOfSequence(sequence: InstanceValue, machine: Machine): StreamValue {
  const { sequences } = machine.record
  const known = sequences.get(sequence)
  if (known !== undefined) return known
  const { span } = sequence
  const read = member(sequence.class, '__getitem__', sequence, machine)
  const index = givenValues([{ value: unknown(span), span }])
  const batch = read?.kind === 'function' ? machine.callFunction(read, index, span) : unknown(span)
  const made = { ...streamOf(batch), source: machine.record.sourceAt(placeOf(span)), span }
  // Transforms that several datasets are given are made in one place.
  const steps = made.steps.map(({ step }) => ({ step, call: step.span }))
  const counts = countsOf([...sequence.fields.values()], machine.record)
  const stream = machine.record.addStream({ ...made, steps, counts }, null)
  sequences.set(sequence, stream)
  return stream
}

/** A dataset of the images that a value holds, as far as we know them. */
export function streamOf(value: Value): StreamValue {
  const { span } = value
  const base = { kind: 'stream' as const, framework: '', split: null, steps: [], element: null, span }
  const arrays = arraysIn(value)
  if (arrays !== undefined) {
    const steps = arrays.steps.map((step) => ({ step, call: span }))
    return {
      ...base,
      origin: namedOrigin(arrays.undefined, 'arrays', span),
      source: arrays.source,
      split: arrays.split,
      steps,
    }
  }
  const image = imageOf(value)
  if (image !== undefined) {
    const steps = image.steps.map((step) => ({ step, call: span }))
    return { ...base, origin: folderOrigin(pathOf(image), span), source: placeOf(image.span), steps }
  }
  const first = value.kind === 'list' ? value.items[0] : value
  const { undefined: name, parameter } = first?.kind === 'unknown' ? first : {}
  const origin: Origin =
    parameter === undefined ? namedOrigin(name, 'unknown', span) : { kind: 'unknown', parameter, span }
  return { ...base, origin, source: placeOf(first?.span ?? span) }
}

const namedOrigin = (name: string | undefined, otherwise: 'arrays' | 'unknown', span: Span): Origin =>
  name === undefined ? { kind: otherwise, span } : { kind: 'undefined', name, span }

/**
 * `validation_split=0.2`: Keras and TensorFlow.js hold the last share of the arrays back, before they shuffle
 * (https://keras.io/api/models/model_training_apis/#fit-method, tfjs-layers/src/engine/training.ts). Null when
 * nothing is held back.
 */
export function holdOut(
  data: StreamValue | null,
  share: { value: Value; span: Span } | undefined,
  machine: Machine,
): { train: StreamValue; validation: StreamValue } | null {
  if (data === null || share === undefined || (share.value.kind === 'constant' && !share.value.value))
    return null
  const side = (name: 'train' | 'validation') => {
    const split: Split = {
      kind: 'fit-validation-split',
      fraction: readValue(share, numberOf),
      seed: { from: 'default', value: null },
      shuffle: { from: 'default', value: false },
      stratify: { from: 'default', value: false },
      side: name,
      position: data.steps.length,
      span: share.span,
    }
    const samples = data.samples && heldOut(data.samples, machine.record.files.of(share.value), name)
    return machine.record.addStream({ ...data, split, ...(samples && { samples }) }, data)
  }
  return { train: side('train'), validation: side('validation') }
}
