import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

/** What was done to a photo to make the planted copy of it. */
export const Plant = z.enum([
  'same-bytes',
  'comment-added',
  'exif-added',
  'jfif-added',
  'lossless-png',
  'jpeg-40',
  'resized-0.7',
  'webp',
  'brighter',
  'flip-horizontal',
  'flip-vertical',
  'rotate-90',
  'rotate-180',
])
export type Plant = z.infer<typeof Plant>

/** Files that show one photo. Paths here and below are POSIX, relative to the fixture. */
export const Cluster = z.strictObject({ members: z.array(z.string()).min(2), plant: Plant })
export type Cluster = z.infer<typeof Cluster>

/** A photo under a label that it does not have. */
const Mislabelled = z.strictObject({ path: z.string(), label: z.string(), trueLabel: z.string() })

/**
 * `truth.json`: what is wrong with a fixture, and that nothing else is. `members` and lists are sorted.
 * A copy that lies in another split *and* under another label stands under both rules.
 */
export const Truth = z.strictObject({
  /** The classes that were meant, as the training scripts name them. */
  classes: z.array(z.string()),
  /** Samples (readable or not) per split. */
  samples: z.strictObject({ train: z.int(), validation: z.int() }),
  clusters: z.strictObject({
    'leakage/exact-duplicate': z.array(Cluster),
    'leakage/near-duplicate': z.array(Cluster),
    'labels/conflicting-duplicates': z.array(Cluster),
    /** Copies within one split under one label: not a leak, not a conflict. */
    harmless: z.array(Cluster),
  }),
  /** `labels/class-mismatch`: class folders without a counterpart in the other split. */
  classMismatch: z.array(z.strictObject({ label: z.string(), folder: z.string(), samples: z.int() })),
  /** `labels/inconsistent-names`: folders of one class under several spellings. */
  inconsistentNames: z.array(z.strictObject({ folders: z.array(z.string()).min(2) })),
  /** `images/unreadable`. */
  unreadable: z.array(
    z.strictObject({ path: z.string(), plant: z.enum(['truncated', 'empty', 'not-an-image']) }),
  ),
  /** Readable images whose content is of another format than their name says: `images/wrong-extension`. */
  wrongExtension: z.array(z.strictObject({ path: z.string(), format: z.string() })),
  /** `labels/likely-mislabelled`: photos moved to a wrong class; conflicting copies are not repeated here. */
  mislabelled: z.array(Mislabelled),
  /** Which member of a conflicting pair is under the wrong label. */
  conflictingLabels: z.array(Mislabelled),
  /** Expected code findings: one of the finding's locations is on this line. */
  code: z.array(z.strictObject({ rule: z.string(), path: z.string(), line: z.int().positive() })),
})
export type Truth = z.infer<typeof Truth>

/** The ground truth beside a fixture; throws when the file is missing or has another shape. */
export async function readTruth(fixture: string): Promise<Truth> {
  return Truth.parse(JSON.parse(await readFile(path.join(fixture, 'truth.json'), 'utf8')))
}
