import type { Ground, ProbeSample } from '../train/ground.ts'
import { type Score, scoreOf } from '../train/head/score.ts'
import type { Head } from '../train/head/softmax.ts'

/** A measure of predictions, per repetition and measured sample. */
export type Outcomes = number[][]

/** How the heads of an arm did, each {@link Score} by itself. */
export interface Scores extends Record<keyof Score, Outcomes> {
  /** The mean cross-entropy of the evaluation images after each epoch, of the first seed. */
  curve?: readonly number[]
}

/** Each head on each sample; `features` in the samples' order. */
export function scoresOf(
  heads: readonly Head[],
  features: readonly Float32Array[],
  samples: readonly ProbeSample[],
  { classes }: Pick<Ground, 'classes'>,
): Scores {
  const labels = samples.map(({ label }) => classes.indexOf(label))
  return byMeasure(
    heads.map((head) =>
      head.predictAll(features).map((probabilities, i) => scoreOf(probabilities, labels[i] ?? -1)),
    ),
  )
}

/** The scores of each sample by repetition, measure by measure. */
export const byMeasure = (rows: readonly (readonly Score[])[]): Scores => ({
  right: rows.map((row) => row.map(({ right }) => right)),
  brier: rows.map((row) => row.map(({ brier }) => brier)),
})

const scoresBy = (rows: (measure: keyof Score) => Outcomes): Scores => ({
  right: rows('right'),
  brier: rows('brier'),
})

/** The samples of both, repetition by repetition. */
export const beside = (a: Scores, b: Scores): Scores =>
  scoresBy((measure) => a[measure].map((row, r) => [...row, ...(b[measure][r] ?? [])]))

/** The repetitions of all. */
export const stacked = (all: readonly Scores[]): Scores =>
  scoresBy((measure) => all.flatMap((scores) => scores[measure]))

/** One repetition from parts that know the places (`at`) of their samples among `count`. */
export const inOrder = (parts: readonly { at: readonly number[]; scores: Scores }[], count: number): Scores =>
  scoresBy((measure) => {
    const row = new Array<number>(count).fill(0)
    for (const { at, scores } of parts)
      at.forEach((place, i) => {
        row[place] = scores[measure][0]?.[i] ?? 0
      })
    return [row]
  })
