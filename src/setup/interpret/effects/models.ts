import type { Span } from '../../../model/span.ts'
import { bind } from '../arguments.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { argumentValue } from '../read-value.ts'
import type { ModelTensorValue, ModelValue } from '../values/networks.ts'
import type { Value } from '../values/value.ts'
import { emptyTensor, onModelTensor } from './layers.ts'

/** `Model(inputs, outputs)` or `Sequential([...])`; `model.add(layer)` extends the latter. */
export function makeModel(call: LibraryCall, how: 'functional' | 'sequential', machine: Machine): Value {
  const bound = bind(call.row, call.arguments)
  const tensor =
    how === 'functional'
      ? outputOf(argumentValue(bound, 'outputs', 'output'), call.span)
      : sequence(argumentValue(bound, 'layers'), call.span)
  const backbone = cutBackbone(argumentValue(bound, 'outputs'))
  if (how === 'functional' && backbone !== null) return backbone
  const model: ModelValue = {
    kind: 'model',
    id: `model-${machine.record.models.length + 1}`,
    tensor,
    sequential: how === 'sequential',
    compiled: null,
    span: call.span,
  }
  machine.record.models.push(model)
  return model
}

/** A model that only cuts a backbone at one of its layers is that backbone. */
function cutBackbone(output: Value | undefined): Value | null {
  if (output?.kind !== 'model-tensor' || output.backbone === null || output.head.length > 0) return null
  return output.backbone.argument === null && output.inputSteps.length === 0 ? output.backbone.value : null
}

function outputOf(output: Value | undefined, span: Span): ModelTensorValue {
  const first = output?.kind === 'list' ? output.items[0] : output
  return first?.kind === 'model-tensor' ? first : emptyTensor(span, false)
}

function sequence(layers: Value | undefined, span: Span): ModelTensorValue {
  if (layers === undefined) return emptyTensor(span, true)
  if (layers.kind !== 'list') return emptyTensor(span, false)
  const start = emptyTensor(span, layers.complete)
  return layers.items.reduce<ModelTensorValue>((tensor, layer) => appended(tensor, layer, span), start)
}

/** A sequential model's tensor with one more layer. */
export function appended(tensor: ModelTensorValue, layer: Value, span: Span): ModelTensorValue {
  if (layer.kind === 'model-tensor') return tensor
  if (layer.kind === 'layer' || layer.kind === 'backbone' || layer.kind === 'model') {
    return onModelTensor(layer, tensor, { training: null, argument: null }, span)
  }
  return { ...tensor, complete: false }
}
