import { z } from 'zod'
import { FileExpression } from './file-expression.ts'
import { Edit } from './fix.ts'
import { read, Span } from './span.ts'

/** A closed interval of pixel values, e.g. [0, 255] as decoded or [-1, 1] as InceptionV3 wants. */
export const ValueRange = z.tuple([z.number(), z.number()])
export type ValueRange = z.infer<typeof ValueRange>

/** What a transform has learned from data before it is used. */
export const Statistics = z.object({
  /** Where the generator, layer or scaler that holds them is made: equal for all steps of one. */
  made: Span,
  /** Whether anything was learned or given at all (`datagen.fit(x)`, `Normalization.adapt`, `mean=...`). */
  fitted: read(z.boolean()),
  /** The `parent` of the samples that it was learned from, where these were all that had not been split yet. */
  from: z.string().nullable(),
})
export type Statistics = z.infer<typeof Statistics>

const stepBase = {
  /** The framework's name as the person wrote it, e.g. `RandomFlip`, `rotation_range`, `tf.image.random_brightness`. */
  name: z.string(),
  span: Span,
  /** Edits that take this step out of this one pipeline and leave others as they are; null when not known how. */
  removal: z.array(Edit).nullable(),
  /** Other places that do the same to other images of one array: each folder may be read in a loop of its own. */
  also: z.array(Span).exactOptional(),
}

/** One operation on the way from files to the model's input, in the order in which it is applied. */
export const Step = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('decode'), ...stepBase }),
  z.object({ kind: z.literal('resize'), ...stepBase, height: read(z.number()), width: read(z.number()) }),
  /** out = in * scale + offset. */
  z.object({ kind: z.literal('rescale'), ...stepBase, scale: read(z.number()), offset: read(z.number()) }),
  /** A backbone's own `preprocess_input`; `of` as in the Keras module name, e.g. `inception_v3`, `resnet50`. */
  z.object({ kind: z.literal('preprocess'), ...stepBase, of: z.string(), makes: ValueRange }),
  /** Mean and standard deviation per channel, e.g. torchvision `Normalize`. */
  z.object({
    kind: z.literal('normalize'),
    ...stepBase,
    mean: read(z.array(z.number())),
    std: read(z.array(z.number())),
  }),
  /** Differs from call to call: this is augmentation. `parameters` are the framework's own arguments. */
  z.object({
    kind: z.literal('random-transform'),
    ...stepBase,
    parameters: z.record(z.string(), read(z.json())),
    /** The link of a chain of calls by which it is applied (`.map(augment)`), also where several pipelines share it. */
    link: z.object({ span: Span, text: z.string() }).exactOptional(),
    /** A layer of a model: the call that says `training=True`, so that it acts in evaluation as well. */
    always: Span.exactOptional(),
  }),
  /** Learned from data: featurewise normalisation, ZCA, Normalization.adapt, a scaler. */
  z.object({ kind: z.literal('fitted-transform'), ...stepBase, statistics: Statistics }),
  z.object({
    kind: z.literal('shuffle'),
    ...stepBase,
    seed: read(z.number().nullable()),
    reshuffles: read(z.boolean()),
  }),
  z.object({
    kind: z.literal('batch'),
    ...stepBase,
    size: read(z.number()),
    dropRemainder: read(z.boolean()),
  }),
  z.object({ kind: z.literal('cache'), ...stepBase }),
  z.object({ kind: z.literal('repeat'), ...stepBase }),
  /** From here on one image comes more than once, as it is or changed: resampling, copies that are added. */
  z.object({ kind: z.literal('oversample'), ...stepBase }),
  /** The order of the colour channels: what a decoder gives (`bgr`), a swap, or something else (grey, other spaces). */
  z.object({ kind: z.literal('channels'), ...stepBase, to: z.enum(['bgr', 'swapped', 'other']) }),
  /** `take`/`skip`/`shard`: a split made on the stream; see `split`. */
  z.object({ kind: z.literal('partition'), ...stepBase }),
  /** Something that could not be understood: rules about value ranges and randomness stay silent behind it. */
  z.object({ kind: z.literal('opaque'), ...stepBase }),
])
export type Step = z.infer<typeof Step>

