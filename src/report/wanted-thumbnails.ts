import { type Finding, type ImageLocation, isSpan } from '../model/finding.ts'
import type { Report } from '../model/report.ts'
import { groupByRule } from './groups.ts'
import { pairsOf, type ShownPair } from './pairs.ts'

/** Pictures in a report at most: at 5.4 KB each (a 160 pixel WebP in base64) they take 2.7 of the 5 MB goal. */
const mostPictures = 500

/** Pictures of one finding at most, three pairs; the rest of a large cluster is named. */
const mostPerFinding = 6

/** What is shown of a finding's images: pairs side by side, and images of their own. */
export interface FindingPictures {
  pairs: ShownPair[]
  images: ImageLocation[]
}

/** The image paths whose thumbnails the HTML report shows, each once. */
export function wantedThumbnails(report: Report): string[] {
  return [...new Set([...picturesByFinding(report).values()].flatMap(pathsOf))]
}

/**
 * Which images are shown with which finding (by id). Where there are too many, every rule shows its first findings
 * before any shows its last ones.
 */
export function picturesByFinding(report: Report): Map<string, FindingPictures> {
  const groups = groupByRule(report)
  const longest = Math.max(0, ...groups.map((group) => group.findings.length))
  const chosen = new Map<string, FindingPictures>()
  let left = mostPictures
  for (let place = 0; place < longest; place++) {
    for (const { findings } of groups) {
      const finding = findings[place]
      if (finding === undefined) continue
      const pictures = picturesOf(finding)
      const count = pathsOf(pictures).length
      if (count === 0 || count > left) continue
      chosen.set(finding.id, pictures)
      left -= count
    }
  }
  return chosen
}

/** The path of every picture, repeated where an image is in several pairs. */
export const pathsOf = ({ pairs, images }: FindingPictures): string[] => [
  ...pairs.flatMap(({ a, b }) => [a.path, b.path]),
  ...images.map(({ path }) => path),
]

/** Places without a file ending are folders; those with a number behind it are rows of a container. */
const pictured = /\.[^./]+(\/\d{6,})?$/

/** Pairs first, those across splits before others; folders have no picture. */
function picturesOf(finding: Finding): FindingPictures {
  const shown = new Set<string>()
  const pairs: ShownPair[] = []
  const across = ({ a, b }: ShownPair) => Number(a.split !== b.split)
  for (const pair of pairsOf(finding).sort((one, other) => across(other) - across(one))) {
    const full = (pairs.length + 1) * 2 > mostPerFinding
    if (full || (shown.has(pair.a.path) && shown.has(pair.b.path))) continue
    pairs.push(pair)
    shown.add(pair.a.path).add(pair.b.path)
  }
  const images = finding.locations
    .filter(
      (place): place is ImageLocation =>
        !isSpan(place) && pictured.test(place.path) && !shown.has(place.path),
    )
    .slice(0, mostPerFinding - pairs.length * 2)
  return { pairs, images }
}
