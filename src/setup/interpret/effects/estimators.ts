import type { Split } from '../../../model/pipeline.ts'
import type { Meaning } from '../../frameworks/table.ts'
import { bind } from '../arguments.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { argument } from '../read-value.ts'
import type { StreamValue } from '../values/data.ts'
import type { ModelValue } from '../values/networks.ts'
import { unknown, type Value } from '../values/value.ts'
import { behindTrunk, featuresIn } from './features.ts'
import { toStream } from './fit-data.ts'
import { emptyTensor } from './layers.ts'
import { nameData } from './training.ts'

/** `SVC()`, `GridSearchCV(SVC(), grid)`. */
export const makeEstimator = ({ span, written: name }: LibraryCall): Value => ({
  kind: 'estimator',
  name,
  span,
})

/**
 * A classifier of scikit-learn is measured on images, or on what a pretrained trunk made of them: `clf.score(X, y)`,
 * `clf.predict(X)`, `cross_val_score(clf, X, y)`. Other samples are no matter of ours.
 */
export function measureEstimator(
  call: LibraryCall,
  { folds }: Extract<Meaning, { kind: 'estimator-score' }>,
  machine: Machine,
): Value {
  const { span } = call
  const data = argument(bind(call.row, call.arguments), 'X')
  if (data === undefined || !isOfImages(data.value)) return unknown(span)
  const stream = toStream(data.value, machine)
  if (stream === null) return unknown(span)
  nameData(stream, folds ? null : (call.arguments.positional[0]?.node ?? null), machine)
  const measured = folds ? machine.record.addStream(inFolds(stream, call), stream) : stream
  machine.record.uses.push({ stream: measured, how: 'evaluate', span })
  return unknown(span)
}

/** `clf.fit(features, labels)`: what it learns from a pretrained trunk makes it the head of that trunk. */
export function fitEstimator(call: LibraryCall, machine: Machine): Value {
  const { span, receiver } = call
  const data = argument(bind(call.row, call.arguments), 'X')?.value
  const features = featuresIn(data)
  const train = features === undefined ? null : toStream(data, machine)
  if (train === null) return receiver ?? unknown(span)
  const { record } = machine
  const model: ModelValue = {
    kind: 'model',
    id: `model-${record.models.length + 1}`,
    tensor: emptyTensor(span, true),
    sequential: false,
    compiled: null,
    span,
  }
  record.models.push(model)
  behindTrunk(model, features, machine)
  nameData(train, call.arguments.positional[0]?.node ?? null, machine)
  record.fits.push({
    model,
    train,
    validation: null,
    arguments: { values: new Map(), complete: true, rest: [] },
    compiled: null,
    order: record.next(),
    span,
  })
  return receiver ?? unknown(span)
}

const isOfImages = (value: Value): boolean =>
  value.kind === 'arrays' &&
  (value.features !== undefined || value.steps.some(({ kind }) => kind === 'decode'))

/** Each fold is held out of the others, in the order in which the samples come. */
function inFolds(stream: StreamValue, { span }: LibraryCall): StreamValue {
  const split: Split = {
    kind: 'sklearn',
    fraction: { from: 'unknown', value: null },
    seed: { from: 'default', value: null },
    shuffle: { from: 'default', value: false },
    stratify: { from: 'unknown', value: null },
    side: 'validation',
    position: stream.steps.length,
    span,
  }
  return { ...stream, split: stream.split ?? split }
}
