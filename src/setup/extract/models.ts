import type { Edit } from '../../model/fix.ts'
import type { Backbone, HeadLayer, ModelFacts } from '../../model/network.ts'
import type { Span } from '../../model/span.ts'
import { argument, booleanOf, numberOf, readValue, stringOf } from '../interpret/read-value.ts'
import type { FitRecord, Recorder } from '../interpret/recorder.ts'
import type { BackboneValue, LayerValue, ModelTensorValue, ModelValue } from '../interpret/values/networks.ts'
import type { Value } from '../interpret/values/value.ts'
import type { Expression } from '../program.ts'
import { penaltyOf } from './regularizers.ts'

/** A model as the rules see it: backbone, what it does to its input, head, and what is trainable when. */
export function describeModel(model: ModelValue, fits: readonly FitRecord[], record: Recorder): ModelFacts {
  const { tensor } = model
  const owners = new Set<Value>([model, ...(tensor.backbone === null ? [] : [tensor.backbone.value])])
  const module = record.trace.moduleOf.get(model)
  if (module !== undefined) owners.add(module)
  const trained = fits.find((fit) => fit.model === model)?.order ?? Number.POSITIVE_INFINITY
  const loaded = record.weightsLoaded.some(({ of, order }) => owners.has(of) && order < trained)
  return {
    id: model.id,
    span: model.span,
    backbone: tensor.backbone === null ? null : describeBackbone(tensor.backbone, model, loaded),
    inputSteps: tensor.inputSteps,
    head: tensor.head.map(({ layer }) => describeLayer(layer)),
    trainable: record.trainable.filter((one) => owners.has(one.of)).map((one) => one.change),
    complete: tensor.complete,
  }
}

/** `loaded`: it was given other weights than those it was made with, before it was trained. */
function describeBackbone(
  placed: NonNullable<ModelTensorValue['backbone']>,
  { torch, tensor }: ModelValue,
  loaded: boolean,
): Backbone {
  const { value } = placed
  const weights = value.weights === null ? undefined : { value: value.weights }
  return {
    name: value.name,
    module: value.module,
    wants: value.wants === null ? null : { ...value.wants },
    ...(value.bare === undefined ? {} : { bare: value.bare }),
    weights: loaded
      ? { from: 'unknown', value: null }
      : readValue(weights, stringOrNull, value.defaultWeights),
    // PyTorch's networks come with a classifier, which is replaced, or made for other classes.
    includeTop: readValue(
      argument(value.arguments, 'include_top'),
      booleanOf,
      torch === undefined || (tensor.head.length === 0 && !value.arguments.values.has('num_classes')),
    ),
    inputShape: readValue(argument(value.arguments, 'input_shape'), shapeOf),
    training: readValue(placed.training === null ? undefined : { value: placed.training }, booleanOf, null),
    span: value.span,
    input: placed.argument === null || placed.argument.kind === 'unknown' ? null : placed.argument.span,
    insertPreprocess: insertPreprocess(value, placed.argument),
    ...(value.scaling === null ? {} : { scaling: value.scaling }),
  }
}

const stringOrNull = (value: Value) =>
  value.kind === 'constant' && value.value === null ? null : stringOf(value)

function shapeOf(value: Value): (number | null)[] | undefined {
  if (value.kind !== 'list' || !value.complete) return undefined
  const sides = value.items.map((item) =>
    item.kind === 'constant' && item.value === null ? null : numberOf(item),
  )
  return sides.every((side) => side !== undefined) ? sides : undefined
}

/** `base(inputs, ...)` -> `base(tf.keras.applications.inception_v3.preprocess_input(inputs), ...)`. */
function insertPreprocess({ scaling }: BackboneValue, argumentNode: Expression | null): Edit[] | null {
  if (argumentNode === null || argumentNode.kind === 'unknown' || scaling === null) return null
  const { span } = argumentNode
  const start: Span = { ...span, endLine: span.line, endColumn: span.column }
  const end: Span = { ...span, line: span.endLine, column: span.endColumn }
  return [
    ...scaling.imports,
    { op: 'edit', span: start, text: `${scaling.call}(` },
    { op: 'edit', span: end, text: ')' },
  ]
}

/** A layer as the rules see it. */
export function describeLayer(layer: LayerValue): HeadLayer {
  const { meaning } = layer.row
  const kind = meaning.kind === 'layer' || meaning.kind === 'layer-call' ? meaning.layer : 'other'
  const { arguments: bound } = layer
  const described: HeadLayer = { kind, name: layer.name, span: layer.span }
  if (kind === 'dense') {
    described.units = readValue(argument(bound, 'units', 'out_features'), numberOf)
    described.activation = readValue(argument(bound, 'activation'), activationName, null)
  }
  if (kind === 'activation')
    described.activation = readValue(argument(bound, 'activation'), activationName, lastName(layer.name))
  if (kind === 'dropout') described.rate = readValue(argument(bound, 'rate', 'p'), numberOf)
  return { ...described, ...penaltyOf(bound) }
}

/** `nn.LogSoftmax` and `F.log_softmax` are one. */
const lastName = (name: string) =>
  name
    .slice(name.lastIndexOf('.') + 1)
    .toLowerCase()
    .replaceAll('_', '')

/** `'softmax'`, None, or the last name of `tf.nn.softmax`. */
function activationName(value: Value): string | null | undefined {
  if (value.kind === 'symbol') return value.path.slice(value.path.lastIndexOf('.') + 1)
  return stringOrNull(value)
}
