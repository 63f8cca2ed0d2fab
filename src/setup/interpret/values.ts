import type { FileExpression } from '../../model/file-expression.ts'
import type { Edit } from '../../model/fix.ts'
import type { Origin, Pipeline, Split, Statistics, Step } from '../../model/pipeline.ts'
import type { Span } from '../../model/span.ts'
import type { Row, TensorEffect, Wanted } from '../frameworks/table.ts'
import type { Expression } from '../program.ts'

/** Where names are looked up and written. */
export interface Scope {
  /** The variables of this scope alone. */
  readonly variables: Map<string, Value>
  read(name: string): Value | undefined
  write(name: string, value: Value): void
  /** Writes to the nearest scope that has the name, the module's if none has. */
  overwrite(name: string, value: Value): void
  /** The variables as they are now, to come back to after a branch. */
  snapshot(): Map<string, Value>
  restore(variables: ReadonlyMap<string, Value>): void
}

/** Arguments of a call, evaluated. */
export interface Given {
  positional: { value: Value; node: Expression; span: Span }[]
  keyword: Map<string, { value: Value; node: Expression | null; span: Span }>
  /** False when a spread could not be opened. */
  complete: boolean
}

export type FunctionNode = Extract<Expression, { kind: 'function' }>

/** What the abstract interpreter computes with. Values are immutable but for lists, dicts, instances and models. */
export type Value =
  | UnknownValue
  | { kind: 'constant'; value: string | number | boolean | null; span: Span }
  | ListValue
  | DictValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  /** A name of a library, e.g. `keras.layers`; calling it looks up the framework tables. */
  | { kind: 'symbol'; path: string; span: Span }
  /** A method of a value that the interpreter made, looked up in the tables as `Type.name`. */
  | { kind: 'method'; receiver: Value; receiverNode: Expression; name: string; span: Span }
  | TensorValue
  | StreamValue
  | AugmenterValue
  | LayerValue
  | BackboneValue
  | ModelTensorValue
  | ModelValue
  | OptimizerValue
  | { kind: 'callback'; row: Row; name: string; arguments: Bound; span: Span }
  | LossValue
  | { kind: 'regularizer'; row: Row; arguments: Bound; span: Span }
  /** A function with some of its arguments: `partial(read, training=True)`. */
  | { kind: 'partial'; callee: Value; given: Given; span: Span }
  | { kind: 'parser'; fields: Map<string, Value>; span: Span }
  | ArraysValue
  | LayersValue
  | TorchValue
  | TransformerValue
  /** A classifier of scikit-learn's kind. */
  | { kind: 'estimator'; name: string; span: Span }

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

/** Not decidable. `origin` says why, for rules that must tell "cannot be seen" from "is not there". */
export interface UnknownValue {
  kind: 'unknown'
  span: Span
  /** A name that the program never defines; otherwise something that we do not follow. */
  undefined?: string
  /** What a caller that we do not see gives for the parameter of this name. */
  parameter?: string
  /** Drawn at random, by the call of this name. */
  random?: { name: string; span: Span }
  /** A file or folder that this value was read from. */
  path?: Value
  /** So many times the samples of a dataset; see `share`. */
  share?: Share
  /** Given at the prompt or by the environment (`process.argv[2]`): a default written beside it holds. */
  setting?: true
  trace?: Trace
  /** A mean or deviation of arrays of images. */
  learned?: Statistics
  /** Labels that come one class after the other. */
  ordered?: Span
  /** Labels, in this form. */
  labels?: NonNullable<Pipeline['labels']>
  /** A score on this dataset: what a loop over it adds up, and what is computed from that. */
  measured?: StreamValue
  /** What a call that is not followed made it of: as many samples, perhaps changed. */
  derived?: Value
  /** The name that `named_parameters()` gives. */
  parameterName?: true
  /** Assigned by the loop that reads it (a flag that flips at some layer): differs from round to round. */
  varies?: true
}

