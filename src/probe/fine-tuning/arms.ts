import { FEATURES } from '../../embed/architecture.ts'
import { trainingImages } from '../../judge/training-runs.ts'
import type { SoftmaxHead } from '../../train/head/softmax.ts'
import { type Recipe, recipeOfRun } from '../../train/recipe.ts'
import type { FineTuning } from '../../train/top/fine-tune.ts'
import type { BatchNormMode } from '../../train/top/network.ts'
import type { TopRun } from '../../train/top/run.ts'
import { byMeasure } from '../scores.ts'
import type { Session } from '../session.ts'
import type { Tried } from '../trials/kind.ts'
import { type Pair, pairedScores } from '../trials/paired-scores.ts'
import type { ScoresTrialNumbers } from '../trials/sentence.ts'
import { preparedBench } from './bench.ts'
import type { Phase } from './phase.ts'
import { partOf, planOf, type TopPlan } from './plan.ts'
import { runTops, watchingTops } from './pool.ts'
import { describeFineTuning } from './sentence.ts'

/** One way of fine-tuning. */
export interface TopArm {
  /** How the head is trained on the frozen trunk before; no epochs leave it as it was initialised. */
  head: Recipe
  start: TopRun['start']
  tuning: FineTuning
}

/** What the arms of a phase are made from. */
export interface Wishes {
  phase: Phase
  plan: TopPlan
  /** The person's, of the phase itself and of the head's before it. */
  recipe: Recipe
  headRecipe: Recipe
  /** The person's fine-tuning, scaled down to the plan. */
  tuning: FineTuning
}

interface Comparison {
  given: TopArm
  fixed: TopArm
  /** What the fix does, for the sentence. */
  change: string
}

/**
 * Fine-tunes in both arms from the same activations, seeds and order of images, and compares them on each evaluation
 * image. Nothing is augmented: the activations are those of the images as they are. `longer` is a factor of the epochs that
 * are planned, for arms that train the trunk in some of them only.
 */
export async function tryFineTuning(
  phase: Phase,
  session: Session,
  armsOf: (wishes: Wishes) => Comparison,
  longer = 1,
): Promise<Tried> {
  const usual = planOf(session, phase)
  const plan = { ...usual, epochs: Math.round(longer * usual.epochs) }
  const { given, fixed, change } = armsOf(wishesOf(phase, plan, session))
  const { bench, heads } = await preparedBench(plan, session)
  const stage = session.work.progress.start(
    `trying ${change}`,
    plan.seeds.length * (batchesOf(given, plan) + batchesOf(fixed, plan)),
    'steps',
  )
  try {
    const runs = [
      ...runsOf(given, await heads(given.head), plan),
      ...runsOf(fixed, await heads(fixed.head), plan),
    ]
    const armOf = (run: TopRun) => (runs.indexOf(run) < plan.seeds.length ? 'baseline' : 'fixed')
    const measured = await runTops(bench, runs, session.work, watchingTops(stage, armOf, plan))
    const pair = {
      given: byMeasure(measured.slice(0, plan.seeds.length)),
      fixed: byMeasure(measured.slice(plan.seeds.length)),
      change,
      part: partOf(plan, phase),
    }
    return compared(pair, plan, session)
  } finally {
    stage.finish()
  }
}

interface FineTuned extends Pick<Pair, 'given' | 'fixed' | 'change'> {
  /** Which part of the trunk was trained, or what it is set against. */
  part: string
}

/** Both arms by their scores, as heads are compared, on the images of the plan. */
export function compared({ part, ...pair }: FineTuned, plan: TopPlan, session: Session): Tried {
  const describe = (numbers: ScoresTrialNumbers) => describeFineTuning({ ...numbers, part })
  const pairs = { ...session, ground: plan.ground, seeds: plan.seeds, heldOut: null }
  const tried = pairedScores({ ...pair, describe }, pairs)
  const backend = backendText(session, plan)
  return { ...tried, conclude: (level) => ({ ...tried.conclude(level), backend }) }
}

/** What computed a trial, for people. */
function backendText({ trunk, recipe }: Session, { size, ground }: TopPlan): string {
  const images = ground.train.length + ground.evaluation.length
  return `${trunk.backend.title} for the frozen part at ${size}x${size}, TensorFlow.js on WebAssembly for the trained part, ${images} images, by ${recipe.origin}`
}

/** How many steps a run of an arm takes. */
export const batchesOf = ({ tuning }: TopArm, { ground }: TopPlan) =>
  tuning.epochs * Math.ceil(ground.train.length / tuning.batchSize)

/** An arm's runs, one per seed, each from its head on the frozen trunk. */
export const runsOf = (
  { start, tuning }: TopArm,
  heads: readonly SoftmaxHead[],
  { seeds }: TopPlan,
): TopRun[] =>
  heads.map(({ classes, kernel, bias }, i) => ({
    // The head's rows are filled up to a multiple of four.
    classifier: { classes, kernel: kernel.slice(0, classes * FEATURES), bias: bias.slice(0, classes) },
    start,
    recipe: tuning,
    seed: seeds[i] ?? 0,
  }))

/** Keras' momentum, and PyTorch's as Keras counts it. */
const KERAS_MOMENTUM = 0.99
const TORCH_MOMENTUM = 0.9

/** What the person's code asks of a phase, scaled down to the plan. */
export function wishesOf(phase: Phase, plan: TopPlan, { dataset, budget }: Session): Wishes {
  const { setup, model, run, headRun } = phase
  const recipe = recipeOfRun(setup, run, budget.epochs)
  const { optimizer, batchSize, dropout, l1, l2 } = recipe
  const batchNorm: BatchNormMode = model.backbone?.training.value === false ? 'inference' : 'training'
  const momentum = setup.framework === 'pytorch' ? TORCH_MOMENTUM : KERAS_MOMENTUM
  // The stored statistics go as far from the pretrained ones as in the person's longer run.
  const own = (run.fit.epochs.value ?? 1) * Math.ceil(trainingImages(dataset).length / batchSize)
  const batches = plan.epochs * Math.ceil(plan.ground.train.length / batchSize)
  return {
    phase,
    plan,
    recipe,
    headRecipe: recipeOfRun(setup, headRun ?? run, budget.epochs),
    tuning: {
      optimizer,
      batchSize,
      dropout,
      l1,
      l2,
      epochs: plan.epochs,
      batchNorm,
      momentum: momentum ** Math.max(1, own / batches),
    },
  }
}
