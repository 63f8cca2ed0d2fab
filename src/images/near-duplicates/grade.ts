import type { DuplicateGrade } from '../../model/images.ts'
import type { CloseLook } from '../compare/close-look.ts'
import type { Calibration } from './calibrate.ts'
import { linksOfChains } from './chains.ts'
import type { Compared } from './compared.ts'
import type { DrawnDifference } from './drawing.ts'

type Grade = Extract<DuplicateGrade, 'near-identical' | 'probable'>

export interface Graded {
  pair: Compared
  grade: Grade
  /** Pairs of different photos that are expected to look at least so alike, in this whole data set. */
  falsePositives: number
}

/**
 * What is plain whatever the rest of the data set looks like, where its calibration cannot tell copies from look-alikes.
 * Two shots of one crate of groceries, taken from another side, reach 0.964, round lids of trashnet 0.69, neighbouring
 * slices 0.83, digits of 28 pixels 0.958.
 */
const plain = {
  /** Hash and pixels say so. */
  nearIdentical: { distance: 31, score: 0.9 },
  probable: { distance: 90, score: 0.94 },
  /** The pixels alone, where the hash does not see it: cropped, turned, framed. */
  pixels: 0.97,
}

/**
 * Shares of tiles that agree in a close look. Of all pairs of shots among 745 photos of groceries none exceeds 0.50; of copies
 * that lie in their photo 96 of 100 and more reach 0.6. What lies beside another photo must agree more: lines of ruled paper
 * agreed in 0.83 where a third of two photos was laid on each other.
 */
const agreeing = { nearIdentical: 0.8, wholly: 0.6, nearly: 0.7, beside: 0.85, sameExposure: 0.5 }
/** Fewer textured tiles say nothing: an affine map is fitted to them. */
const leastTiles = 12
/** From this overlap on one image lies in the other, as all but turned copies do: those with their corners have 0.92. */
const inside = { wholly: 0.95, nearly: 0.91 }
/**
 * What agrees in a narrow strip alone may be a caption that plain photos share, at the rim alone corners that were filled
 * alike. Of 240 photos on white card with the same caption 390 pairs agreed in 0.6 of their tiles and more, 0.07 broad at most;
 * their thumbnails, which show the card as well, scored 0.81 at most, and their hashes were at least 18 apart.
 */
const narrow = { within: 0.075, beside: 0.1, score: 0.85, distance: 10 }
/**
 * How the grain of plain tiles correlates. Of 240 photos on white card and their copies under a caption nine of ten tiles of nine
 * of ten pairs exceed 0.8; of copies at JPEG 30, WebP 50 or with noise the median is 0.18 at least and a tenth lies below -0.18 at
 * most. Of different photos under one caption nine of ten tiles exceed -0.04 at most, a median is 0.27 at most and mostly below 0.1.
 */
const exposure = { same: 0.5, other: { median: 0.15, least: -0.15 }, broad: 0.12 }
/**
 * Tiles of 256 with texture in one image alone. A caption with a box covers 70 at most (of a crop 94), and then hides up to 9 of what the other
 * image shows; photos of different things on one card have 10 and more of both kinds, and one of corrugated board 100 to 155.
 */
const covers = { oneWay: { share: 0.2, tiles: 2 }, bothWays: { share: 0.1, tiles: 10 }, most: 90 }
/**
 * How far copies of drawings may differ: of 400 stamps' copies (resized, JPEG 50, brighter, mirrored, other colours) 90 of 100
 * stay below, of pairs of different stamps 5 of 100 but for mirrored ones. A copy differs in place,
 * size and turn: 217 of 219 copies of stamps and 144 of 151 of written digits lie below 0.03, and none of 118 pairs of
 * different digits, which agree once they are slanted and stretched.
 */
const drawn = { worst: 0.85, colour: 30, score: 0.9, distortion: 0.03 }
/** Half of those shots agree in less than `usual`; beyond it their number falls by e with every `scale`. */
const strangers = { usual: 0.15, scale: 0.08 }

/**
 * The compared pairs that show the same photo: by a close look where one was taken; else by the calibration of their data
 * set, or by what is plain without it. A close look says nothing for links of chains, and none of them is plain: each
 * digit or lid looks like the next, each slice of a volume goes over into the next.
 */
