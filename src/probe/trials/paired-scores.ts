import { measuredBy } from '../arms.ts'
import type { Outcomes, Scores } from '../scores.ts'
import type { Session } from '../session.ts'
import { average } from '../statistics/average.ts'
import { leastEffect } from '../statistics/least-effect.ts'
import { unlessContradicted } from './agreement.ts'
import type { Tried } from './kind.ts'
import { type PairedNumbers, paired } from './paired.ts'
import { describeScoresTrial, type ScoresTrialNumbers } from './sentence.ts'

/** Why what held-out training images confirm is not confirmed. */
export const worseOnEvaluation = ({ ground }: Pick<Session, 'ground'>): string =>
  `the ${ground.evaluationSplit} images by themselves are predicted worse`

/** Two arms by their scores on all measured samples. */
export interface Pair {
  given: Scores
  fixed: Scores
  /** What the fix does, for the sentence. */
  change: string
  /** By default that of a head. */
  describe?(numbers: ScoresTrialNumbers): string
}

/**
 * Two arms by their Brier scores, with accuracy on the evaluation images told beside; what the scores confirm while
 * accuracy clearly falls is not confirmed, nor what held-out training images confirm while the evaluation images, which
 * the person goes by, get clearly worse.
 */
export function pairedScores(
  { given, fixed, change, describe: tell = describeScoresTrial }: Pair,
  session: Pick<Session, 'ground' | 'heldOut' | 'work' | 'seeds'>,
): Tried {
  const { evaluation } = session.ground
  const heldOut = measuredBy(session).length - evaluation.length
  const onEvaluation = (rows: Outcomes) =>
    average(rows.map((row) => average(row.slice(0, evaluation.length))))
  const accuracies = [onEvaluation(given.right), onEvaluation(fixed.right)] as const
  const describe = (numbers: PairedNumbers) => tell({ ...numbers, change, accuracies, heldOut })
  const curves = { given: given.curve, fixed: fixed.curve }
  const byScores = paired(
    { given: given.brier, fixed: fixed.brier, curves, expect: 'drop', margin: leastEffect.brier, describe },
    session,
  )
  const byAccuracy = paired({ given: given.right, fixed: fixed.right, expect: 'rise', describe }, session)
  const agreed = unlessContradicted(byScores, byAccuracy, 'fewer images are told rightly')
  if (heldOut === 0) return agreed
  const own = (rows: Outcomes) => rows.map((row) => row.slice(0, evaluation.length))
  const onOwn = paired(
    { given: own(given.brier), fixed: own(fixed.brier), expect: 'drop', margin: leastEffect.brier, describe },
    session,
  )
  return unlessContradicted(agreed, onOwn, worseOnEvaluation(session))
}
