import { Random } from '../../model/random.ts'
import { lossesOf, type Outcomes, rightOrWrong, trainHeads } from '../arms.ts'
import { overlayOf, recipeRules } from '../overlay.ts'
import type { Session } from '../session.ts'
import { average, crossedBootstrap, estimateAt, pValueOf } from '../statistics/crossed.ts'
import { samplesToDecide, verdictOf } from '../statistics/verdict.ts'
import type { TrialKind, Tried } from './kind.ts'
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
      return compare(given, fixed, overlay.change, session)
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
  const plain = ground.evaluation.map(({ bytesDigest }) => views.get(bytesDigest)?.[0] ?? new Float32Array())
  return {
    losses: heads.map((head) => lossesOf(head, plain, ground)),
    accuracy: average(heads.map((head) => average(rightOrWrong(head, plain, ground)))),
  }
}

function compare(given: Measured, fixed: Measured, change: string, session: Session): Tried {
  const { ground, work, seeds } = session
  const differences = fixed.losses.map((row, seed) =>
    row.map((loss, i) => loss - (given.losses[seed]?.[i] ?? 0)),
  )
  const resampled = crossedBootstrap(differences, new Random(work.seed, 'loss'))
  const [before, after] = [given, fixed].map(({ losses }) => losses.map(average))
  const samples = ground.evaluation.length
  return {
    pValue: pValueOf(resampled),
    conclude(level) {
      const estimate = estimateAt(resampled, level)
      const verdict = verdictOf({ effect: estimate, change: estimate, expect: 'drop' })
      const numbers = { baseline: average(before ?? []), fixed: average(after ?? []) }
      return {
        verdict,
        reason: describeRecipeTrial({
          ...numbers,
          verdict,
          change,
          split: ground.evaluationSplit,
          interval: estimate.interval,
          accuracies: [given.accuracy, fixed.accuracy],
          enough: samplesToDecide(estimate, samples),
        }),
        ...numbers,
        effect: estimate.mean,
        interval: estimate.interval,
        arms: [
          { name: 'baseline', values: before ?? [] },
          { name: 'fixed', values: after ?? [] },
        ],
        seeds: seeds.length,
        samples,
      }
    },
  }
}
