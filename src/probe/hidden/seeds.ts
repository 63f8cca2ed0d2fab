import { FEATURES } from '../../embed/architecture.ts'
import type { Recipe } from '../../train/recipe.ts'
import { NotRun, type Session } from '../session.ts'

/** Processor seconds: of each weight for each sample that is learned from, and for each step of the optimizer. */
const PER_SAMPLE = 0.3e-9
const PER_STEP = 5e-9
/** Of the probe's time; the rest is for the trunk and other trials. */
const SHARE = 0.5
/** Heads are trained side by side: what the time is planned for, as two cores are. */
const THREADS = 2
/** Fewer tell nothing of how much heads differ by themselves. */
const FEWEST_SEEDS = 3

/**
 * The session with as many seeds as the probe's time allows for two arms of a recipe with hidden layers, and without
 * held-out training images; planned with fixed costs, so that the same project gives the same trial on every machine.
 * @throws NotRun where even few seeds take too long
 */
export function withHidden<Known extends Pick<Session, 'seeds' | 'budget' | 'ground' | 'heldOut'>>(
  session: Known,
  { hidden, batchSize, epochs }: Recipe,
): Known {
  if (hidden.length === 0) return session
  const { seeds, budget, ground } = session
  const sizes = [FEATURES, ...hidden.map(({ units }) => units), ground.classes.length]
  const weights = sizes.slice(1).reduce((sum, size, i) => sum + size * (sizes[i] ?? 0), 0)
  const samples = ground.train.length
  const seconds = epochs * weights * (samples * PER_SAMPLE + Math.ceil(samples / batchSize) * PER_STEP)
  const perSeed = (2 * seconds) / THREADS
  const affordable = Math.floor((budget.seconds * SHARE) / perSeed)
  if (affordable < FEWEST_SEEDS) {
    const asked = Math.ceil((FEWEST_SEEDS * perSeed) / SHARE)
    throw new NotRun(
      `heads of ${Math.round(weights / 1e6)} million weights take longer to train than the probe's time allows (probe.budgetSeconds: ${asked} would do)`,
    )
  }
  return { ...session, seeds: seeds.slice(0, affordable), heldOut: null }
}
