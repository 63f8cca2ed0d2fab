import { boundaries } from '../../embed/boundary.ts'
import { byMeasure, type Outcomes, type Scores } from '../scores.ts'
import type { Session } from '../session.ts'
import { average } from '../statistics/average.ts'
import type { Tried } from '../trials/kind.ts'
import { batchesOf, compared, runsOf, type TopArm, wishesOf } from './arms.ts'
import { preparedBench } from './bench.ts'
import type { Phase } from './phase.ts'
import { blocks, planOf, type TopPlan } from './plan.ts'
import { runTops, watchingTops } from './pool.ts'

/** Shallow first. */
const depths = boundaries.toReversed()

interface Depth {
  name: string
  scores: Scores
}

/**
 * The person's frozen trunk against the same head with the last blocks trained after it, from three depths. The best
 * depth is told; its interval allows for three looks (Bonferroni), so that the best of three that do nothing stands
 * out no more often than one would.
 */
export async function tryDepths(phase: Phase, session: Session): Promise<Tried> {
  const plan = planOf(session, phase)
  const { headRecipe, tuning } = wishesOf(phase, plan, session)
  const { optimizer } = tuning
  // As many epochs in all: what more training does to the head is no merit of the trunk.
  const frozen: TopArm = {
    head: { ...headRecipe, epochs: headRecipe.epochs + plan.epochs },
    start: 'pretrained',
    tuning: { ...tuning, epochs: 0 },
  }
  const thawed: TopArm = {
    head: headRecipe,
    start: 'pretrained',
    tuning: {
      ...tuning,
      batchNorm: 'inference',
      optimizer: { ...optimizer, learningRate: optimizer.learningRate / 10 },
    },
  }
  const steps = plan.seeds.length * depths.length * batchesOf(thawed, plan)
  const title = `trying a frozen trunk against ${depths.length} depths of fine-tuning`
  const stage = session.work.progress.start(title, steps, 'steps')
  const at = async (arm: TopArm, boundary: TopPlan['boundary']) => {
    const { bench, heads } = await preparedBench({ ...plan, boundary }, session)
    const runs = runsOf(arm, await heads(arm.head), plan)
    return byMeasure(
      await runTops(
        bench,
        runs,
        session.work,
        watchingTops(stage, () => 'fixed', plan),
      ),
    )
  }
  try {
    const before = await at(frozen, 'mixed9')
    const found: Depth[] = []
    for (const boundary of depths) found.push({ name: blocks[boundary], scores: await at(thawed, boundary) })
    return best(before, found, plan, session)
  } finally {
    stage.finish()
  }
}

function best(before: Scores, found: readonly Depth[], plan: TopPlan, session: Session): Tried {
  const brier = ({ scores }: Depth) => meanOf(scores.brier)
  const [first, ...others] = found.toSorted((a, b) => brier(a) - brier(b))
  if (first === undefined) throw new RangeError('no depth to try')
  const rest = others.map((one) => `${one.name} ${brier(one).toFixed(3)}`).join(', ')
  const pair = {
    given: before,
    fixed: first.scores,
    change: `${first.name} trained after the head at a tenth of its rate`,
    part: `against a frozen trunk, the best of ${found.length} depths (${rest})`,
  }
  const tried = compared(pair, plan, session)
  return {
    pValue: Math.min(1, tried.pValue * found.length),
    conclude: (level) => tried.conclude(1 - (1 - level) / found.length),
  }
}

/** Of all seeds and images. */
const meanOf = (outcomes: Outcomes) => average(outcomes.map(average))
