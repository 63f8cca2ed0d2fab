import type { Scores } from '../arms.ts'
import type { Session } from '../session.ts'
import { average } from '../statistics/crossed.ts'
import type { Tried } from './kind.ts'
import { type PairedNumbers, paired } from './paired.ts'
import { describeInputTrial } from './sentence.ts'

/** Two arms by their Brier scores; `change` is what the fix does, for the sentence. */
export function pairedScores(
  { given, fixed, change }: { given: Scores; fixed: Scores; change: string },
  session: Session,
): Tried {
  const accuracies = [average(given.right.map(average)), average(fixed.right.map(average))] as const
  const describe = (numbers: PairedNumbers) => describeInputTrial({ ...numbers, change, accuracies })
  return paired({ given: given.brier, fixed: fixed.brier, expect: 'drop', describe }, session)
}
