import type { WorkContext } from '../model/progress.ts'
import type { Ground, ProbeSample } from './ground.ts'
import { argmax, type TrainingSample, trainHead } from './head/train.ts'
import type { Recipe } from './recipe.ts'

/** Whether a prediction was right, per repetition and evaluation sample: 1 or 0. */
export type Outcomes = number[][]

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
 * Trains one head per repetition on the samples that `samplesOf` gives for its seed, and measures each on all
 * evaluation samples. Throws the signal's reason when aborted.
 */
export async function trainArm(
  bench: Bench,
  samplesOf: (seed: number) => readonly ProbeSample[],
  trained: () => void,
): Promise<Outcomes> {
  const { ground, recipe, seeds, work } = bench
  const index = new Map(ground.classes.map((name, i) => [name, i]))
  const labelled = ({ label, pixelDigest }: ProbeSample): TrainingSample => ({
    label: index.get(label) ?? -1,
    views: bench.views.get(pixelDigest) ?? [],
  })
  const validation = ground.evaluation.map(labelled).map(({ label, views }) => ({
    label,
    features: views[0] ?? new Float32Array(),
  }))
  const outcomes: Outcomes = []
  for (const seed of seeds) {
    // A head is half a second of plain computing: let progress be drawn and Ctrl-C be heard in between.
    await new Promise((resume) => setImmediate(resume))
    work.signal.throwIfAborted()
    const data = { classes: ground.classes.length, train: samplesOf(seed).map(labelled), validation }
    const head = trainHead(data, recipe, seed)
    outcomes.push(validation.map(({ features, label }) => (argmax(head.predict(features)) === label ? 1 : 0)))
    trained()
  }
  return outcomes
}
