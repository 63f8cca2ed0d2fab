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
 * Shares of tiles that agree in a close look. Of all pairs of shots among 745 photos of groceries none exceeds 0.50; of copies
 * that lie in their photo 96 of 100 and more reach 0.6. What lies beside another photo must agree more: lines of ruled paper
 * agreed in 0.83 where a third of two photos was laid on each other.
 */
const agreeing = { nearIdentical: 0.8, wholly: 0.6, nearly: 0.7, beside: 0.85 }
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
const drawnGrade = ({ worst, colour, distortion }: DrawnDifference, score: number): Grade | null =>
  worst < drawn.worst && colour < drawn.colour && distortion < drawn.distortion && score >= drawn.score
    ? 'near-identical'
    : null

/** Whether a pair needs no close look, unless it is part of a chain. */
export const isPlain = (pair: Compared): boolean => plainGrade(pair) === 'near-identical'

function plainGrade({ distance, verdict: { score } }: Compared): Grade | null {
  const { nearIdentical, probable, pixels } = plain
  if (distance <= nearIdentical.distance && score >= nearIdentical.score) return 'near-identical'
  return score >= pixels || (distance <= probable.distance && score >= probable.score) ? 'probable' : null
}

/** What a close look says; undefined where none was taken or it says nothing. */
function seenGrade({ look, distance, verdict: { overlap, score } }: Compared): Grade | null | undefined {
  if (look === undefined || look === null || look.tiles < leastTiles) return undefined
  const least =
    overlap >= inside.wholly ? agreeing.wholly : overlap >= inside.nearly ? agreeing.nearly : agreeing.beside
  if (look.agreeing < least) return null
  const certain = look.agreeing >= agreeing.nearIdentical
  const within = overlap >= inside.nearly
  if (look.breadth < (within ? narrow.within : narrow.beside))
    return certain && within && (score >= narrow.score || distance <= narrow.distance)
      ? 'probable'
      : undefined
  return certain ? 'near-identical' : 'probable'
}

/** Those expected on thumbnails, and of them those that a close look would not tell either. */
function falsePositives(pair: Compared, calibration: Calibration): number {
  const expected = calibration.falsePositives(pair.verdict.score)
  const seen = seenGrade(pair) ? (pair.look?.agreeing ?? 0) : 0
  return expected * Math.min(1, Math.exp((strangers.usual - seen) / strangers.scale))
}
