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
