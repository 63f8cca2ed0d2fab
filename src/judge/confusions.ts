import type { Predictions } from '../model/predictions.ts'

/** Two classes, and how well heads that did not learn a sample tell which of the two it is. */
export interface Confusion {
  /** Class indices, the smaller first. */
  pair: [number, number]
  /** Share told rightly, mean of both classes: 0.5 is chance. */
  accuracy: number
  /** Its 95 % interval. */
  interval: [number, number]
  /** Of each class, how many samples look more like the other one. */
  mistaken: [number, number]
  samples: [number, number]
}

/** Every pair of classes that have samples, the worst told first. */
export function confusionsOf({ samples, classes }: Predictions): Confusion[] {
  const members = classes.map((_, k) => samples.filter(({ label }) => label === k))
  const mistakenFor = (own: number, other: number) =>
    (members[own] ?? []).filter(
      ({ probabilities }) => (probabilities[own] ?? 0) < (probabilities[other] ?? 0),
    ).length
  const pairs = classes.flatMap((_, b) => classes.slice(0, b).map((_, a): [number, number] => [a, b]))
  return pairs
    .flatMap(([a, b]): Confusion[] => {
      const sizes: [number, number] = [members[a]?.length ?? 0, members[b]?.length ?? 0]
      if (Math.min(...sizes) === 0) return []
      const mistaken: [number, number] = [mistakenFor(a, b), mistakenFor(b, a)]
      return [{ pair: [a, b], mistaken, samples: sizes, ...accuracyOf(mistaken, sizes) }]
    })
    .sort((x, y) => x.accuracy - y.accuracy)
}

/** Normal approximation, each share moved towards one half by two right and two wrong samples (Agresti and Coull 1998). */
function accuracyOf(mistaken: [number, number], samples: [number, number]) {
  const shares = [0, 1].map((side) => 1 - ((mistaken[side] ?? 0) + 2) / ((samples[side] ?? 0) + 4))
  const variance = shares.reduce(
    (sum, share, side) => sum + (share * (1 - share)) / ((samples[side] ?? 0) + 4),
    0,
  )
  const centre = ((shares[0] ?? 0) + (shares[1] ?? 0)) / 2
  const half = (1.96 * Math.sqrt(variance)) / 2
  const accuracy = 1 - (mistaken[0] / samples[0] + mistaken[1] / samples[1]) / 2
  return { accuracy, interval: [centre - half, Math.min(centre + half, 1)] satisfies [number, number] }
}
