import type { Trunk } from '../embed/trunk.ts'
import { trainingSteps } from '../judge/training-runs.ts'
import type { Dataset } from '../model/dataset.ts'
import type { WorkContext } from '../model/progress.ts'
import { Random } from '../model/random.ts'
import type { TrainingSetup } from '../model/setup.ts'
import { type Budget, budgetOf, type ExtraViews } from '../train/budget.ts'
import { foldsOf } from '../train/folds.ts'
import type { Ground } from '../train/ground.ts'
import { groupsOf } from '../train/groups.ts'
import { copiesAmong, planOf } from '../train/plan.ts'
import { firstRun, type Recipe, recipeOf } from '../train/recipe.ts'
import { standardiser } from '../train/standardise.ts'
import { type Bench, type HeldOut, trainArm } from './arms.ts'
import { distortedFeatures, trainingDraws, withBank } from './distorted-features.ts'
import type { ProveRequest } from './request.ts'
import type { Scores } from './scores.ts'
import type { Distortion } from './transforms/distortion.ts'
import { distortionsOf } from './transforms/read.ts'
import { imagesOf } from './treatment.ts'
import type { Watch } from './watch.ts'

/** What all trials of one probe share. */
export interface Session extends Bench {
  request: ProveRequest
  /** That of the request, or the same with a split that was drawn for the trials. */
  dataset: Dataset
  trunk: Trunk
  budget: Budget
  /** Side of the input in pixels. */
  size: number
  /** What is done to pooled features before a head sees them. */
  prepare(features: Float32Array): Float32Array
  /** The person's project trained as it is, measured on the evaluation samples; computed once. */
  baseline(watch: Watch): Promise<Scores>
  /** What computed trials of heads by a recipe, for people. */
  backendOf(recipe: Pick<Recipe, 'hidden' | 'origin'>): string
}

/** The trials cannot be run on this project or machine; the message says why in one line. */
export class NotRun extends Error {
  override name = 'NotRun'
}

/** @throws NotRun in a quick probe, for trials that take several minutes */
export function needsFullProbe({ request }: Pick<Session, 'request'>): void {
  if (request.mode === 'quick') throw new NotRun('it takes several minutes to try: needs --probe full')
}

/**
 * Chooses samples of the whole ground and an input size within the budget, and computes their features.
 * `extraViews` is how many further trunk passes per evaluation and per training image the trials will ask for.
 * Throws an `Error` with one line of reason for an image that cannot be decoded.
 */
export async function openSession(
  request: ProveRequest,
  { dataset, whole, trunk }: Pick<Session, 'dataset' | 'trunk'> & { whole: Ground },
  extraViews: ExtraViews,
  work: WorkContext,
): Promise<Session> {
  const budget = budgetOf(request.mode, request.project.config.probe)
  const recipe = recipeOf(request.setups, budget.epochs)
  const distortions = trainingDistortions(request.setups)
  const banked = distortions.length > 0 ? budget.augmentedViews : 0
  const { ground, size } = planOf({
    whole,
    copies: copiesOf(request, whole),
    inputSize: request.project.config.probe?.size ?? recipe.inputSize,
    budget,
    costAt299: trunk.backend.costAt299,
    extraViews: { ...extraViews, training: extraViews.training + banked },
    seed: work.seed,
  })
  const samples = [...ground.train, ...ground.evaluation]
  const features = await trunk.features(
    samples.map(({ source, bytesDigest }) => ({ source, bytesDigest })),
    { size, title: 'computing features' },
  )
  const prepare = trunk.weights.standardise
    ? standardiser(features.slice(0, ground.train.length))
    : (vector: Float32Array) => vector
  const plain = new Map(
    samples.map(({ bytesDigest }, i) => [bytesDigest, features.slice(i, i + 1).map(prepare)]),
  )
  const bank = await distortedFeatures(
    { trunk, size, work },
    trainingDraws(ground.train, distortions, budget.augmentedViews),
  )
  const views = withBank(
    plain,
    ground.train,
    bank.map((draw) => draw.map(prepare)),
  )
  const seeds = Array.from({ length: budget.seeds }, (_, i) => work.seed + i)
  const heldOut = heldOutOf({ ...request, dataset }, ground, budget)
  const bench: Bench = { ground, recipe, seeds, views, heldOut, work }
  let baseline: Scores | null = null
  return {
    ...bench,
    request,
    dataset,
    trunk,
    budget,
    size,
    prepare,
    async baseline(watch) {
      baseline ??= await trainArm({ ...bench, heldOut: null }, () => ground.train, watch)
      return baseline
    },
    backendOf: (recipe) => backendText(trunk, size, recipe, { whole, ground }),
  }
}

/** Folds of the training samples, copies and groups whole; another partition for each seed. */
function heldOutOf(request: ProveRequest, { train, classes }: Ground, { folds }: Budget): HeldOut | null {
  if (folds === 0) return null
  const groups = groupsOf(request)
  const foldable = train.map(({ path, bytesDigest, label }) => ({
    side: 'train' as const,
    label: classes.indexOf(label),
    group: groups.get(path) ?? bytesDigest,
  }))
  return { folds, foldsOf: (seed) => foldsOf(foldable, folds, new Random(seed, 'held out')) }
}

/** What the person's first run does to training images at random; nothing where it cannot be repeated. */
function trainingDistortions(setups: readonly TrainingSetup[]): Distortion[] {
  const first = firstRun(setups)
  if (first === null) return []
  const { setup, run } = first
  const train = setup.pipelines.find(({ id }) => id === run.fit.train) ?? null
  const model = setup.models.find(({ id }) => id === run.model) ?? null
  const distortions = distortionsOf({ steps: trainingSteps({ train, model }) })
  return 'reason' in distortions ? [] : distortions
}

function backendText(
  trunk: Trunk,
  size: number,
  { hidden, origin }: Pick<Recipe, 'hidden' | 'origin'>,
  sides: { whole: Ground; ground: Ground },
): string {
  const { whole, ground } = sides
  const count = ({ train, evaluation }: Ground) => train.length + evaluation.length
  const sampled = count(ground) < count(whole) ? `, ${count(ground)} of ${count(whole)} images` : ''
  const layers = hidden.length > 0 ? ' with hidden layers' : ''
  return `${trunk.backend.title} for the trunk at ${size}x${size}, own softmax head${layers} by ${origin}${sampled}`
}

/**
 * Training copies of evaluation images: those of the clusters, as they are known before anything is judged, and what
 * leakage rules found beyond them.
 */
function copiesOf({ findings, images }: ProveRequest, whole: Ground): Map<string, string[]> {
  const leaks = findings.filter(({ rule }) => rule.startsWith('leakage/'))
  return copiesAmong([...images.clusters, ...leaks.map((leak) => ({ members: imagesOf(leak) }))], whole)
}
