import type { Finding } from '../model/finding.ts'
import { type Extent, extentOf, type ImageCounts } from './extent.ts'
import type { Seen, Sign } from './signs.ts'
import type { Bearing, Link } from './table/link.ts'
import { linksOf } from './table/table.ts'

/**
 * By how much a sign that was seen raises or lowers a cause, and by how much it lowers a cause when curves show none
 * of its typical signs. As odds: a typical sign is taken to be between two and three times as likely with the cause as
 * without. Chosen on the grocery projects of bench/diagnosis; see the numbers there.
 */
const factors: Record<Bearing, number> = { typical: 2.5, possible: 1.5, against: 0.6 }
const nothingTypical = 0.8
/** Signs of one run come of one another: beyond this they prove nothing more. */
const largest = 4
const smallest = 0.4

/** What the curves say for and against one cause. */
export interface Reading {
  /** 1 where there are no curves; above 1 where the cause explains them, below where they speak against it. */
  factor: number
  /** The largest that `factor` can become: what a confirmed trial counts for, whatever the curves show. */
  most: number
  /** Signs that were seen. */
  for: Link[]
  against: Link[]
  /** Its typical signs, where none of them was seen. */
  missing: Sign[]
  extent: Extent | null
}

/** What causes are laid beside. */
export interface Evidence {
  /** Signs that were seen; null where the project has no curves. */
  seen: readonly Seen[] | null
  images: ImageCounts
}

/** Lays the findings of one rule beside the signs. What touches a few images only explains nothing. */
export function readCurves(findings: readonly Finding[], { seen, images }: Evidence): Reading {
  const extent = extentOf(findings, images)
  if (seen === null) return { factor: 1, most: 1, for: [], against: [], missing: [], extent }
  const sure = new Map(seen.map(({ sign, finding }) => [sign, finding.confidence]))
  const links = extent?.small ? [] : linksOf(findings)
  const shown = links.filter(({ sign }) => sure.has(sign))
  const typical = links.filter(({ bearing }) => bearing === 'typical').map(({ sign }) => sign)
  const missing = typical.some((sign) => sure.has(sign)) ? [] : typical
  // A sign that the symptom rule doubts counts as much less.
  const weights = shown.map(({ sign, bearing }) => 1 + (factors[bearing] - 1) * (sure.get(sign) ?? 0))
  const factor = weights.reduce(
    (product, weight) => product * weight,
    missing.length === 0 ? 1 : nothingTypical,
  )
  return {
    factor: Math.min(largest, Math.max(smallest, factor)),
    most: largest,
    for: shown.filter(({ bearing }) => bearing !== 'against'),
    against: shown.filter(({ bearing }) => bearing === 'against'),
    missing,
    extent,
  }
}
