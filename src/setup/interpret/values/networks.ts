import type { Edit } from '../../../model/fix.ts'
import type { Statistics, Step } from '../../../model/pipeline.ts'
import type { Span } from '../../../model/span.ts'
import type { Row, Wanted } from '../../frameworks/table.ts'
import type { Expression } from '../../program.ts'
import type { Bound, Kinds, Value } from './value.ts'

/** Networks, their layers, and what they are compiled with. */
declare module './value.ts' {
  interface Kinds {
    layer: LayerValue
    backbone: BackboneValue
    'model-tensor': ModelTensorValue
    model: ModelValue
    layers: LayersValue
    optimizer: OptimizerValue
    loss: LossValue
    callback: { kind: 'callback'; row: Row; name: string; arguments: Bound; span: Span }
    regularizer: { kind: 'regularizer'; row: Row; arguments: Bound; span: Span }
  }
}

export interface LayerValue {
  kind: 'layer'
  row: Row
  name: string
  arguments: Bound
  /** Of a layer that learns its statistics from data. */
  statistics?: Statistics
  /** What the function of a Lambda layer does to images. */
  does?: Step[]
  span: Span
}

export interface BackboneValue {
  kind: 'backbone'
  name: string
  module: string
  wants: Wanted | null
  /** It was made without the layers that would scale inside. */
  bare?: true
  weights: Value | null
  defaultWeights: string | null
  arguments: Bound
  /** How its own scaling is called, for edits. */
  scaling: { call: string; imports: Edit[] } | null
  span: Span
}

/** A symbolic tensor inside a model: everything that lies between the input and it. */
export interface ModelTensorValue {
  kind: 'model-tensor'
  inputSteps: Step[]
  backbone: { value: BackboneValue; training: Value | null; argument: Expression | null } | null
  head: { layer: LayerValue; span: Span }[]
  complete: boolean
  /** PyTorch: the batch that was put in, where the model was called with one. */
  batch?: Kinds['tensor']
  span: Span
}

export interface ModelValue {
  kind: 'model'
  id: string
  tensor: ModelTensorValue
  sequential: boolean
  compiled: { arguments: Bound; span: Span; order: number; text?: string } | null
  /** Attribute that holds the classifier of a PyTorch network that can be given another; null for other modules. */
  torch?: { head: string | null; modal: boolean | null }
  span: Span
}

/** `model.layers` or a slice of it; also one layer of it, as a loop over it sees it. */
export interface LayersValue {
  kind: 'layers'
  of: BackboneValue | ModelValue
  /** null for an open end, as in `layers[:100]`. */
  from: Value | null
  to: Value | null
  single: boolean
  /** How many undecided branches deep the loop over them stands. */
  undecided?: number
  span: Span
}

export interface OptimizerValue {
  kind: 'optimizer'
  name: string
  rate: Value | null
  defaultRate: number | null
  arguments: Bound
  /** When it was made. */
  order: number
  span: Span
}

export interface LossValue {
  kind: 'loss'
  name: string
  arguments: Bound
  span: Span
}
