import type { RangeTest } from '../../model/trial.ts'
import { rangeTest } from '../../train/head/range-test.ts'
import { headDataOf, lossesOf, type Outcomes, plainFeatures, rightOrWrong, trainHeads } from '../arms.ts'
import { type Overlay, overlayOf, recipeRules } from '../overlay.ts'
import type { Session } from '../session.ts'
import { average } from '../statistics/crossed.ts'
import type { TrialKind, Tried } from './kind.ts'
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
      const tried = paired(
        {
          given: given.losses,
          fixed: fixed.losses,
          expect: 'drop',
          describe: (numbers) => describeRecipeTrial({ ...numbers, change, accuracies }),
        },
        session,
      )
      return finding.rule === rateRule ? withRangeTest(tried, overlay, session) : tried
    } finally {
      stage.finish()
    }
  },
}

const rateRule = 'training/learning-rate'

/** The loss over a range of rates beside it: the mean of as many range tests as there are seeds. */
function withRangeTest(tried: Tried, { given, fixed }: Overlay, session: Session): Tried {
  const data = headDataOf(session, session.ground.train)
  const tests = session.seeds.map((seed) => rangeTest(data, given, seed))
  const range: RangeTest = {
    rates: tests[0]?.rates ?? [],
    losses: (tests[0]?.losses ?? []).map((_, step) => average(tests.map(({ losses }) => losses[step] ?? 0))),
    given: given.optimizer.learningRate,
    advised: fixed.optimizer.learningRate,
  }
  return { ...tried, conclude: (level) => ({ ...tried.conclude(level), rangeTest: range }) }
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
