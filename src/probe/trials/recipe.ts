import { lossesOf, type Outcomes, plainFeatures, rightOrWrong, trainHeads } from '../arms.ts'
import { overlayOf, recipeRules } from '../overlay.ts'
import type { Session } from '../session.ts'
import { average } from '../statistics/crossed.ts'
import type { TrialKind } from './kind.ts'
import { paired } from './paired.ts'
import { describeRecipeTrial } from './sentence.ts'

/**
 * How a head is trained: learning rate, optimizer, batch size, dropout, schedule. Both arms see the same samples in
 * the same order from the same start, so that the loss of each validation image is a pair. The fix has to lower it.
 */
export const recipeTrial: TrialKind = {
  rules: recipeRules,
  metric: 'validationLoss',
  expect: 'drop',
  // Each is a change of its own.
  apart: ({ id }) => id,
  async run([finding], session) {
    if (finding === undefined) throw new RangeError('no finding to try')
    const overlay = overlayOf(finding, session.request.setups, session.budget.epochs)
    const { work, seeds } = session
    const stage = work.progress.start(`trying ${overlay.change}`, 2 * seeds.length, 'heads')
    try {
      const trained = () => stage.advance()
      const given = await measured({ ...session, recipe: overlay.given }, trained)
      const fixed = await measured({ ...session, recipe: overlay.fixed }, trained)
      const { change } = overlay
      const accuracies = [given.accuracy, fixed.accuracy] as const
      return paired(
        {
          given: given.losses,
          fixed: fixed.losses,
          expect: 'drop',
          describe: (numbers) => describeRecipeTrial({ ...numbers, change, accuracies }),
        },
        session,
      )
    } finally {
      stage.finish()
    }
  },
}

interface Measured {
  losses: Outcomes
  accuracy: number
}

async function measured(session: Session, trained: () => void): Promise<Measured> {
  const { ground, views } = session
  const heads = await trainHeads(session, () => ground.train, trained)
  const plain = plainFeatures(ground.evaluation, views)
  return {
    losses: heads.map((head) => lossesOf(head, plain, ground)),
    accuracy: average(heads.map((head) => average(rightOrWrong(head, plain, ground)))),
  }
}
