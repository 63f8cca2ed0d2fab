import { sourceOf } from '../containers/byte-reader.ts'
import { openTrunk, type Trunk } from '../embed/trunk.ts'
import type { Dataset } from '../model/dataset.ts'
import type { ImageFacts } from '../model/images.ts'
import type { Prediction, Predictions } from '../model/predictions.ts'
import type { WorkContext } from '../model/progress.ts'
import type { Project } from '../model/project.ts'
import { Random } from '../model/random.ts'
import type { TrainingSetup } from '../model/setup.ts'
import { affordableImages, budgetOf, inputSizeFor } from './budget.ts'
import { FEWEST_EVALUATION, FEWEST_TRAINING, groundOf, type ProbeSample } from './ground.ts'
import { groupsOf } from './groups.ts'
import { type Learnable, outOfFold, roundsFor, type Said } from './out-of-fold.ts'
import { copiesAmong, type Plan, planOf } from './plan.ts'
import { recipeOf } from './recipe.ts'
import { stratified } from './sampling.ts'

/** As many as the probe asks for, training and evaluation images together. */
const FEWEST = FEWEST_TRAINING + FEWEST_EVALUATION

export interface PredictRequest {
  project: Project
  dataset: Dataset
  images: ImageFacts
  setups: readonly TrainingSetup[]
  /** The class of a label: one name for all its spellings. */
  classes: ReadonlyMap<string, string>
  mode: 'quick' | 'full'
  /** A back-end by name; else the first that answers. */
  backend?: string
}

/**
 * Out-of-fold predictions for the labelled, readable samples, as many as the probe's budget allows: the samples that
 * the probe would take, at its input size, so that it finds their features in the cache, then those of other splits.
 * Throws `WeightsUnavailable`, the signal's reason, or an `Error` with one line: no back-end, nothing to learn from,
 * an image that cannot be decoded.
 */
export async function predict(request: PredictRequest, work: WorkContext): Promise<Predictions> {
  const usable = usableSamples(request)
  if (usable.length < FEWEST) {
    throw new Error(`${usable.length} labelled images are too few to learn from (at least ${FEWEST})`)
  }
  const trunk = await openTrunk(work, request.backend ?? request.project.config.probe?.backend)
  const started = performance.now()
  try {
    const { chosen, size } = choose(usable, request, trunk, work.seed)
    const classes = [...new Set(chosen.map(({ label }) => label))].sort()
    if (classes.length < 2) throw new Error('the images of one class alone tell nothing about labels')
    const views = chosen.map(({ source, bytesDigest }) => ({ source, bytesDigest }))
    const features = await trunk.features(views, { size, title: 'computing features' })
    const groups = groupsOf(request)
    const learnable = chosen.map((sample, i): Learnable => {
      const { path, bytesDigest, label, side } = sample
      const group = groups.get(path) ?? bytesDigest
      return { side, group, label: classes.indexOf(label), features: features[i] ?? new Float32Array() }
    })
    // Where the heads of one side learn from all samples, those of all sides are the same.
    const said: Said = new Map()
    const judged = await judgedBy(learnable, classes.length, said, work)
    const sides = new Set(learnable.map(({ side }) => side))
    const together = learnable.map((sample): Learnable => ({ ...sample, side: 'all' }))
    const byAll = sides.size > 1 ? await judgedBy(together, classes.length, said, work) : []
    const samples = chosen
      .flatMap(({ path }, i): Prediction[] => {
        const [own, all] = [judged[i], byAll[i]]
        if (!own) return []
        const prediction = { path, label: learnable[i]?.label ?? -1, probabilities: own }
        return [all ? { ...prediction, byAll: all } : prediction]
      })
      .sort((a, b) => (a.path < b.path ? -1 : 1))
    const left = usable.length - samples.length
    if (left > 0) {
      const all = `${samples.length} of ${usable.length}`
      work.progress.note(
        `The labels of ${all} images were judged: the others are beyond the budget or too rare.`,
      )
    }
    return { classes, samples, left, durationMs: performance.now() - started }
  } finally {
    await trunk.close()
  }
}

type Usable = ProbeSample & Pick<Learnable, 'side'>

function usableSamples({ project, dataset, images, classes }: PredictRequest): Usable[] {
  return dataset.samples.flatMap((sample) => {
    const { path, split, label } = sample
    const image = images.images.get(path)
    const name = label === null ? undefined : classes.get(label)
    if (name === undefined || !image?.ok) return []
    const source = sourceOf(project.root, sample)
    return [{ path, source, bytesDigest: image.bytesDigest, label: name, side: split }]
  })
}

/** First what the probe would take; the rest of its budget goes to the other samples. */
function choose(usable: readonly Usable[], request: PredictRequest, trunk: Trunk, seed: number) {
  const { project, dataset, images, setups, mode } = request
  const budget = budgetOf(mode, project.config.probe)
  const inputSize = project.config.probe?.size ?? recipeOf(setups, budget.epochs).inputSize
  const { costAt299 } = trunk.backend
  const whole = groundOf(project, dataset, images)
  const extraViews = { training: 0, evaluation: 0 }
  const count = Math.min(usable.length, budget.samples)
  const plan: Plan | { size: number; ground: null } =
    'reason' in whole
      ? { size: inputSizeFor(inputSize, { images: count, costAt299 }, budget), ground: null }
      : planOf({
          whole,
          copies: copiesAmong(images.clusters, whole),
          inputSize,
          budget,
          costAt299,
          extraViews,
          seed,
        })
  const { size, ground } = plan
  const probed = new Set([...(ground?.train ?? []), ...(ground?.evaluation ?? [])].map(({ path }) => path))
  const affordable = affordableImages(size, { images: count, costAt299 }, budget)
  const room = Math.max(Math.min(count, affordable) - probed.size, 0)
  const others = usable.filter(({ path }) => !probed.has(path))
  const added = new Set(stratified(others, room, new Random(seed, 'other samples')).map(({ path }) => path))
  return { size, chosen: usable.filter(({ path }) => probed.has(path) || added.has(path)) }
}

/** Class probabilities of each sample; null where its class is too rare. */
async function judgedBy(
  samples: readonly Learnable[],
  classes: number,
  said: Said,
  { progress, signal, seed }: WorkContext,
) {
  const stage = progress.start('predicting the labels', roundsFor(samples, seed, said), 'rounds')
  // A round is up to some seconds of plain computing: let progress be drawn and Ctrl-C be heard in between.
  const before = async () => {
    await new Promise((resume) => setImmediate(resume))
    signal.throwIfAborted()
    stage.advance()
  }
  try {
    return await outOfFold(samples, { classes, seed, before, said })
  } finally {
    stage.finish()
  }
}
