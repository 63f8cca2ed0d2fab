import type { WorkContext } from '../model/progress.ts'
import type { Ground, ProbeSample } from '../train/ground.ts'
import type { Head } from '../train/head/softmax.ts'
import { type HeadData, type TrainingSample, trainHead } from '../train/head/train.ts'
import type { Recipe } from '../train/recipe.ts'
import { beside, inOrder, type Scores, scoresOf, stacked } from './scores.ts'
import { type Follow, finite, type Watch } from './watch.ts'

/** A partition of the training samples for each repetition. */
export interface HeldOut {
  folds: number
  /** The fold of each training sample, 0 to `folds - 1`, for a seed. */
  foldsOf(seed: number): readonly number[]
}

/** Everything that training an arm needs beside its training samples. */
export interface Bench {
  ground: Ground
  recipe: Recipe
  /** One per repetition. */
  seeds: readonly number[]
  /** Pooled features by pixel digest; more than one per image when training is augmented. */
  views: ReadonlyMap<string, readonly Float32Array[]>
  /** Where training images are measured as well, each by heads that did not learn from its fold. */
  heldOut: HeldOut | null
  work: WorkContext
}

/** The samples that arms are measured on, in the order of their scores. */
export const measuredBy = ({ ground, heldOut }: Pick<Bench, 'ground' | 'heldOut'>): ProbeSample[] =>
  heldOut === null ? ground.evaluation : [...ground.evaluation, ...ground.train]

/** How many epochs an arm trains, all heads together. */
export const epochsOf = ({ seeds, heldOut, recipe }: Pick<Bench, 'seeds' | 'heldOut' | 'recipe'>): number =>
  seeds.length * (1 + (heldOut?.folds ?? 0)) * recipe.epochs

/** Trains one head on data by a recipe and a seed; `after` each epoch it is told, from 1, with how to get the validation loss. */
type Train<H extends Head> = (
  data: HeadData,
  recipe: Recipe,
  seed: number,
  after: (epoch: number, validationLoss: () => number) => void,
) => H

/**
 * Trains one head per repetition on the samples that `samplesOf` gives for its seed.
 * Throws the signal's reason when aborted.
 */
export const trainHeads = (
  bench: Bench,
  samplesOf: (seed: number) => readonly ProbeSample[],
  follow: Follow,
): Promise<Head[]> => trainEach(trainHead, bench, samplesOf, follow)

/** The same with heads of one kind. */
export async function trainEach<H extends Head>(
  train: Train<H>,
  bench: Bench,
  samplesOf: (seed: number) => readonly ProbeSample[],
  follow: Follow,
): Promise<H[]> {
  const { recipe, seeds, work } = bench
  const heads: H[] = []
  for (const [i, seed] of seeds.entries()) {
    // A head is half a second of plain computing: let progress be drawn and Ctrl-C be heard in between.
    await new Promise((resume) => setImmediate(resume))
    work.signal.throwIfAborted()
    const { epochs } = recipe
    const after = (epoch: number, validationLoss: () => number) =>
      follow({ seed: i + 1, seeds: seeds.length, epoch, epochs }, validationLoss)
    heads.push(train(headDataOf(bench, samplesOf(seed)), recipe, seed, after))
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

/** Trains an arm, see {@link trainHeads}, and measures each of its heads on all that the bench measures. */
export async function trainArm(
  bench: Bench,
  samplesOf: (seed: number) => readonly ProbeSample[],
  watch: Watch,
): Promise<Scores> {
  return armOn(bench, samplesOf, plainFeatures(measuredBy(bench), bench.views), watch)
}

/** Features of the bench's samples as they reach the network, in the samples' order. */
export interface Seen {
  /** Of the training samples where they are learned from. */
  train: readonly Float32Array[]
  /** Of the {@link measuredBy} samples. */
  measured: readonly Float32Array[]
}

/** The scores of heads that are trained and measured on features that are seen otherwise. */
export async function scoresOn(bench: Bench, seen: Seen, watch: Watch): Promise<Scores> {
  const { ground } = bench
  const views = new Map([
    ...ground.evaluation.map(({ bytesDigest }, i) => [bytesDigest, seen.measured.slice(i, i + 1)] as const),
    ...ground.train.map(({ bytesDigest }, i) => [bytesDigest, seen.train.slice(i, i + 1)] as const),
  ])
  return armOn({ ...bench, views }, () => ground.train, seen.measured, watch)
}

/** `measured`: features of the {@link measuredBy} samples. */
async function armOn(
  bench: Bench,
  samplesOf: (seed: number) => readonly ProbeSample[],
  measured: readonly Float32Array[],
  watch: Watch,
): Promise<Scores> {
  const { ground, heldOut } = bench
  const curve: number[] = []
  const heads = await trainHeads(bench, samplesOf, (at, validationLoss) => {
    if (at.seed === 1) curve.push(finite(validationLoss()))
    watch(at)
  })
  const scores = scoresOf(heads, measured.slice(0, ground.evaluation.length), ground.evaluation, ground)
  if (heldOut === null) return { ...scores, curve }
  const own = measured.slice(ground.evaluation.length)
  return { ...beside(scores, await heldOutScores(bench, heldOut, samplesOf, own, watch)), curve }
}

/** Training samples, each measured by a head that is trained on the samples of the other folds. */
async function heldOutScores(
  bench: Bench,
  { folds, foldsOf }: HeldOut,
  samplesOf: (seed: number) => readonly ProbeSample[],
  features: readonly Float32Array[],
  watch: Watch,
): Promise<Scores> {
  const { ground, seeds } = bench
  const rows: Scores[] = []
  for (const [i, seed] of seeds.entries()) {
    const ofSeed: Watch = (at) => watch({ ...at, seed: i + 1, seeds: seeds.length })
    const foldOf = new Map(foldsOf(seed).map((fold, i) => [ground.train[i]?.path, fold]))
    const parts: { at: number[]; scores: Scores }[] = []
    for (let fold = 0; fold < folds; fold++) {
      const learned = (one: number) => samplesOf(one).filter(({ path }) => foldOf.get(path) !== fold)
      const heads = await trainHeads({ ...bench, seeds: [seed] }, learned, ofSeed)
      const at = ground.train.flatMap(({ path }, i) => (foldOf.get(path) === fold ? [i] : []))
      const samples = at.flatMap((i) => ground.train[i] ?? [])
      const own = at.flatMap((i) => features[i] ?? [])
      parts.push({ at, scores: scoresOf(heads, own, samples, ground) })
    }
    rows.push(inOrder(parts, ground.train.length))
  }
  return stacked(rows)
}
