import type { Step } from '../../../model/pipeline.ts'
import type { Span } from '../../../model/span.ts'
import { backboneOfPath } from '../../frameworks/saved-models.ts'
import type { Meaning } from '../../frameworks/table.ts'
import type { Expression } from '../../program.ts'
import { bind, givenValues } from '../arguments.ts'
import { pathOf } from '../containers.ts'
import type { Evaluated, LibraryCall, Machine } from '../machine.ts'
import { argument, argumentValue, booleanOf, stringOf } from '../read-value.ts'
import { learn, mayHaveLearned, newStatistics } from '../statistics.ts'
import type { TensorValue } from '../values/data.ts'
import type { BackboneValue, LayerValue, ModelTensorValue, ModelValue } from '../values/networks.ts'
import type { Bound, Value } from '../values/value.ts'
import { ownScaling, scalingOf } from './own-scaling.ts'
import { stepOf } from './tensors.ts'

/** A layer object; it acts when it is called or put into a model. */
export function makeLayer(call: LibraryCall, machine: Machine): Value {
  const { row, span, written: name } = call
  const bound = bind(row, call.arguments)
  const layer: LayerValue = { kind: 'layer', row, name, arguments: bound, ...doneBy(bound, machine), span }
  if (row.meaning.kind !== 'layer' || row.meaning.effect?.does !== 'fitted') return layer
  const statistics = newStatistics(call.span, machine.record)
  if (bound.values.has('mean') && bound.values.has('variance')) learn(statistics, undefined, span)
  else if (!bound.complete) mayHaveLearned(statistics, span)
  return { ...layer, statistics }
}

/** `Lambda(preprocess_input)`, `Lambda(lambda x: x / 255)`: what the function does to the input of a model. */
function doneBy(bound: Bound, machine: Machine): Pick<LayerValue, 'does'> {
  const { value: applied, span } = argument(bound, 'function') ?? {}
  if (span === undefined || (applied?.kind !== 'function' && applied?.kind !== 'symbol')) return {}
  const input = givenValues([{ value: emptyTensor(span, true), span }])
  const output = machine.callValue(applied, input, span)
  const plain = output.kind === 'model-tensor' && output.complete && output.backbone === null
  return plain && output.head.length === 0 ? { does: output.inputSteps } : {}
}

/** A pretrained network of the framework's collection. */
export function makeBackbone(
  call: LibraryCall,
  meaning: Extract<Meaning, { kind: 'backbone' }>,
  machine: Machine,
): Value {
  const bound = bind(call.row, call.arguments)
  return {
    kind: 'backbone',
    name: meaning.backbone,
    module: meaning.module,
    ...scalingOf(call, meaning, bound, machine),
    weights: argumentValue(bound, 'weights') ?? null,
    defaultWeights: meaning.defaultWeights,
    arguments: bound,
    span: call.span,
  }
}

/** A saved model is taken for a backbone when its path names one. */
export function loadModel(
  call: LibraryCall,
  meaning: Extract<Meaning, { kind: 'load-model' }>,
  machine: Machine,
): Value {
  const bound = bind(call.row, call.arguments)
  const weights = argumentValue(bound, call.row.parameters[0] ?? 'path') ?? null
  const path = weights === null ? undefined : (stringOf(weights) ?? stringOf(pathOf(weights)))
  const known = meaning.namesBackbone ? backboneOfPath(path ?? '') : null
  if (known !== null) {
    return {
      kind: 'backbone',
      ...known,
      weights,
      defaultWeights: null,
      arguments: bound,
      scaling: ownScaling(call, known, machine),
      span: call.span,
    }
  }
  const model: ModelValue = {
    kind: 'model',
    id: `model-${machine.record.models.length + 1}`,
    tensor: emptyTensor(call.span, false),
    sequential: false,
    compiled: null,
    span: call.span,
  }
  machine.record.models.push(model)
  return model
}

/** `base.get_layer('mixed7')`: which one of the layers it is, the name does not tell us. */
export function layerByName(call: LibraryCall): Value {
  const { receiver, span } = call
  if (receiver?.kind !== 'backbone' && receiver?.kind !== 'model') return { kind: 'unknown', span }
  const somewhere: Value = { kind: 'unknown', span }
  return { kind: 'layers', of: receiver, from: somewhere, to: somewhere, single: true, span }
}

/** The start of a model. */
export const modelInput = (call: LibraryCall): Value => emptyTensor(call.span, true)

export const emptyTensor = (span: Span, complete: boolean): ModelTensorValue => ({
  kind: 'model-tensor',
  inputSteps: [],
  backbone: null,
  head: [],
  complete,
  span,
})

