import type { RangeTest } from '../../model/trial.ts'
import { rangeTest } from '../../train/head/range-test.ts'
import type { Recipe } from '../../train/recipe.ts'
import { epochsOf, headDataOf, trainArm } from '../arms.ts'
import { hiddenArms } from '../hidden/arms.ts'
import { withHidden } from '../hidden/seeds.ts'
import { type Overlay, overlayOf, recipeRules } from '../overlay.ts'
import type { Scores } from '../scores.ts'
import type { Session } from '../session.ts'
import { average } from '../statistics/average.ts'
import { type Watch, watching } from '../watch.ts'
import type { Outcome, TrialKind, Tried } from './kind.ts'
import { pairedScores } from './paired-scores.ts'

/**
 * How a head is trained: learning rate, optimizer, batch size, dropout, schedule. Both arms see the same samples in
 * the same order from the same start, so that the score of each measured image is a pair. The fix has to lower it. It is
 * the Brier score, not the loss that training watches: heads that learn too fast or too slowly differ in how sure they
 * are, and a handful of images that are sure and wrong drown the rest of a mean loss.
 */
export const recipeTrial: TrialKind = {
  rules: recipeRules,
  metric: 'brierScore',
  expect: 'drop',
  // Each is a change of its own.
  apart: ({ id }) => id,
  async run([finding], shared) {
    if (finding === undefined) throw new RangeError('no finding to try')
    const overlay = overlayOf(finding, shared.request.setups, shared.budget.epochs)
    const session = withHidden(shared, overlay.given)
    const { work } = session
    const stage = work.progress.start(
      `trying ${overlay.change}`,
      2 * epochsOf({ ...session, recipe: overlay.given }),
      'epochs',
    )
    try {
      const watches = [watching(stage, 'baseline'), watching(stage, 'fixed')]
      const { change } = overlay
      const recipes = [overlay.given, overlay.fixed]
      const [given, fixed] = await (overlay.given.hidden.length > 0
        ? hiddenArms(session, recipes, watches)
        : armsOf(session, recipes, watches))
      if (given === undefined || fixed === undefined) throw new Error('an arm was not measured')
      const pair = { given, fixed, change }
      const tried = told(pairedScores(pair, session), { backend: session.backendOf(overlay.given) })
      return finding.rule === rateRule ? withRangeTest(tried, overlay, session) : tried
    } finally {
      stage.finish()
    }
  },
}

async function armsOf(
  session: Session,
  recipes: readonly Recipe[],
  watches: readonly Watch[],
): Promise<Scores[]> {
  const arms: Scores[] = []
  for (const [i, recipe] of recipes.entries())
    arms.push(await trainArm({ ...session, recipe }, () => session.ground.train, watches[i] ?? (() => {})))
  return arms
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
  return told(tried, { rangeTest: range })
}

const told = (tried: Tried, more: Partial<Pick<Outcome, 'backend' | 'rangeTest'>>): Tried => ({
  ...tried,
  conclude: (level) => ({ ...tried.conclude(level), ...more }),
})
