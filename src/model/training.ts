import { z } from 'zod'
import { HeadLayer } from './network.ts'
import { read, Span } from './span.ts'

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