/** What a value was computed from: how many samples a dataset has, predictions on it, or its labels. */
export interface Trace {
  what: 'count' | 'predictions' | 'labels'
  /** `sampleKey` of the dataset. */
  of: string
  /** Labels that were gathered in a pass over the dataset, not read in the order of its files. */
  iterated?: true
  span: Span
}

export interface ListValue {
  kind: 'list'
  items: Value[]
  /** The dataset whose batches it lists, beside other things: `enumerate(train_ds)`. */
  batches?: StreamValue
  /** How many rounds a loop over it takes: of `range(epochs)`. */
  count?: Value
  /** Labels that were put into it one class after the other: where. */
  ordered?: Span
  /** What the generator function that yields it was given. */
  given?: readonly Value[]
  /** False when there may be other items. */
  complete: boolean
  span: Span
}

export interface DictValue {
  kind: 'dict'
  entries: Map<string, { value: Value; span: Span }>
  complete: boolean
  /** The optimizer whose group of parameters it is. */
  groupOf?: OptimizerValue
  /** How many undecided branches deep it was made; 0 when absent. */
  undecided?: number
  span: Span
}

export interface FunctionValue {
  kind: 'function'
  node: FunctionNode
  scope: Scope
  self: Value | null
  /** A member that is not bound to the instance as usual: see Python's decorators of these names. */
  binding?: Binding
  span: Span
}

export type Binding = 'static' | 'class' | 'property'

export interface ClassValue {
  kind: 'class'
  name: string
  bases: Value[]
  members: Map<string, Value>
  span: Span
}

export interface InstanceValue {
  kind: 'instance'
  class: ClassValue
  fields: Map<string, Value>
  /** The object itself, where this is how `super()` sees it. */
  behind?: InstanceValue
  span: Span
}

/** A pixel tensor (or, with `image` false, a label) on its way through a mapped function. */
export interface TensorValue {
  kind: 'tensor'
  image: boolean
  steps: Step[]
  /** Of deterministic transforms, which only chance makes random. */
  fixed: { name: string; span: Span }[]
  /** Folder or manifest that it was read from, where known. */
  path?: Value
  /** The dataset that it is a sample of. */
  of?: Sampled
  /** The one file that it was read from, as an expression. */
  file?: FileExpression
  trace?: Trace
  span: Span
}

/** A dataset: an ordered stream of samples. */
export interface StreamValue {
  kind: 'stream'
  framework: string
  origin: Origin
  /** Equal for all streams that were cut from one. */
  source: string
  split: Split | null
  /** Each with the call in the source that made it: calls shared by two roles cannot be edited for one. */
  steps: { step: Step; call: Span }[]
  /** One sample as a mapped function receives it; null when unknown. */
  element: Value | null
  /** Which files it holds, in which order, as an expression. */
  samples?: FileExpression
  /** Listed by name, class after class: where that is said. */
  sorted?: Span
  /** How a loader of folders gives labels, as long as nothing may have changed them. */
  labels?: NonNullable<Pipeline['labels']>
  generator?: NonNullable<Pipeline['generator']>
  /** The arrays or lists that it was made of: names for their number (`countsOf`). */
  counts?: readonly string[]
  span: Span
}

/** Keras' ImageDataGenerator: what it does to each image, with the call's arguments. */
export interface AugmenterValue {
  kind: 'augmenter'
  arguments: Bound
  call: Extract<Expression, { kind: 'call' }>
  statistics: Statistics
  span: Span
}

/** Something of scikit-learn that learns from data and then changes it: a scaler, PCA, an oversampler. */
export interface TransformerValue {
  kind: 'transformer'
  name: string
  /** Draws or makes up further samples. */
  resamples: boolean
  statistics: Statistics
  span: Span
}

