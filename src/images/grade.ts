import type { DuplicateGrade } from '../model/images.ts'
import type { Calibration } from './calibrate.ts'
import { linksOfChains } from './chains.ts'
import type { Compared } from './near.ts'

export interface Graded {
  pair: Compared
  grade: Extract<DuplicateGrade, 'near-identical' | 'probable'>
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
 * The compared pairs that show the same photo, by the calibration of their data set or by what is plain without it;
 * links of chains are never plain: each digit or lid looks like the next.
 */
export function gradePairs(pairs: readonly Compared[], calibration: Calibration): Graded[] {
  const chained = new Set(linksOfChains(pairs.filter((pair) => plainGrade(pair) !== null)))
  return pairs.flatMap((pair) => {
    const alone = chained.has(pair) ? null : plainGrade(pair)
    const grade = alone === 'near-identical' ? alone : (calibration.grade(pair.verdict.score) ?? alone)
    return grade === null ? [] : [{ pair, grade }]
  })
}

function plainGrade({ distance, verdict: { score } }: Compared): Graded['grade'] | null {
  const { nearIdentical, probable, pixels } = plain
  if (distance <= nearIdentical.distance && score >= nearIdentical.score) return 'near-identical'
  return score >= pixels || (distance <= probable.distance && score >= probable.score) ? 'probable' : null
}