/** Where the images of a pipeline come from. */
export const Origin = z.discriminatedUnion('kind', [
  /** `same`: a name for a folder whose path is not known; calls that were given one and the same value have equal ones. */
  z.object({
    kind: z.literal('directory'),
    path: read(z.string()),
    same: z.string().exactOptional(),
    span: Span,
  }),
  z.object({ kind: z.literal('manifest'), path: read(z.string()), span: Span }),
  z.object({ kind: z.literal('arrays'), span: Span }),
  /** A name that no code that we see defines, e.g. a dataset made in another file or cell. */
  z.object({ kind: z.literal('undefined'), name: z.string(), span: Span }),
  /** `parameter`: what callers of a function that nobody calls here would give for it. */
  z.object({ kind: z.literal('unknown'), parameter: z.string().exactOptional(), span: Span }),
])
export type Origin = z.infer<typeof Origin>

/** How a pipeline's samples were cut from a larger set. */
export const Split = z.object({
  kind: z.enum([
    'keras-directory',
    'keras-generator',
    'fit-validation-split',
    'sklearn',
    'torch-random-split',
    'take-skip',
    'permutation',
  ]),
  /** Share (0..1) or count (above 1) that goes to validation. */
  fraction: read(z.number()),
  seed: read(z.number().nullable()),
  shuffle: read(z.boolean()),
  stratify: read(z.boolean()),
  /**
   * Keras: the classes in the order in which the code names them (it decides which file is where), null for all
   * folders by name. Unknown when the files are listed otherwise (`labels=`, `follow_links=`). Absent elsewhere.
   */
  classes: read(z.array(z.string()).nullable()).exactOptional(),
  /** `random_split`: a name for the order that was drawn; equal names mean equal orders, null is not known. */
  draw: z.string().nullable().exactOptional(),
  /** `random_split`: which of the parts this is; the parts as shares (0..1) or counts, null where not known. */
  part: z.object({ index: z.int().nonnegative(), shares: z.array(z.number().nullable()) }).exactOptional(),
  /** Edits that give the split a seed of its own; null or absent where the place is not clear. */
  addSeed: z.array(Edit).nullable().exactOptional(),
  /** Edits that make the split before the copies that were made in the statements right above it. */
  earlier: z.array(Edit).exactOptional(),
  /** Which side this pipeline got. */
  side: z.enum(['train', 'validation', 'test', 'unknown']),
  /** Index into the pipeline's `steps`: the split happened before this step. */
  position: z.int().nonnegative(),
  span: Span,
})
export type Split = z.infer<typeof Split>

/** A stream of samples from its origin to the model. */
export const Pipeline = z.object({
  /** Unique in its setup. */
  id: z.string(),
  /** The variable that holds it, as the person named it; null for an inline expression. */
  name: z.string().nullable(),
  role: z.enum(['train', 'validation', 'test', 'unknown']),
  /** What the role was decided by; `name` is the last resort and weakens confidence. */
  roleFrom: z.enum(['fit', 'evaluate', 'predict', 'split', 'loop', 'directory', 'name', 'none']),
  span: Span,
  origin: Origin,
  split: Split.nullable(),
  /** Which files it reads, in which order; absent where `origin` and `split` say all that is known. */
  samples: FileExpression.exactOptional(),
  steps: z.array(Step),
  /** The generator that makes it, and the place where that can be given one more argument. */
  generator: z.object({ span: Span, argument: Span, first: z.boolean() }).exactOptional(),
  /** The order of the color channels as they leave the pipeline. */
  channels: z.enum(['rgb', 'bgr', 'unknown']),
  /** How labels are given, where the loader alone decides it: a number per class, one number of 0 or 1, or one-hot. */
  labels: z.object({ as: z.enum(['numbers', 'binary', 'one-hot']), span: Span }).exactOptional(),
  /** Where it is said that the samples come one class after the other (a step may shuffle them later). */
  sorted: Span.exactOptional(),
  /** Where the program measures the model on it apart from `fit`, if it does. */
  evaluated: Span.exactOptional(),
  /** The model predicts on it in a loop that goes over something else: several times. */
  repeated: z.literal(true).exactOptional(),
  /** Index of the pipeline that it was derived from by a split (both sides share it), if any. */
  parent: z.string().nullable(),
})
export type Pipeline = z.infer<typeof Pipeline>

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
  /** L2 factor of a kernel regulariser. */
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

