import { describe, expect, test } from 'vitest'
import { silent } from '../../src/model/progress.ts'
import { Random } from '../../src/model/random.ts'
import { type Bench, scoresOn, trainArm, trainHeads } from '../../src/probe/arms.ts'
import { hiddenArms } from '../../src/probe/hidden/arms.ts'
import type { Epoch } from '../../src/probe/watch.ts'
import type { Ground, ProbeSample } from '../../src/train/ground.ts'
import { recipeOf } from '../../src/train/recipe.ts'

const classes = ['cat', 'dog', 'owl']

const samples = (split: string, count: number): ProbeSample[] =>
  Array.from({ length: count }, (_, i) => {
    const path = `${split}/${i}`
    return { path, source: { path }, bytesDigest: path, label: classes[i % 3] ?? '' }
  })

const ground: Ground = {
  train: samples('train', 60),
  evaluation: samples('val', 30),
  evaluationSplit: 'validation',
  classes,
}

const work = { progress: silent, signal: new AbortController().signal, cacheDir: null, jobs: 1, seed: 1 }
const usual = recipeOf([], 20)
const recipe = { ...usual, dropout: 0, optimizer: { ...usual.optimizer, learningRate: 0.02 } }
const bench: Bench = { ground, recipe, seeds: [1, 2], views: new Map(), heldOut: null, work }

/** Noise, with a number of its class that is as large as `signal`. */
function features(count: number, signal: number): Float32Array[] {
  const random = new Random(5, count)
  return Array.from({ length: count }, (_, i) =>
    Float32Array.from({ length: 30 }, (_, d) => random.normal() + (d % 3 === i % 3 ? signal : 0)),
  )
}

const mean = (rows: readonly (readonly number[])[]) => {
  const all = rows.flat()
  return all.reduce((sum, value) => sum + value, 0) / all.length
}

describe('the scores of an arm', () => {
  test('are near 0 where classes lie far apart, and that of guessing where nothing tells them', async () => {
    const clear = await scoresOn(bench, { train: features(60, 4), measured: features(30, 4) }, () => {})
    expect(mean(clear.right)).toBeGreaterThan(0.95)
    expect(mean(clear.brier)).toBeLessThan(0.1)
    const dim = await scoresOn(bench, { train: features(60, 0), measured: features(30, 0) }, () => {})
    expect(mean(dim.right)).toBeLessThan(0.6)
    // Equal probabilities for three classes score 2/3; surer guesses score worse.
    expect(mean(dim.brier)).toBeGreaterThan(2 / 3)
    expect(clear.brier.map(({ length }) => length)).toEqual([30, 30])
  })

  test('held-out training images are told by heads that did not learn from them', async () => {
    const folds = {
      folds: 3,
      foldsOf: (seed: number) => ground.train.map((_, i) => (Math.floor(i / 3) + seed) % 3),
    }
    const heldOut = { ...bench, heldOut: folds }
    const seen = (signal: number) => ({
      train: features(60, signal),
      measured: [...features(30, signal), ...features(60, signal)],
    })
    const clear = await scoresOn(heldOut, seen(4), () => {})
    expect(clear.brier.map(({ length }) => length)).toEqual([90, 90])
    expect(mean(clear.right.map((row) => row.slice(30)))).toBeGreaterThan(0.95)
    // Learned by heart these would be right; labels without any signal cannot be told of images left out.
    const dim = await scoresOn(heldOut, seen(0), () => {})
    expect(mean(dim.right.map((row) => row.slice(30)))).toBeLessThan(0.6)
    const byHeart = await scoresOn(bench, { train: features(60, 0), measured: features(60, 0) }, () => {})
    expect(mean(byHeart.right)).toBeGreaterThan(0.7)
  })

  test('in threads are those of heads trained one after the other, arm by arm', async () => {
    const [train, measured] = [features(60, 1), features(30, 1)]
    const views = new Map([
      ...ground.train.map(({ bytesDigest }, i) => [bytesDigest, train.slice(i, i + 1)] as const),
      ...ground.evaluation.map(({ bytesDigest }, i) => [bytesDigest, measured.slice(i, i + 1)] as const),
    ])
    const hidden = [{ units: 24, activation: 'relu', dropout: 0, l1: 0, l2: 0 } as const]
    const own = { ...bench, views, work: { ...work, jobs: 2 }, recipe: { ...recipe, hidden, epochs: 4 } }
    const decayed = { ...own.recipe, hidden: hidden.map((layer) => ({ ...layer, l1: 0, l2: 0.1 })) }
    const places: Record<'threads' | 'alone', Epoch[][]> = { threads: [[], []], alone: [[], []] }
    const watch = (how: keyof typeof places, arm: number) => (at: Epoch) => void places[how][arm]?.push(at)
    const watches = [watch('threads', 0), watch('threads', 1)]
    const arms = await hiddenArms(own, [own.recipe, decayed], watches)
    const alone = (recipe: typeof decayed, arm: number) =>
      trainArm({ ...own, recipe }, () => ground.train, watch('alone', arm))
    expect(arms).toEqual([await alone(own.recipe, 0), await alone(decayed, 1)])
    expect(arms[0]).not.toEqual(arms[1])
    const [given] = arms
    const [head] = await trainHeads(
      { ...own, seeds: own.seeds.slice(0, 1) },
      () => ground.train,
      () => {},
    )
    const learned = head?.predictAll(measured).map((probabilities, i) => {
      const label = ground.classes.indexOf(ground.evaluation[i]?.label ?? '')
      return -Math.log(probabilities[label] ?? 0)
    })
    expect(given?.curve).toHaveLength(4)
    expect(given?.curve?.at(-1)).toBeCloseTo(mean([learned ?? []]), 6)
    const all = [1, 2].flatMap((seed) => [1, 2, 3, 4].map((epoch) => ({ seed, seeds: 2, epoch, epochs: 4 })))
    expect(places.alone).toEqual([all, all])
    // Seeds run side by side there.
    const bySeed = (list: readonly Epoch[]) => list.toSorted((a, b) => a.seed - b.seed)
    expect(places.threads.map(bySeed)).toEqual([all, all])
  })

  test('a head beyond all numbers has the worst score', async () => {
    const vast = features(60, 4).map((vector) => vector.map(() => Number.NaN))
    const { brier, right } = await scoresOn(bench, { train: vast, measured: vast.slice(0, 30) }, () => {})
    expect(brier.flat().every((score) => Math.abs(score - 2) < 1e-9)).toBe(true)
    expect(right.flat()).toHaveLength(60)
  })
})
