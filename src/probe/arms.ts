import type { WorkContext } from '../model/progress.ts'
import type { Ground, ProbeSample } from '../train/ground.ts'
import { crossEntropy, type SoftmaxHead } from '../train/head/softmax.ts'
import { argmax, type HeadData, type TrainingSample, trainHead } from '../train/head/train.ts'
import type { Recipe } from '../train/recipe.ts'

/** A measure of predictions, per repetition and evaluation sample. */
export type Outcomes = number[][]

/** How the heads of an arm did. */
export interface Scores {
  /** 1 where the first guess was the label, else 0. */
  right: Outcomes
  /**
   * Brier scores (Brier 1950): squared distance of the predicted probabilities from the truth, 0 to 2. As a proper
   * score (Gneiting and Raftery 2007) it rewards no false confidence, and it tells small gains with far fewer images
   * than right or wrong does: every prediction that moves counts, not only those that change sides.
   */
  brier: Outcomes
}

/** Everything that training an arm needs beside its training samples. */
export interface Bench {
  ground: Ground
  recipe: Recipe
  /** One per repetition. */
  seeds: readonly number[]
  /** Pooled features by pixel digest; more than one per image when training is augmented. */
  views: ReadonlyMap<string, readonly Float32Array[]>
  work: WorkContext
}

/**
 * Trains one head per repetition on the samples that `samplesOf` gives for its seed.
 * Throws the signal's reason when aborted.
 */
export async function trainHeads(
  bench: Bench,
  samplesOf: (seed: number) => readonly ProbeSample[],
  trained: () => void,
): Promise<SoftmaxHead[]> {
  const { recipe, seeds, work } = bench
  const heads: SoftmaxHead[] = []
  for (const seed of seeds) {
    // A head is half a second of plain computing: let progress be drawn and Ctrl-C be heard in between.
    await new Promise((resume) => setImmediate(resume))
    work.signal.throwIfAborted()
    heads.push(trainHead(headDataOf(bench, samplesOf(seed)), recipe, seed))
    trained()
  }
  return heads
}

/** What a head learns from these training samples, and is watched on: the evaluation samples as they are. */
export function headDataOf({ ground, views }: Bench, samples: readonly ProbeSample[]): HeadData {
  const index = new Map(ground.classes.map((name, i) => [name, i]))
  const labelled = ({ label, bytesDigest }: ProbeSample): TrainingSample => ({
    label: index.get(label) ?? -1,
    views: views.get(bytesDigest) ?? [],
  })
  const validation = ground.evaluation.flatMap((sample) => {
    const { label, views } = labelled(sample)
    return views.slice(0, 1).map((features) => ({ label, features }))
  })
  return { classes: ground.classes.length, train: samples.map(labelled), validation }
}

/** The features of each sample as it is, in the samples' order. */
export const plainFeatures = (samples: readonly ProbeSample[], views: Bench['views']): Float32Array[] =>
  samples.map(({ bytesDigest }) => views.get(bytesDigest)?.[0] ?? new Float32Array())

/** Trains an arm, see {@link trainHeads}, and measures each of its heads on all evaluation samples. */
export async function trainArm(
  bench: Bench,
  samplesOf: (seed: number) => readonly ProbeSample[],
  trained: () => void,
): Promise<Scores> {
  const { ground, views } = bench
  const heads = await trainHeads(bench, samplesOf, trained)
  return scoresOf(heads, plainFeatures(ground.evaluation, views), ground)
}

/** The scores of heads that are trained on these features of the bench's samples, in the samples' order. */
export async function scoresOn(
  bench: Bench,
  train: readonly Float32Array[],
  evaluation: readonly Float32Array[],
  trained: () => void,
): Promise<Scores> {
  const { ground } = bench
  const views = new Map([
    ...ground.evaluation.map(({ bytesDigest }, i) => [bytesDigest, evaluation.slice(i, i + 1)] as const),
    ...ground.train.map(({ bytesDigest }, i) => [bytesDigest, train.slice(i, i + 1)] as const),
  ])
  const heads = await trainHeads({ ...bench, views }, () => ground.train, trained)
  return scoresOf(heads, evaluation, ground)
}

const scoresOf = (
  heads: readonly SoftmaxHead[],
  features: readonly Float32Array[],
  ground: Ground,
): Scores => ({
  right: heads.map((head) => rightOrWrong(head, features, ground)),
  brier: heads.map((head) => brierScores(head, features, ground)),
})

function brierScores(
  head: SoftmaxHead,
  features: readonly Float32Array[],
  { classes, evaluation }: Ground,
): number[] {
  return features.map((vector, i) =>
    head.predict(vector).reduce((sum, probability, k) => {
      const error = probability - (classes[k] === evaluation[i]?.label ? 1 : 0)
      // A head that has diverged knows nothing and is sure of it.
      return sum + (Number.isFinite(error) ? error ** 2 : 2 / classes.length)
    }, 0),
  )
}

/** 1 where the head's first guess for an evaluation sample is its label, else 0; `features` in their order. */
export function rightOrWrong(
  head: SoftmaxHead,
  features: readonly Float32Array[],
  { classes, evaluation }: Ground,
): number[] {
  return features.map((vector, i) => (classes[argmax(head.predict(vector))] === evaluation[i]?.label ? 1 : 0))
}

/** The cross-entropy of a head for each evaluation sample, 0..16.1 as Keras clips it; `features` in their order. */
export function lossesOf(
  head: SoftmaxHead,
  features: readonly Float32Array[],
  { classes, evaluation }: Ground,
): number[] {
  const index = new Map(classes.map((name, i) => [name, i]))
  return features.map((vector, i) => {
    const loss = crossEntropy(head.predict(vector), index.get(evaluation[i]?.label ?? '') ?? -1)
    return Number.isFinite(loss) ? loss : crossEntropy(new Float64Array(), 0)
  })
}