/** Arrays that hold samples, e.g. one result of `train_test_split`. */
export interface ArraysValue {
  kind: 'arrays'
  source: string
  split: Split | null
  /** Steps applied before (scaling of whole arrays). */
  steps: Step[]
  path?: Value
  undefined?: string
  /** Some of the samples of `source` only, picked by an index. */
  part?: true
  /** What a pretrained trunk made of the images that `steps` are about. */
  features?: Features
  /** Of labels: their form. */
  labels?: NonNullable<Pipeline['labels']>
  /** As for a stream. */
  samples?: FileExpression
  span: Span
}

/** The trunk behind features, with what a model around it does to its input. */
export interface Features {
  backbone: BackboneValue
  inputSteps: Step[]
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
  batch?: TensorValue
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

/** Arguments by parameter name. */
export interface Bound {
  values: Map<string, { value: Value; span: Span }>
  /** False when there are arguments that could not be followed. */
  complete: boolean
  /** Positional arguments beyond the known parameters. */
  rest: { value: Value; span: Span }[]
}

export const unknown = (span: Span): UnknownValue => ({ kind: 'unknown', span })

/** Values that only PyTorch programs make. Datasets are mutable: all that share one see its transform change. */
export type TorchValue =
  | TransformValue
  | DatasetValue
  | LoaderValue
  | SamplerValue
  | GeneratorValue
  | ParametersValue
  | SubmoduleValue
  | { kind: 'gradients'; enabled: boolean | null; span: Span }
  | { kind: 'trainer'; arguments: Bound; span: Span }
  /** The Trainer of transformers. */
  | { kind: 'hub-trainer'; arguments: Bound; span: Span }

/** Changes each image that it is called with. */
export interface TransformValue {
  kind: 'transform'
  name: string
  does:
    | { kind: 'effect'; effect: TensorEffect; arguments: Bound }
    | { kind: 'parts'; parts: ListValue; random: boolean }
    | { kind: 'preset'; wants: Wanted | null; training: boolean | null }
  /** Edits that take it out of the list in which it is written. */
  removal: Edit[] | null
  span: Span
}

/** What a sample is a sample of. */
export interface Sampled {
  origin: Origin
  /** Equal for all samples of one set of files. */
  source: string
  split: Split | null
  /** The loader whose batch it is, once it has gone through one. */
  loader?: LoaderValue
}

export interface DatasetValue {
  kind: 'dataset'
  name: string
  origin: Origin
  source: string
  /** Mutable: `dataset.transform = ...`. */
  transform: Value | null
  /** The dataset that this is a part of, or that it wraps. */
  base: Value | null
  split: Split | null
  /** False when only some, unknown samples of the base are in it. */
  whole: boolean
  /** Its samples are dicts of columns, and its transform is given several of them at once. */
  columns?: true
  span: Span
}

export interface LoaderValue {
  kind: 'loader'
  dataset: Value
  arguments: Bound
  span: Span
}

export interface SamplerValue {
  kind: 'sampler'
  sampler: 'random' | 'ordered' | 'subset' | 'weighted'
  indices: Value | null
  span: Span
}

/** `torch.Generator()`; mutable: draws advance it. */
export interface GeneratorValue {
  kind: 'generator'
  /** null: never seeded. */
  seed: Value | null
  draws: number
  span: Span
}

/** `module.parameters()`, also one of them as a loop sees it. */
export interface ParametersValue {
  kind: 'parameters'
  of: ModelValue | InstanceValue | LayerValue | LayersValue | SubmoduleValue
  /** Only those that require gradients when they are listed. */
  filtered: boolean
  /** Some, by a test that is not followed. */
  some: boolean
  /** How many undecided branches deep they were listed. */
  undecided: number
  span: Span
}

/** A part of a network by its attribute: `model.layer4`. */
export interface SubmoduleValue {
  kind: 'submodule'
  of: ModelValue
  part: 'head' | 'trunk' | 'some'
  span: Span
}

/** `int(0.8 * len(dataset))`, or with `rest` what is left of the dataset without that. */
export interface Share {
  of: Value
  times: number
  rest: boolean
}
