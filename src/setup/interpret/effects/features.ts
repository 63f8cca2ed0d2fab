import type { Span } from '../../../model/span.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { placeOf } from '../statistics.ts'
import type { ArraysValue, Features } from '../values/data.ts'
import type { LayerValue, ModelTensorValue, ModelValue } from '../values/networks.ts'
import type { Value } from '../values/value.ts'
import { emptyTensor } from './layers.ts'

/** Layers that a trunk may end with and still give features. */
const plainEnds = new Set(['pooling', 'flatten'])

/**
 * `base.predict(images)`: what a pretrained trunk makes of images, as arrays that have come the way of these images and
 * remember the trunk. Undefined where it is no trunk, or no images that we know of.
 */
export function featuresOf(
  call: LibraryCall,
  images: Value | undefined,
  machine: Machine,
): Value | undefined {
  const trunk = trunkOf(call.receiver)
  if (trunk === null || images === undefined) return undefined
  const { backbone, inputSteps } = trunk
  if (backbone === null) return undefined
  const made = { features: { backbone: backbone.value, inputSteps }, span: call.span }
  if (images.kind === 'arrays') return { ...images, ...made }
  if (images.kind === 'tensor' && images.image) {
    const path = images.path === undefined ? {} : { path: images.path }
    const source = machine.record.sourceAt(placeOf(call.span))
    return { kind: 'arrays', source, split: null, steps: images.steps, ...path, ...made }
  }
  if (images.kind !== 'stream') return undefined
  const steps = images.steps.map(({ step }) => step).filter(({ kind }) => kind !== 'batch')
  return { kind: 'arrays', source: images.source, split: images.split, steps, ...made }
}

function trunkOf(value: Value | null): ModelTensorValue | null {
  if (value?.kind === 'backbone')
    return { ...emptyTensor(value.span, true), backbone: { value, training: null, argument: null } }
  if (value?.kind !== 'model' || value.torch !== undefined) return null
  const { head } = value.tensor
  return head.every(({ layer }) => endsTrunk(layer)) ? value.tensor : null
}

function endsTrunk({ row: { meaning } }: LayerValue): boolean {
  return (meaning.kind === 'layer' || meaning.kind === 'layer-call') && plainEnds.has(meaning.layer)
}

/**
 * A list of what a pretrained trunk made of each image or batch, as one array of features; undefined for any other
 * list. PyTorch's trunk may end in a layer that does nothing in the place of its classifier.
 */
export function featuresOfEach(value: Value, span: Span, machine: Machine): ArraysValue | undefined {
  if (value.kind !== 'list' || value.items.length !== 1) return undefined
  const [one] = value.items
  const source = machine.record.sourceAt(placeOf(span))
  if (one?.kind === 'arrays') return one.features === undefined ? undefined : { ...one, source, span }
  if (one?.kind !== 'model-tensor' || one.backbone === null || one.batch === undefined) return undefined
  const ends = one.head.every(({ layer }) => endsTrunk(layer) || /Identity$/.test(layer.name))
  if (!ends || !one.complete) return undefined
  const { steps, of } = one.batch
  return {
    kind: 'arrays',
    source: of?.source ?? source,
    split: of?.split ?? null,
    steps: steps.filter(({ kind }) => kind !== 'batch' && kind !== 'shuffle'),
    features: { backbone: one.backbone.value, inputSteps: one.inputSteps },
    span,
  }
}

export function featuresIn(value: Value | undefined): Features | undefined {
  if (value?.kind === 'arrays') return value.features
  return value?.kind === 'list' ? value.items.map(featuresIn).find((one) => one !== undefined) : undefined
}

/** A model that learns from features is the head of their trunk, which stays as it is. */
export function behindTrunk(model: ModelValue, features: Features | undefined, machine: Machine): void {
  if (features === undefined || model.tensor.backbone !== null) return
  const { backbone: value, inputSteps } = features
  const { span } = value
  const training: Value = { kind: 'constant', value: false, span }
  model.tensor = { ...model.tensor, backbone: { value, training, argument: null }, inputSteps }
  machine.record.trainable.push({
    of: value,
    change: { value: { from: 'default', value: false }, target: 'backbone', order: 0, span },
  })
}
