import type { LibraryCall, Machine } from '../machine.ts'
import { placeOf } from '../statistics.ts'
import type { Features, ModelTensorValue, ModelValue, Value } from '../values.ts'
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
  return head.every(
    ({ layer }) => layer.row.meaning.kind === 'layer' && plainEnds.has(layer.row.meaning.layer),
  )
    ? value.tensor
    : null
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
