import type { Ground, ProbeSample } from '../train/ground.ts'
import { argmax, crossEntropy, type Head } from '../train/head/softmax.ts'

/** A measure of predictions, per repetition and measured sample. */
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
  /** Cross-entropies, 0..16.1 as Keras clips them: a few images that are sure and wrong outweigh all others. */
  losses: Outcomes
}

/** Each head on each sample; `features` in the samples' order. */
export function scoresOf(
  heads: readonly Head[],
  features: readonly Float32Array[],
  samples: readonly ProbeSample[],
  { classes }: Pick<Ground, 'classes'>,
): Scores {
  const labels = samples.map(({ label }) => classes.indexOf(label))
  const rows = heads.map((head) =>
    head.predictAll(features).map((probabilities, i) => scoreOf(probabilities, labels[i] ?? -1)),
  )
  return {
    right: rows.map((row) => row.map(({ right }) => right)),
    brier: rows.map((row) => row.map(({ brier }) => brier)),
    losses: rows.map((row) => row.map(({ loss }) => loss)),
  }
}

function scoreOf(probabilities: Float64Array, label: number) {
  const loss = crossEntropy(probabilities, label)
  return {
    right: argmax(probabilities) === label ? 1 : 0,
    brier: probabilities.reduce((sum, probability, k) => {
      const error = probability - (k === label ? 1 : 0)
      // A head that has diverged knows nothing and is sure of it.
      return sum + (Number.isFinite(error) ? error ** 2 : 2 / probabilities.length)
    }, 0),
    loss: Number.isFinite(loss) ? loss : crossEntropy(new Float64Array(), 0),
  }
}

const measures = ['right', 'brier', 'losses'] as const

const scoresBy = (rows: (measure: keyof Scores) => Outcomes): Scores => {
  const [right, brier, losses] = measures.map(rows)
  return { right: right ?? [], brier: brier ?? [], losses: losses ?? [] }
}

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
