import { expect, test } from 'vitest'
import { Random } from '../../src/model/random.ts'
import { type Bench, trainArm } from '../../src/probe/arms.ts'
import { crossedBootstrap } from '../../src/probe/statistics/crossed.ts'
import { beyond } from '../../src/probe/statistics/least-effect.ts'
import { leakOf } from '../../src/probe/trials/samples.ts'
import { trySamples } from '../../src/probe/trials/treated-samples.ts'
import type { Ground, ProbeSample } from '../../src/train/ground.ts'
import { recipeOf } from '../../src/train/recipe.ts'
import { workIn } from './project-of.ts'

const LEAKED = 5

/**
 * Classes that one feature tells apart, but for five images that lie among the others and each have a feature of their
 * own: they are told by heads that learned from a copy of them.
 */
function leakAmong(clean: number) {
  const features = new Map<string, Float32Array[]>()
  const sample = (path: string, label: string, signal: number, own?: number): ProbeSample => {
    const vector = new Float32Array(1 + LEAKED)
    vector[0] = signal
    if (own !== undefined) vector[1 + own] = 2
    features.set(path, [vector])
    return { path, source: { path }, bytesDigest: path, label }
  }
  const plain = (side: string, count: number) =>
    Array.from({ length: count }, (_, i) => sample(`${side}${i}`, i % 2 ? 'a' : 'b', i % 2 ? 3 : -3))
  const strange = (side: string) =>
    Array.from({ length: LEAKED }, (_, i) => sample(`${side} strange${i}`, 'b', 3, i))
  const [copies, leaked] = [strange('train'), strange('val')]
  const ground: Ground = {
    train: [...plain('train', 60), ...copies],
    evaluation: [...plain('val', clean), ...leaked],
    evaluationSplit: 'validation',
    classes: ['a', 'b'],
  }
  const usual = recipeOf([], 60)
  const recipe = {
    ...usual,
    dropout: 0,
    plateau: null,
    optimizer: { ...usual.optimizer, learningRate: 0.1 },
  }
  const bench: Bench = {
    ground,
    recipe,
    seeds: [1, 2, 3],
    views: features,
    heldOut: null,
    work: workIn(null),
  }
  return {
    bench,
    removed: new Set(copies.map(({ path }) => path)),
    named: new Set(leaked.map(({ path }) => path)),
  }
}

const tried = async (clean: number) => {
  const { bench, removed, named } = leakAmong(clean)
  const baseline = () =>
    trainArm(
      bench,
      () => bench.ground.train,
      () => {},
    )
  const outcome = await trySamples({ removed, relabelled: new Map() }, { ...bench, baseline }, leakOf(named))
  return outcome.conclude(0.95)
}

test('a leak is confirmed where it matters: five of 200 images', async () => {
  const { verdict, effect } = await tried(195)
  expect(effect).toBeCloseTo(-0.025, 4)
  expect(verdict).toBe('confirmed')
})

test('five of 4000 are told from chance, but are too little to matter', async () => {
  const { verdict, effect, interval, reason } = await tried(3995)
  expect(effect).toBeCloseTo(-0.00125, 5)
  expect(interval?.[1]).toBeLessThan(0)
  expect(verdict).toBe('inconclusive')
  expect(reason).toContain('0.1 points of the whole, which is too little to matter')
})

test('what lies beyond a margin is nearer to zero by it', () => {
  const differences = [Array.from({ length: 50 }, (_, i) => 0.1 + (i % 5) / 50)]
  const resampled = crossedBootstrap(differences, new Random(1))
  const { mean, means } = beyond(resampled, 0.05)
  expect(mean).toBeCloseTo(resampled.mean - 0.05)
  expect([...means]).toEqual([...resampled.means].map((value): unknown => expect.closeTo(value - 0.05, 10)))
  expect(beyond(resampled, 1)).toMatchObject({ mean: 0 })
})