/** `layer(x)`, `base(x, training=False)`, `model(x)`: what comes out. */
export function callLayer(
  layer: LayerValue | BackboneValue | ModelValue,
  given: Evaluated,
  span: Span,
): Value {
  const [first] = given.positional
  const input = first?.value.kind === 'list' ? first.value.items[0] : first?.value
  const training = trainingOf(given)
  if (input?.kind === 'tensor') return onImage(layer, input, training, span)
  if (input?.kind === 'stream' || input?.kind === 'arrays') return input
  if (input?.kind !== 'model-tensor')
    return input?.kind === 'unknown' ? { ...input, span } : { kind: 'unknown', span }
  return onModelTensor(layer, input, { training, argument: first?.node ?? null }, span)
}

const trainingOf = (given: Evaluated): Value | null => {
  const named = given.keyword.get('training')?.value
  if (named !== undefined) return named
  const options = given.positional[1]?.value
  return options?.kind === 'dict' ? (options.entries.get('training')?.value ?? null) : null
}

const stepPlace = ({ name: written, span, statistics }: LayerValue) => ({
  written,
  span,
  ...(statistics === undefined ? {} : { statistics }),
})

/** A layer's part in a model: a step of the input before the backbone, a layer of the head behind it. */
export function onModelTensor(
  layer: LayerValue | BackboneValue | ModelValue,
  input: ModelTensorValue,
  how: { training: Value | null; argument: Expression | null },
  span: Span,
): ModelTensorValue {
  if (layer.kind === 'backbone') {
    const backbone = { value: layer, training: how.training, argument: how.argument }
    return { ...input, backbone, complete: input.complete && input.backbone === null, span }
  }
  if (layer.kind === 'model') {
    const inner = layer.tensor
    const own = inner.inputSteps.map((step) => inMode(step, how.training, span))
    const inputSteps = input.backbone === null ? [...input.inputSteps, ...own] : input.inputSteps
    const backbone =
      input.backbone ??
      (inner.backbone && { ...inner.backbone, training: how.training ?? inner.backbone.training })
    const complete = input.complete && inner.complete
    return { ...input, inputSteps, backbone, head: [...input.head, ...inner.head], complete, span }
  }
  if (layer.does !== undefined && input.backbone === null)
    return { ...input, inputSteps: [...input.inputSteps, ...layer.does], span }
  const effect = layer.row.meaning.kind === 'layer' ? layer.row.meaning.effect : undefined
  const step = effect === undefined ? null : stepOf(effect, stepPlace(layer), layer.arguments)
  if (step !== null && input.backbone === null)
    return { ...input, inputSteps: [...input.inputSteps, inMode(step, how.training, span)], span }
  if (effect !== undefined && input.backbone === null) return { ...input, span }
  return { ...input, head: [...input.head, { layer, span: layer.span }], span }
}

/** What a call inside a model says stays with it: `training=True` also holds when the model is evaluated. */
const inMode = (step: Step, training: Value | null, call: Span): Step =>
  step.kind === 'random-transform' && booleanOf(training ?? undefined) === true
    ? { ...step, always: call }
    : step

/**
 * A layer or model applied to images in a data pipeline. Random layers act unless `training=False` is given: their
 * `call` has `training=True` as default (https://keras.io/api/layers/preprocessing_layers/image_augmentation/).
 */
function onImage(
  layer: LayerValue | BackboneValue | ModelValue,
  image: TensorValue,
  training: Value | null,
  span: Span,
): Value {
  if (!image.image) return image
  const active = booleanOf(training ?? undefined) !== false
  if (layer.kind === 'model') {
    if (layer.tensor.backbone !== null || layer.tensor.head.length > 0) return { kind: 'unknown', span }
    const steps = layer.tensor.inputSteps.filter((step) => active || step.kind !== 'random-transform')
    return { ...image, steps: [...image.steps, ...steps], span }
  }
  if (layer.kind === 'backbone') return { kind: 'unknown', span }
  if (layer.does !== undefined) return { ...image, steps: [...image.steps, ...layer.does], span }
  const effect = layer.row.meaning.kind === 'layer' ? layer.row.meaning.effect : undefined
  if (effect === undefined)
    return {
      ...image,
      steps: [...image.steps, { kind: 'opaque', name: layer.name, span, removal: null }],
      span,
    }
  if (effect.does === 'random') {
    if (!active) return image
  }
  const step = stepOf(effect, stepPlace(layer), layer.arguments)
  return step === null ? image : { ...image, steps: [...image.steps, step], span }
}
