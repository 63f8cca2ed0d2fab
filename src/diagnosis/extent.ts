import { type Finding, isSpan } from '../model/finding.ts'

/** How much of the data the findings of one rule touch. */
export interface Extent {
  images: number
  of: number
  /** Too few to be what keeps validation down. */
  small: boolean
}

/** Images that are a share s of a set move its accuracy by about s at most; two points hide in the noise of most sets. */
const smallShare = 0.02

/** Of the images that the findings name; null for those of code, folders or lists, and where the data are not known. */
export function extentOf(findings: readonly Finding[], images: number): Extent | null {
  const named = new Set<string>()
  for (const { locations } of findings) {
    // Folders are named without a label.
    for (const place of locations) if (!isSpan(place) && place.label !== undefined) named.add(place.path)
  }
  if (named.size === 0 || images === 0) return null
  return { images: named.size, of: images, small: named.size < smallShare * images }
}