export const Optimizer = z.object({
  /** Canonical lower-case name: `adam`, `sgd`, `rmsprop`, ... */
  name: z.string(),
  learningRate: read(z.number()),
  momentum: read(z.number()).exactOptional(),
  weightDecay: read(z.number()).exactOptional(),
  /**
   * PyTorch: whose parameters it was given: all of the model, those that required gradients when it was made, those
   * of the head alone.
   */
  parameters: z.enum(['all', 'trainable', 'head', 'unknown']).exactOptional(),
  span: Span,
})
export type Optimizer = z.infer<typeof Optimizer>

export const Compile = z.object({
  order: z.int().nonnegative(),
  span: Span,
  /** The call as it is written, where it goes over several lines of a script. */
  text: z.string().exactOptional(),
  optimizer: Optimizer.nullable(),
  loss: z
    .object({
      name: z.string(),
      fromLogits: read(z.boolean()),
      /** PyTorch: the layer or function whose result the loss is given; null where that is not known. */
      input: HeadLayer.nullable().exactOptional(),
      span: Span,
    })
    .nullable(),
  metrics: z.array(read(z.string())),
})
export type Compile = z.infer<typeof Compile>

/** Kinds are framework-neutral; `arguments` keep the framework's own names (Keras spelling: monitor, patience...). */
export const Callback = z.object({
  kind: z.enum(['reduce-on-plateau', 'early-stopping', 'checkpoint', 'schedule', 'logger', 'other']),
  name: z.string(),
  span: Span,
  arguments: z.record(z.string(), read(z.json())),
  /** PyTorch: where `scheduler.step()` is called; null where it is called nowhere that we see. */
  stepped: z
    .object({
      each: z.enum(['batch', 'epoch', 'unknown']),
      /** Whether it is given the metric that it watches. */
      metric: z.boolean(),
      /** The pipeline on whose images that metric was measured, where it is one that the program adds up itself. */
      measured: z.string().exactOptional(),
      span: Span,
    })
    .nullable()
    .exactOptional(),
})
export type Callback = z.infer<typeof Callback>

export const Fit = z.object({
  order: z.int().nonnegative(),
  span: Span,
  /** Pipeline ids. */
  train: z.string().nullable(),
  validation: z.string().nullable(),
  /** False when arguments could not be followed (`**kwargs` unknown): then a null validation means nothing. */
  complete: z.boolean(),
  epochs: read(z.number()),
  batchSize: read(z.number()),
  stepsPerEpoch: read(z.number()).exactOptional(),
  validationSteps: read(z.number()).exactOptional(),
  /** Ids of the pipelines whose samples the steps were counted from, where it can be told. */
  stepsPerEpochOf: z.string().exactOptional(),
  validationStepsOf: z.string().exactOptional(),
  /** Whether `fit` itself shuffles arrays in each epoch; it leaves datasets as they are. */
  shuffle: read(z.boolean()).exactOptional(),
  /** What a hand-written loop decides by a score on a pipeline: the weights that are kept, or whether it ends. */
  steered: z
    .array(z.object({ pipeline: z.string(), how: z.enum(['keeps', 'stops']), span: Span }))
    .exactOptional(),
  callbacks: z.array(Callback),
  /** False when the callback list could not be followed. */
  callbacksKnown: z.boolean(),
  classWeights: z.boolean(),
})
export type Fit = z.infer<typeof Fit>

