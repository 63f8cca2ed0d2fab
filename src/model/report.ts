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

/** One ranked answer to "why does it not improve?". Weights of all causes add up to at most 1. */
export const Cause = z.object({ cause: z.string(), weight: z.number(), because: z.array(z.string()) })
export type Cause = z.infer<typeof Cause>

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
  notExamined: z.array(NotExamined),
  healthy: z.array(z.string()),
})
export type Report = z.infer<typeof Report>
