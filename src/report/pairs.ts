import { z } from 'zod'
import { type Finding, type ImageLocation, isSpan } from '../model/finding.ts'
import { type Orientation, orientationNames } from '../model/images.ts'
import { orientationWords } from './words.ts'

/** Two images that a finding says show the same photo. */
export interface ShownPair {
  a: ImageLocation
  b: ImageLocation
  /** Why they are called the same, for people; empty when the rule gave no measurements. */
  because: string[]
  /** How `a` must be turned to lie on `b`. */
  orientation: Orientation
  /** Their pixels are the same: there is no difference to look at. */
  same: boolean
}

const Measures = z.object({
  distance: z.number().optional().catch(undefined),
  correlation: z.number().optional().catch(undefined),
  orientation: z.enum(orientationNames).optional().catch(undefined),
  grade: z.string().optional().catch(undefined),
})
type Measures = z.infer<typeof Measures>

/** What rules about duplicates leave as evidence: pairs as paths (measures beside them) or with their own measures. */
const PairEvidence = Measures.extend({
  pairs: z.array(
    z.union([z.tuple([z.string(), z.string()]), Measures.extend({ a: z.string(), b: z.string() })]),
  ),
})

/** The pairs of images in a finding's evidence, each with the side and label that its locations tell. */
export function pairsOf(finding: Finding): ShownPair[] {
  const evidence = PairEvidence.safeParse(finding.evidence)
  if (!evidence.success) return []
  const known = new Map(
    finding.locations.flatMap((location) => (isSpan(location) ? [] : [[location.path, location] as const])),
  )
  const locate = (path: string): ImageLocation => known.get(path) ?? { path }
  return evidence.data.pairs.map((pair) =>
    Array.isArray(pair)
      ? { a: locate(pair[0]), b: locate(pair[1]), ...measuresOf(evidence.data) }
      : { a: locate(pair.a), b: locate(pair.b), ...measuresOf(pair) },
  )
}

const measuresOf = (measures: Measures) => ({
  because: measureWords(measures),
  orientation: measures.orientation ?? 'none',
  same: measures.grade === 'same-bytes' || measures.grade === 'same-pixels',
})

/** Distances are of 256-bit hashes; correlations of thumbnails, -1..1. */
function measureWords({ grade, distance, correlation, orientation }: Measures): string[] {
  if (grade === 'same-bytes') return ['the same file, byte for byte']
  if (grade === 'same-pixels') return ['the same pixels in another file']
  const turned = orientation === undefined ? null : orientationWords[orientation]
  return [
    ...(turned === null ? [] : [turned]),
    ...(distance === undefined ? [] : [`${distance} of 256 hash bits differ`]),
    ...(correlation === undefined ? [] : [`correlation ${correlation.toFixed(2)}`]),
  ]
}