/** A model trained once: what it was compiled with and one call of `fit` (or one hand-written loop). */
export const Run = z.object({
  model: z.string().nullable(),
  compile: Compile.nullable(),
  fit: Fit,
})
export type Run = z.infer<typeof Run>

/** One execution of a hand-written loop over batches (PyTorch), with what the framework leaves to the person. */
export const BatchLoop = z.object({
  role: z.enum(['training', 'evaluation']),
  order: z.int().nonnegative(),
  span: Span,
  /** The whole source lines of the span, where they can be edited. */
  lines: z.array(z.string()).exactOptional(),
  pipeline: z.string().nullable(),
  model: z.string().nullable(),
  /** The expression that is called with the batch, e.g. `model` or `self.net`; null when it is no plain name. */
  called: z.string().nullable(),
  /** Where the model is called first. */
  forward: Span.nullable(),
  /** Whether the model is in training mode in the first round, and in the later ones of the loops around it. */
  training: read(z.boolean()),
  trainingLater: read(z.boolean()),
  /** Whether layers of the model act differently in training mode (dropout, batch norm); null when not known. */
  modal: z.boolean().nullable(),
  /** Whether gradients are recorded. */
  gradients: read(z.boolean()),
  /**
   * Training: whether gradients are cleared between one step of the optimizer and the next. `lost`: they are cleared
   * between `backward()` and the step. `unknown` where calls that we do not see into may clear them.
   */
  cleared: z.enum(['yes', 'no', 'lost', 'unknown']),
  backward: Span.nullable(),
  step: Span.nullable(),
  clear: Span.nullable(),
})
export type BatchLoop = z.infer<typeof BatchLoop>

/** `subset.dataset.transform = ...`: a dataset whose transform is set through a part of it. */
export const TransformChange = z.object({
  /** Whether the transform before and the new one change images at random; null where that is not known. */
  random: z.object({ before: z.boolean().nullable(), after: z.boolean().nullable() }),
  /** Pipelines that read the dataset, and so see the change. */
  seenBy: z.array(z.string()),
  order: z.int().nonnegative(),
  span: Span,
})
export type TransformChange = z.infer<typeof TransformChange>

/** Predictions and labels of one pipeline that the program puts side by side. */
export const Comparison = z.object({
  /** Id of the pipeline. */
  pipeline: z.string(),
  /** Where the predictions are made, and where the labels are read. */
  predictions: Span,
  labels: Span,
  /** The labels in the order of the files (`generator.classes`), or gathered in another pass over the pipeline. */
  order: z.enum(['files', 'second-pass']),
  span: Span,
})
export type Comparison = z.infer<typeof Comparison>

/** One training program (a script, a notebook, or several files that import one another), language-neutral. */
export const TrainingSetup = z.object({
  /** The file a person would start. POSIX, relative to the project. */
  file: z.string(),
  language: z.enum(['python', 'typescript', 'javascript']),
  framework: z.enum(['keras', 'pytorch', 'tfjs', 'unknown']),
  backbone: z.string().nullable(),
  pipelines: z.array(Pipeline),
  models: z.array(ModelFacts),
  runs: z.array(Run),
  /** PyTorch: loops over batches in program order, and transforms of datasets that were set later. */
  loops: z.array(BatchLoop).exactOptional(),
  transformChanges: z.array(TransformChange).exactOptional(),
  comparisons: z.array(Comparison).exactOptional(),
  /** Places that could not be followed or parsed, with the reason. */
  gaps: z.array(z.object({ reason: z.string(), span: Span.exactOptional() })),
  /** `# doctor-ignore rule until 2030-01-31: reason` comments; the date, the last day on which it holds, may be missing. */
  suppressions: z.array(
    z.object({ rule: z.string(), reason: z.string(), until: z.string().exactOptional(), span: Span }),
  ),
})
export type TrainingSetup = z.infer<typeof TrainingSetup>
