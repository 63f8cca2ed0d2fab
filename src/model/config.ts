import { z } from 'zod'
import { BackendName } from './backend.ts'
import { Severity } from './finding.ts'

/** One or more paths relative to the project. `*` stands for any part of a name, `{000..012}` for numbers. */
const places = (what: string) =>
  z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe(what)
    .exactOptional()

const RuleSetting = z.union([z.literal('off'), Severity, z.record(z.string(), z.json())])

/** `doctor.config.json` (JSONC): data only, never code. Unknown keys are an error, so that a typo is seen. */
export const Config = z.strictObject({
  $schema: z.string().exactOptional(),
  data: z
    .strictObject({
      train: places(
        'Where the training images are: a folder, a manifest, or containers (tar, TFRecord, Parquet)',
      ),
      validation: places('Where the validation images are'),
      test: places('Where the test images are'),
      manifest: places(
        'CSV, TSV, JSON, JSON Lines or Parquet files that list the images, COCO annotations, or containers of all splits',
      ),
      root: places('Folders to look for the data in, instead of the whole project'),
      fileColumn: z
        .string()
        .describe(
          'Column of the manifest with the path of the image; column or feature with the image itself',
        )
        .exactOptional(),
      labelColumn: z.string().describe('Column or feature with the class').exactOptional(),
      splitColumn: z.string().describe('Column that says train, validation or test').exactOptional(),
      groupColumn: z
        .string()
        .describe('Column with the patient, scene or video that must stay on one side')
        .exactOptional(),
      groupPattern: z
        .string()
        .describe('Regular expression (RE2) on the path of an image; what it captures is its group')
        .exactOptional(),
    })
    .exactOptional(),
  history: z
    .array(z.string())
    .describe('Logs of past training runs, relative to the project; found by their content when absent')
    .exactOptional(),
  rules: z
    .record(z.string(), RuleSetting)
    .describe('By rule id or category: off, a severity, or options')
    .exactOptional(),
  suppress: z
    .array(
      z
        .strictObject({
          id: z.string().describe('A finding; or name a rule, and a path').exactOptional(),
          rule: z.string().describe('Rule id or category').exactOptional(),
          path: z.string().describe('Glob as in .gitignore').exactOptional(),
          reason: z.string().min(1).describe('Why these findings are no fault'),
          until: z.iso.date().describe('Last day on which this holds').exactOptional(),
        })
        .refine(({ id, rule }) => id !== undefined || rule !== undefined, 'wants an id or a rule'),
    )
    .exactOptional(),
  probe: z
    .strictObject({
      samples: z.int().positive().describe('Images that the probe trains on').exactOptional(),
      seeds: z.int().positive().describe('Repetitions of each trial').exactOptional(),
      size: z.int().min(75).max(1024).describe('Pixels of the image side in the trunk').exactOptional(),
      backend: BackendName.describe('See: doctor env').exactOptional(),
      budgetSeconds: z.number().positive().describe('Time that the probe may take').exactOptional(),
    })
    .exactOptional(),
})
export type Config = z.infer<typeof Config>
