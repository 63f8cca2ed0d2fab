import { z } from 'zod'
import { Severity } from './finding.ts'

const RuleSetting = z.union([z.literal('off'), Severity, z.record(z.string(), z.json())])

/** `doctor.config.json` (JSONC): data only, never code. Unknown keys are an error, so that a typo is seen. */
export const Config = z.strictObject({
  $schema: z.string().exactOptional(),
  data: z
    .strictObject({
      train: z.string().exactOptional(),
      validation: z.string().exactOptional(),
      test: z.string().exactOptional(),
      manifest: z.string().exactOptional(),
      fileColumn: z.string().exactOptional(),
      labelColumn: z.string().exactOptional(),
      splitColumn: z.string().exactOptional(),
      groupColumn: z.string().exactOptional(),
      groupPattern: z.string().exactOptional(),
    })
    .exactOptional(),
  /** Logs of past training runs, relative to the project; found by their content when absent. */
  history: z.array(z.string()).exactOptional(),
  /** By rule id or category. */
  rules: z.record(z.string(), RuleSetting).exactOptional(),
  suppress: z
    .array(
      z.strictObject({
        /** A finding's id, or `rule` and `path` (glob). */
        id: z.string().exactOptional(),
        rule: z.string().exactOptional(),
        path: z.string().exactOptional(),
        reason: z.string().min(1),
        until: z.iso.date().exactOptional(),
      }),
    )
    .exactOptional(),
  probe: z
    .strictObject({
      samples: z.int().positive().exactOptional(),
      seeds: z.int().positive().exactOptional(),
      size: z.int().min(75).max(1024).exactOptional(),
      backend: z.string().exactOptional(),
      budgetSeconds: z.number().positive().exactOptional(),
    })
    .exactOptional(),
})
export type Config = z.infer<typeof Config>
