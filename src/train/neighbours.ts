import { type Learnable, poolOf } from './out-of-fold.ts'
import { preparation } from './standardise.ts'

/** Usual for judging labels by neighbours in feature space: Zhu et al. 2022, https://arxiv.org/abs/2110.06283. */
const NEIGHBOURS = 10

/**
 * For the samples asked for (indices), how many of their ten nearest neighbours carry each class, by the angle
 * between prepared features; neighbours come from what the heads of the sample's side learn from, never from its
 * group. `before` is called before each sample; what it throws ends the work.
 */
export async function votesOf(
  samples: readonly Learnable[],
  asked: readonly number[],
  { classes, before }: { classes: number; before(): Promise<void> },
): Promise<Map<number, number[]>> {
  const votes = new Map<number, number[]>()
  for (const side of new Set(asked.flatMap((i) => samples[i]?.side ?? []))) {
    const pool = poolOf(samples, side).flatMap((i) => samples[i] ?? [])
    const prepare = preparation(pool.map(({ features }) => features))
    const prepared = pool.map(({ features, label, group }) => ({ label, group, vector: prepare(features) }))
    for (const i of asked) {
      const sample = samples[i]
      if (sample?.side !== side) continue
      await before()
      const vector = prepare(sample.features)
      const nearest = prepared
        .filter(({ group }) => group !== sample.group)
        .map((other) => ({ label: other.label, likeness: dot(vector, other.vector) }))
        .sort((a, b) => b.likeness - a.likeness)
        .slice(0, NEIGHBOURS)
      const counts = new Array<number>(classes).fill(0)
      for (const { label } of nearest) counts[label] = (counts[label] ?? 0) + 1
      votes.set(i, counts)
    }
  }
  return votes
}

/** Prepared vectors have one length, so this ranks as the cosine. */
function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}
