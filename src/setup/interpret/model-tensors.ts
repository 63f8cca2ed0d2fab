import type { Step } from '../../model/pipeline.ts'
import type { Span } from '../../model/span.ts'
import { opaqueStep } from './join.ts'
import type { ModelTensorValue } from './values/networks.ts'
import type { Value } from './values/value.ts'

/** One more step of what a model does to its input; behind the backbone it is none. */
export const withInputStep = (tensor: ModelTensorValue, step: Step): ModelTensorValue =>
  tensor.backbone === null ? { ...tensor, inputSteps: [...tensor.inputSteps, step] } : tensor

/** What comes out of a layer or function that no table knows: the model goes on, but we cannot tell all of it. */
export const behindUnknown = (tensor: ModelTensorValue, name: string, span: Span): ModelTensorValue => ({
  ...withInputStep(tensor, opaqueStep(name, span)),
  complete: false,
  span,
})

/** The symbolic tensor among the values of a call, lists of tensors opened; one with a backbone before others. */
export function modelTensorIn(values: readonly Value[]): ModelTensorValue | undefined {
  const found = values
    .flatMap((value) => (value.kind === 'list' ? value.items : [value]))
    .filter((value) => value.kind === 'model-tensor')
  return found.find((one) => one.backbone !== null) ?? found[0]
}
