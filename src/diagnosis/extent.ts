import { type Finding, isSpan } from '../model/finding.ts'
import { categoryOf } from '../model/rule.ts'

/** Number of images that are known; 0 where the data are not. */
export interface ImageCounts {
  all: number
  /** Validation and test. */
  evaluation: number
}

/** How much of the data the findings of one rule touch. */
export interface Extent {
  images: number
  of: number
  /** Too few to be what keeps validation down. */
  small: boolean
}

/** Images that are a share s of a set move its accuracy by about s at most; two points hide in the noise of most sets. */
const smallShare = 0.02

/**
 * Of the images that the findings name; null for those of code, folders or lists, and where the data are not known. Of a
 * leak only the images that are measured on count: a few copies are much where validation is small.
 */
export function extentOf(findings: readonly Finding[], counts: ImageCounts): Extent | null {
  const leak = findings.some(({ rule }) => categoryOf(rule) === 'leakage')
  const of = leak ? counts.evaluation : counts.all
  const named = new Set<string>()
  for (const { locations } of findings) {
    for (const place of locations) {
      // Folders are named without a label.
      if (isSpan(place) || place.label === undefined) continue
      if (!leak || place.split === 'validation' || place.split === 'test') named.add(place.path)
    }
  }
  if (named.size === 0 || of === 0) return null
  return { images: named.size, of, small: named.size < smallShare * of }
}
