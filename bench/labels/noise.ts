import { doubts, provenDoubts } from '../../src/judge/doubtful-labels.ts'
import type { Predictions } from '../../src/model/predictions.ts'
import { Random } from '../../src/model/random.ts'
import { outOfFold } from '../../src/train/out-of-fold.ts'
import type { Photos } from './photos.ts'

/** Any other class, or always the next one (class-pair noise). */
export interface Noise {
  kind: 'none' | 'uniform' | 'pair'
  /** Share of the labels that are made wrong, 0..1. */
  share: number
}

/** The noises that are planted, and none. */
export const noises: readonly Noise[] = [
  { kind: 'none', share: 0 },
  ...(['uniform', 'pair'] as const).flatMap((kind) => [0.05, 0.1, 0.2].map((share) => ({ kind, share }))),
]

/** What is made of a set with noise, per photo. */
export interface Judged {
  labels: number[]
  wrong: boolean[]
  probabilities: number[][]
  /** As many as are estimated to be wrong. */
  doubted: boolean[]
  /** By the rule. */
  named: boolean[]
  /** Estimated share of wrong labels, and the lower end of its interval. */
  rate: number
  least: number
}

/** Judges the labels of the photos after some were made wrong. */
export async function judge(photos: Photos, noise: Noise, seed: number): Promise<Judged> {
  const classes = photos.classes.length
  const truth = photos.samples.map(({ label }) => label)
  const labels = plant(truth, classes, noise, seed)
  const noisy = photos.samples.map((sample, i) => ({ ...sample, label: labels[i] ?? 0 }))
  const rows = await outOfFold(noisy, { classes, seed, before: async () => {} })
  const probabilities = rows.map((row) => row ?? new Array<number>(classes).fill(1 / classes))
  const samples = labels.map((label, i) => ({ path: `${i}`, label, probabilities: probabilities[i] ?? [] }))
  const predictions: Predictions = { classes: photos.classes, samples, left: 0 }
  const { rate, least, labels: doubted } = doubts(predictions)
  const among = (some: readonly { sample: { path: string } }[]) => {
    const paths = new Set(some.map(({ sample }) => sample.path))
    return labels.map((_, i) => paths.has(`${i}`))
  }
  return {
    labels,
    wrong: truth.map((label, i) => label !== labels[i]),
    probabilities,
    doubted: among(doubted),
    named: among(provenDoubts(predictions).labels),
    rate,
    least,
  }
}

function plant(labels: readonly number[], classes: number, { kind, share }: Noise, seed: number): number[] {
  const random = new Random(seed, 'noise', kind, share)
  const chosen = new Set(random.shuffled([...labels.keys()]).slice(0, Math.round(labels.length * share)))
  return labels.map((label, i) => {
    if (!chosen.has(i)) return label
    return (label + (kind === 'pair' ? 1 : 1 + random.below(classes - 1))) % classes
  })
}

/** So many of the photos, at random. */
export function partOf(photos: Photos, count: number, seed: number): Photos {
  const chosen = new Set(new Random(seed, 'part').shuffled([...photos.samples.keys()]).slice(0, count))
  const inPart = <T>(list: readonly T[]) => list.filter((_, i) => chosen.has(i))
  return { classes: photos.classes, samples: inPart(photos.samples), paths: inPart(photos.paths) }
}
