import type { FileExpression } from '../../../model/file-expression.ts'
import type { Origin, Pipeline, Split, Statistics, Step } from '../../../model/pipeline.ts'
import type { Span } from '../../../model/span.ts'
import type { Expression } from '../../program.ts'
import type { BackboneValue } from './networks.ts'
import type { Bound, Kinds, Trace, Value } from './value.ts'

/** Images and labels on their way into training: tensors, datasets, arrays. */
declare module './value.ts' {
  interface Kinds {
    tensor: TensorValue
    stream: StreamValue
    augmenter: AugmenterValue
    transformer: TransformerValue
    arrays: ArraysValue
    /** A classifier of scikit-learn's kind. */
    estimator: { kind: 'estimator'; name: string; span: Span }
  }
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

/** What a sample is a sample of. */
export interface Sampled {
  origin: Origin
  /** Equal for all samples of one set of files. */
  source: string
  split: Split | null
  /** The loader whose batch it is, once it has gone through one. */
  loader?: Kinds['loader']
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
