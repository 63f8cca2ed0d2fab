import { z } from 'zod'
import { Finding } from './finding.ts'
import { SplitName } from './fix.ts'
import { TrainingSetup } from './setup.ts'

export const Summary = z.object({
  error: z.int().nonnegative(),
  warning: z.int().nonnegative(),
  info: z.int().nonnegative(),
  suppressed: z.int().nonnegative(),
  images: z.int().nonnegative(),
  sourceFiles: z.int().nonnegative(),
  durationMs: z.number().nonnegative(),
})
export type Summary = z.infer<typeof Summary>

export const DatasetSummary = z.object({
  splits: z.array(
    z.object({ name: SplitName, samples: z.int().nonnegative(), classes: z.record(z.string(), z.int()) }),
  ),
  origin: z.string(),
})
export type DatasetSummary = z.infer<typeof DatasetSummary>

/** What mends a cause: one command where its fixes can be applied, and what to do in words. */
export const Remedy = z.object({ command: z.string().exactOptional(), how: z.string() })
export type Remedy = z.infer<typeof Remedy>

/** One ranked answer to "why does it not improve?". Weights of all causes add up to at most 1. */
export const Cause = z.object({
  /** The rule that tells of it best. */
  cause: z.string(),
  /** Other rules that tell of the same root. */
  also: z.array(z.string()).exactOptional(),
  weight: z.number(),
  because: z.array(z.string()),
  remedy: Remedy.exactOptional(),
})
export type Cause = z.infer<typeof Cause>

/** A symptom of the curves that no cause explains. */
export const Unexplained = z.object({
  /** Rule id of the symptom. */
  symptom: z.string(),
  message: z.string(),
  /** What to measure next. */
  next: z.string(),
})
export type Unexplained = z.infer<typeof Unexplained>

const Measured = z.number().nullable()

/** One epoch of {@link Curves}; null where nothing, or nothing finite, was logged. */
export const CurvePoint = z.object({
  epoch: z.number(),
  trainLoss: Measured,
  trainAccuracy: Measured,
  validationLoss: Measured,
  validationAccuracy: Measured,
  learningRate: Measured,
})
export type CurvePoint = z.infer<typeof CurvePoint>

/** A training run as its log shows it, thinned out where it is long. */
export const Curves = z.object({ file: z.string(), run: z.string(), points: z.array(CurvePoint) })
export type Curves = z.infer<typeof Curves>

export const NotExamined = z.object({ rule: z.string(), reason: z.string() })
export type NotExamined = z.infer<typeof NotExamined>

/** The one serialisable result; every output format is made from it alone. */
export const Report = z.object({
  schemaVersion: z.literal(1),
  tool: z.object({ name: z.literal('training-doctor'), version: z.string() }),
  project: z.string(),
  summary: Summary,
  dataset: DatasetSummary,
  setups: z.array(TrainingSetup),
  findings: z.array(Finding),
  diagnosis: z.array(Cause),
  unexplained: z.array(Unexplained).exactOptional(),
  histories: z.array(Curves).exactOptional(),
  notExamined: z.array(NotExamined),
  healthy: z.array(z.string()),
})
export type Report = z.infer<typeof Report>
