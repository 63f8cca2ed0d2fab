import { type Finding, type ImageLocation, isSpan } from '../model/finding.ts'
import type { Report } from '../model/report.ts'
import { groupByRule } from './groups.ts'
import { pairsOf, type ShownPair } from './pairs.ts'

/** Pictures in a report at most: at 5.4 KB each (a 160 pixel WebP in base64) they take 2.7 of the 5 MB goal. */
const mostPictures = 500

/** Pictures of one finding at most; the rest of a large cluster is named. */
const mostPerFinding = 9

/** What is shown of a finding's images: two that are a pair side by side, anything else as a gallery by side. */
export interface FindingPictures {
  images: ImageLocation[]
  /** Those of the finding's pairs that lie among the images, those across splits first. */
  pairs: ShownPair[]
}

/** The image paths whose thumbnails the HTML report shows, each once. */
export function wantedThumbnails(report: Report): string[] {
  return [
    ...new Set(
      [...picturesByFinding(report).values()].flatMap(({ images }) => images.map(({ path }) => path)),
    ),
  ]
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
      const count = pictures.images.length
      if (count === 0 || count > left) continue
      chosen.set(finding.id, pictures)
      left -= count
    }
  }
  return chosen
}

/** Places without a file ending are folders; those with a number behind it are rows of a container. */
const pictured = /\.[^./]+(\/\d{6,})?$/

const sides = ['train', 'validation', 'test', 'all', undefined] as const

/** The images of pairs first, as far as there is room, those across splits before others; folders have no picture. */
function picturesOf(finding: Finding): FindingPictures {
  const across = ({ a, b }: ShownPair) => Number(a.split !== b.split)
  const pairs = pairsOf(finding).sort((one, other) => across(other) - across(one))
  const chosen = new Map<string, ImageLocation>()
  for (const { a, b } of pairs) {
    const added = [a, b].filter(({ path }) => !chosen.has(path))
    if (chosen.size + added.length > mostPerFinding) continue
    for (const image of added) chosen.set(image.path, image)
  }
  for (const place of finding.locations)
    if (!isSpan(place) && pictured.test(place.path) && chosen.size < mostPerFinding)
      chosen.set(place.path, place)
  const images = sides.flatMap((side) => [...chosen.values()].filter(({ split }) => split === side))
  return { images, pairs: pairs.filter(({ a, b }) => chosen.has(a.path) && chosen.has(b.path)) }
}
