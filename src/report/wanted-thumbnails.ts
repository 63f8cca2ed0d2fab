import { type Finding, isSpan } from '../model/finding.ts'
import type { Report } from '../model/report.ts'
import { groupByRule } from './groups.ts'
import { pairsOf } from './pairs.ts'

/** Pictures in a report at most: at 5.4 KB each (a 160 pixel WebP in base64) they take 2.7 of the 5 MB goal. */
const mostPictures = 500

/** Pictures of one finding at most; the rest of a large cluster is named. */
const mostPerFinding = 6

/** The image paths whose thumbnails the HTML report shows, each once, in the order of their importance. */
export function wantedThumbnails(report: Report): string[] {
  return [...new Set([...picturesByFinding(report).values()].flat())]
}

/**
 * Which images are shown with which finding (by id). Where there are too many, every rule shows its first findings
 * before any shows its last ones.
 */
export function picturesByFinding(report: Report): Map<string, string[]> {
  const groups = groupByRule(report)
  const longest = Math.max(0, ...groups.map((group) => group.findings.length))
  const chosen = new Map<string, string[]>()
  let left = mostPictures
  for (let place = 0; place < longest; place++) {
    for (const { findings } of groups) {
      const finding = findings[place]
      if (finding === undefined) continue
      const pictures = picturesOf(finding)
      if (pictures.length === 0 || pictures.length > left) continue
      chosen.set(finding.id, pictures)
      left -= pictures.length
    }
  }
  return chosen
}

/** Images of the pairs first, then other images; folders (places without a file ending) have no picture. */
function picturesOf(finding: Finding): string[] {
  const paired = pairsOf(finding).flatMap(({ a, b }) => [a.path, b.path])
  const placed = finding.locations.flatMap((location) => (isSpan(location) ? [] : [location.path]))
  const images = [...new Set([...paired, ...placed])].filter((path) => /\.[^./]+$/.test(path))
  return images.slice(0, mostPerFinding)
}
