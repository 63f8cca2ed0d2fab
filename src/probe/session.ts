import type { Trunk } from '../embed/trunk.ts'
import type { Finding } from '../model/finding.ts'
import type { WorkContext } from '../model/progress.ts'
import { affordableImages, type Budget, budgetOf, type ExtraViews, inputSizeFor } from '../train/budget.ts'
import type { Ground } from '../train/ground.ts'
import { recipeOf } from '../train/recipe.ts'
import { sampleGround } from '../train/sampling.ts'
import { standardiser } from '../train/standardise.ts'
import { type Bench, type Outcomes, trainArm } from './arms.ts'
import type { ProveRequest } from './request.ts'
import { imagesOf } from './treatment.ts'

/** What all trials of one probe share. */
export interface Session extends Bench {
  request: ProveRequest
  trunk: Trunk
  budget: Budget
  /** Side of the input in pixels. */
  size: number
  /** What is done to pooled features before a head sees them. */
  prepare(features: Float32Array): Float32Array
  /** The person's project trained as it is; computed once. */
  baseline(trained: () => void): Promise<Outcomes>
  /** What computed the trials, for people. */
  backend: string
}

/** The trials cannot be run on this project or machine; the message says why in one line. */
export class NotRun extends Error {
  override name = 'NotRun'
}

/**
 * Chooses samples of the whole ground and an input size within the budget, and computes their features.
 * `extraViews` is how many further trunk passes per evaluation and per training image the trials will ask for.
 * Throws an `Error` with one line of reason for an image that cannot be decoded.
 */
export async function openSession(
  request: ProveRequest,
  { whole, trunk }: { whole: Ground; trunk: Trunk },
  extraViews: ExtraViews,
  work: WorkContext,
): Promise<Session> {
  const budget = budgetOf(request.mode, request.project.config.probe)
  const recipe = recipeOf(request.setups, budget.epochs)
  const { costAt299 } = trunk.backend
  const copies = copiesOf(request.findings, whole)
  const passes = ({ train, evaluation }: Ground) =>
    train.length * (1 + extraViews.training) + evaluation.length * (1 + extraViews.evaluation)
  const wished = sampleGround(whole, budget.samples, copies, work.seed)
  const images = passes(wished)
  const size = inputSizeFor(
    request.project.config.probe?.size ?? recipe.inputSize,
    { images, costAt299 },
    budget,
  )
  const affordable = affordableImages(size, { images, costAt299 }, budget) / images
  const wishedSamples = wished.train.length + wished.evaluation.length
  const ground = sampleGround(whole, Math.floor(wishedSamples * Math.min(affordable, 1)), copies, work.seed)

  const samples = [...ground.train, ...ground.evaluation]
  const features = await trunk.features(
    samples.map(({ file, pixelDigest }) => ({ path: file, pixelDigest })),
    { size, title: 'computing features' },
  )
  const prepare = trunk.weights.standardise
    ? standardiser(features.slice(0, ground.train.length))
    : (vector: Float32Array) => vector
  const views = new Map(
    samples.map(({ pixelDigest }, i) => [pixelDigest, features.slice(i, i + 1).map(prepare)]),
  )
  const seeds = Array.from({ length: budget.seeds }, (_, i) => work.seed + i)
  const bench: Bench = { ground, recipe, seeds, views, work }
  let baseline: Outcomes | null = null
  return {
    ...bench,
    request,
    trunk,
    budget,
    size,
    prepare,
    async baseline(trained) {
      baseline ??= await trainArm(bench, () => ground.train, trained)
      return baseline
    },
    backend: backendText(trunk, size, recipe.origin, { whole, ground }),
  }
}

function backendText(
  trunk: Trunk,
  size: number,
  origin: string,
  sides: { whole: Ground; ground: Ground },
): string {
  const { whole, ground } = sides
  const count = ({ train, evaluation }: Ground) => train.length + evaluation.length
  const sampled = count(ground) < count(whole) ? `, ${count(ground)} of ${count(whole)} images` : ''
  return `${trunk.backend.title} for the trunk at ${size}x${size}, own softmax head by ${origin}${sampled}`
}

/** Training images found together with an evaluation image, by the latter's path. */
function copiesOf(findings: readonly Finding[], { evaluation }: Ground): Map<string, string[]> {
  const measured = new Set(evaluation.map(({ path }) => path))
  const copies = new Map<string, string[]>()
  for (const finding of findings) {
    if (!finding.rule.startsWith('leakage/')) continue
    const paths = imagesOf(finding)
    const others = paths.filter((path) => !measured.has(path))
    for (const path of paths)
      if (measured.has(path)) copies.set(path, [...(copies.get(path) ?? []), ...others])
  }
  return copies
}
