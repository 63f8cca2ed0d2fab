import { z } from 'zod'
import { Edit } from './fix.ts'
import { Step, ValueRange } from './pipeline.ts'
import { read, Span } from './span.ts'

export const Backbone = z.object({
  /** Canonical Keras name, e.g. `InceptionV3`, `ResNet50`. */
  name: z.string(),
  /** Keras module of its `preprocess_input`, e.g. `inception_v3`. */
  module: z.string(),
  /** The pixel values that it wants at its input; `inside` when it scales 0..255 itself. null when not known. */
  wants: z.object({ range: ValueRange, channels: z.enum(['rgb', 'bgr']), inside: z.boolean() }).nullable(),
  /** Made without the layers that would scale 0..255 inside; its module's `preprocess_input` does nothing. */
  bare: z.literal(true).exactOptional(),
  /** `imagenet`, a path, or null for random weights. */
  weights: read(z.string().nullable()),
  includeTop: read(z.boolean()),
  /** [height, width, channels]. */
  inputShape: read(z.array(z.number().nullable())),
  /** How the backbone is called inside the model: decides whether batch norm uses batch statistics. */
  training: read(z.boolean().nullable()),
  span: Span,
  /**
   * The tensor that the backbone is called on as one layer of the model (`base(x)`); null when the model is made of
   * the backbone's own layers (`Model(base.input, ...)`), in a sequential model, or where the call is not clear.
   */
  input: Span.nullable(),
  /**
   * Edit that makes the model scale its own input rightly (e.g. wraps the tensor given to the backbone in the
   * backbone's `preprocess_input`); null when the place is not clear.
   */
  insertPreprocess: z.array(Edit).nullable(),
  /** What the code can call with an image so that it is scaled rightly, and the edits that import it. */
  scaling: z.object({ call: z.string(), imports: z.array(Edit) }).exactOptional(),
})
export type Backbone = z.infer<typeof Backbone>

export const HeadLayer = z.object({
  kind: z.enum(['pooling', 'flatten', 'dense', 'dropout', 'batch-norm', 'activation', 'other']),
  name: z.string(),
  span: Span,
  units: read(z.number()).exactOptional(),
  activation: read(z.string().nullable()).exactOptional(),
  /** Dropout: share of units dropped, 0..1. */
  rate: read(z.number()).exactOptional(),
  /** Factors of a kernel regulariser, `l1 * sum(|w|) + l2 * sum(w ** 2)`: `l2` wherever there is one, `l1` where it is not 0. */
  l1: read(z.number()).exactOptional(),
  l2: read(z.number()).exactOptional(),
})
export type HeadLayer = z.infer<typeof HeadLayer>

/** `layer.trainable = value`, in program order (see `order`). */
export const TrainableChange = z.object({
  value: read(z.boolean()),
  /** `some`: layers of the trunk that a test picks; `other`: not known, or of the head. */
  target: z.enum(['backbone', 'model', 'layers', 'some', 'other']),
  /** For `layers`: [from, to) as sliced from `backbone.layers`, null for an open end; negative counts from the end. */
  from: read(z.number().nullable()).exactOptional(),
  to: read(z.number().nullable()).exactOptional(),
  order: z.int().nonnegative(),
  span: Span,
})
export type TrainableChange = z.infer<typeof TrainableChange>

export const ModelFacts = z.object({
  id: z.string(),
  span: Span,
  backbone: Backbone.nullable(),
  /** Steps that the model applies to its input itself (Rescaling, RandomFlip as layers, preprocess_input). */
  inputSteps: z.array(Step),
  head: z.array(HeadLayer),
  trainable: z.array(TrainableChange),
  /** False when parts of the model could not be followed: rules about absence stay silent. */
  complete: z.boolean(),
})
export type ModelFacts = z.infer<typeof ModelFacts>
