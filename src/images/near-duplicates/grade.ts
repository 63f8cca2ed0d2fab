import type { DuplicateGrade } from '../../model/images.ts'
import type { Calibration } from './calibrate.ts'
import { linksOfChains } from './chains.ts'
import type { DrawnDifference } from './drawing.ts'
import type { Compared } from './near.ts'

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
 * Shares of tiles that agree in a close look. Of the 308 pairs of shots that look most alike among 745 photos of groceries
 * one reached 0.50, of all 1045 one 0.58 (a carton moved before a shelf that stood still); of copies of any kind 95 of 100
 * and more reach 0.6.
 */
const agreeing = { nearIdentical: 0.8, probable: 0.6 }
/** Fewer textured tiles say nothing: an affine map is fitted to them. */
const leastTiles = 12
/**
 * What agrees in a narrow strip alone may be a caption that photos share, at the rim alone corners that were filled alike:
 * those of nearly blank photos reached 0.058, 95 of 100 copies exceed 0.069. Captions that lie elsewhere in two photos, so
 * that neither photo lies in the other, reached 0.069.
 */
const narrow = { overlap: 0.95, within: 0.065, beside: 0.07 }
/**
 * How far copies of drawings may differ: of 400 stamps' copies (resized, JPEG 50, brighter, mirrored, other colours) 90 of 100
 * stay below, of pairs of different stamps 5 of 100 but for mirrored ones.
 */
const drawn = { worst: 0.85, colour: 30, score: 0.9 }
/** Half of those shots agree in less than `usual`; beyond it their number falls by e with every `scale`. */
const strangers = { usual: 0.15, scale: 0.08 }

/**
 * The compared pairs that show the same photo: by a close look where one was taken; else by the calibration of their data
 * set, or by what is plain without it. A close look says nothing for links of chains, and none of them is plain: each
 * digit or lid looks like the next, each slice of a volume goes over into the next.
 */
export function gradePairs(pairs: readonly Compared[], calibration: Calibration): Graded[] {
  const chained = new Set([
    ...linksOfChains(pairs.filter((pair) => pair.drawn === undefined && plainGrade(pair) !== null)),
    ...linksOfChains(pairs.filter((pair) => pair.drawn === undefined && (isPlain(pair) || seenGrade(pair)))),
  ])
  return pairs.flatMap((pair) => {
    const grade = gradeOf(pair, chained.has(pair), calibration)
    return grade === null ? [] : [{ pair, grade, falsePositives: falsePositives(pair, calibration) }]
  })
}

function gradeOf(pair: Compared, chained: boolean, calibration: Calibration): Grade | null {
  if (pair.drawn !== undefined) return drawnGrade(pair.drawn, pair.verdict.score)
  const alone = chained ? null : plainGrade(pair)
  if (alone === 'near-identical') return alone
  const seen = seenGrade(pair)
  if (seen === null || (seen !== undefined && !chained)) return seen
  return calibration.grade(pair.verdict.score) ?? alone
}

/** Drawings agree nearly everywhere in any case: they are copies where they agree everywhere. */
const drawnGrade = ({ worst, colour }: DrawnDifference, score: number): Grade | null =>
  worst < drawn.worst && colour < drawn.colour && score >= drawn.score ? 'near-identical' : null

/** Whether a pair needs no close look, unless it is part of a chain. */
export const isPlain = (pair: Compared): boolean => plainGrade(pair) === 'near-identical'

function plainGrade({ distance, verdict: { score } }: Compared): Grade | null {
  const { nearIdentical, probable, pixels } = plain
  if (distance <= nearIdentical.distance && score >= nearIdentical.score) return 'near-identical'
  return score >= pixels || (distance <= probable.distance && score >= probable.score) ? 'probable' : null
}

/** What a close look says; undefined where none was taken or it says nothing. */
function seenGrade({ look, verdict: { overlap } }: Compared): Grade | null | undefined {
  if (look === undefined || look === null || look.tiles < leastTiles) return undefined
  if (look.agreeing < agreeing.probable) return null
  if (look.breadth < (overlap >= narrow.overlap ? narrow.within : narrow.beside)) return undefined
  return look.agreeing >= agreeing.nearIdentical ? 'near-identical' : 'probable'
}

/** Those expected on thumbnails, and of them those that a close look would not tell either. */
function falsePositives(pair: Compared, calibration: Calibration): number {
  const expected = calibration.falsePositives(pair.verdict.score)
  const seen = seenGrade(pair) ? (pair.look?.agreeing ?? 0) : 0
  return expected * Math.min(1, Math.exp((strangers.usual - seen) / strangers.scale))
}