export function gradePairs(pairs: readonly Compared[], calibration: Calibration): Graded[] {
  const chained = new Set([
    ...linksOfChains(
      pairs.filter((pair) => pair.drawn === undefined && !pair.inPlace && plainGrade(pair) !== null),
    ),
    ...linksOfChains(pairs.filter((pair) => pair.drawn === undefined && (isPlain(pair) || seenGrade(pair)))),
  ])
  return pairs.flatMap((pair) => {
    const grade = gradeOf(pair, chained.has(pair), calibration)
    return grade === null ? [] : [{ pair, grade, falsePositives: falsePositives(pair, calibration) }]
  })
}

function gradeOf(pair: Compared, chained: boolean, calibration: Calibration): Grade | null {
  if (pair.drawn !== undefined) return drawnGrade(pair.drawn, pair.verdict.score)
  if (pair.inPlace) return seenGrade(pair) ?? null
  const alone = chained ? null : plainGrade(pair)
  if (alone === 'near-identical') return alone
  const seen = seenGrade(pair)
  if (seen === null || (seen !== undefined && !chained)) return seen
  return calibration.grade(pair.verdict.score) ?? alone
}

/** Drawings agree nearly everywhere in any case: they are copies where they agree everywhere. */
const drawnGrade = ({ worst, colour, distortion }: DrawnDifference, score: number): Grade | null =>
  worst < drawn.worst && colour < drawn.colour && distortion < drawn.distortion && score >= drawn.score
    ? 'near-identical'
    : null

/** Whether a pair needs no close look, unless it is part of a chain. */
export const isPlain = (pair: Compared): boolean => plainGrade(pair) === 'near-identical'

function plainGrade({ distance, inPlace, verdict: { score } }: Compared): Grade | null {
  if (inPlace) return null
  const { nearIdentical, probable, pixels } = plain
  if (distance <= nearIdentical.distance && score >= nearIdentical.score) return 'near-identical'
  return score >= pixels || (distance <= probable.distance && score >= probable.score) ? 'probable' : null
}

/** What a close look says; undefined where none was taken or it says nothing. */
function seenGrade({ look, distance, verdict: { overlap, score } }: Compared): Grade | null | undefined {
  if (look === undefined || look === null || look.tiles < leastTiles) return undefined
  if (isOther(look)) return null
  const within = overlap >= inside.nearly
  const same = within && isSameExposure(look)
  const part = overlap >= inside.wholly ? agreeing.wholly : within ? agreeing.nearly : agreeing.beside
  if (look.agreeing < (same ? agreeing.sameExposure : part)) return null
  const certain = look.agreeing >= agreeing.nearIdentical
  if (look.breadth >= (within ? narrow.within : narrow.beside)) return certain ? 'near-identical' : 'probable'
  if (same) return 'probable'
  return certain && within && (score >= narrow.score || distance <= narrow.distance) ? 'probable' : undefined
}

/** Nearly all that is plain has the same grain, and at most one of the images is covered. */
const isSameExposure = ({ grain, covering: { here, there } }: CloseLook): boolean =>
  grain !== null &&
  grain.least >= exposure.same &&
  Math.min(here, there) <= covers.oneWay.share * Math.max(here, there) + covers.oneWay.tiles

/** What agrees is not much or not broad, and all else says that these are two photos. */
function isOther({ agreeing: share, grain, covering: { here, there }, breadth, tiles }: CloseLook): boolean {
  const isNarrow = breadth < exposure.broad
  const isWeak = isNarrow || share < agreeing.nearIdentical
  // What is plain has another grain.
  if (grain !== null && isWeak && grain.median < exposure.other.median) return true
  if (grain !== null && isNarrow && grain.least < exposure.other.least) return true
  // Things stand in the one where the other is plain and the other way round, or, of another grain, in most of it.
  const bothWays = Math.min(here, there) >= Math.max(covers.bothWays.tiles, covers.bothWays.share * tiles)
  const mostly = Math.max(here, there) >= covers.most && !(grain !== null && grain.median >= exposure.same)
  return isNarrow && (bothWays || mostly)
}

/** Those expected on thumbnails, and of them those that a close look would not tell either. */
function falsePositives(pair: Compared, calibration: Calibration): number {
  const expected = calibration.falsePositives(pair.verdict.score)
  const seen = seenGrade(pair) ? (pair.look?.agreeing ?? 0) : 0
  return expected * Math.min(1, Math.exp((strangers.usual - seen) / strangers.scale))
}
