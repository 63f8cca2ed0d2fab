import { z } from 'zod'
import { ModelFacts } from './network.ts'

import { Pipeline } from './pipeline.ts'
import { Span } from './span.ts'
import { BatchLoop, Run } from './training.ts'

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
