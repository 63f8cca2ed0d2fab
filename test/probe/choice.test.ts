import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import { Random } from '../../src/model/random.ts'
import { placeboOf, treat, treatmentOf } from '../../src/probe/treatment.ts'
import { affordableImages, budgetOf, inputSizeFor } from '../../src/train/budget.ts'
import type { Ground, ProbeSample } from '../../src/train/ground.ts'
import { sampleGround, stratified } from '../../src/train/sampling.ts'
import { findingOf } from './project-of.ts'

const samples = (split: string, counts: Record<string, number>): ProbeSample[] =>
  Object.entries(counts).flatMap(([label, count]) =>
    Array.from({ length: count }, (_, i) => {
      const path = `${split}/${label}/${i}`
      return { path, source: { path: `/${path}` }, bytesDigest: path, label }
    }),
  )

const ground: Ground = {
  train: samples('train', { cat: 600, dog: 300, owl: 100 }),
  evaluation: samples('val', { cat: 120, dog: 60, owl: 20 }),
  evaluationSplit: 'validation',
  classes: ['cat', 'dog', 'owl'],
}

const countsOf = (list: readonly ProbeSample[]) => {
  const counts: Record<string, number> = {}
  for (const { label } of list) counts[label] = (counts[label] ?? 0) + 1
  return counts
}

describe('sampling', () => {
  test('keeps the shares of classes, exactly as many as asked', () => {
    expect(countsOf(stratified(ground.train, 100, new Random(1)))).toEqual({ cat: 60, dog: 30, owl: 10 })
    expect(stratified(ground.train, 97, new Random(1))).toHaveLength(97)
  })

  test('cuts both sides within the cap and never mixes them', () => {
    const sampled = sampleGround(ground, 300, new Map(), 1)
    expect(sampled.train.length + sampled.evaluation.length).toBe(300)
    expect(sampled.evaluation).toHaveLength(120)
    expect(sampled.train.every(({ path }) => path.startsWith('train/'))).toBe(true)
    expect(sampled.evaluation.every(({ path }) => path.startsWith('val/'))).toBe(true)
  })

  test('keeps the training copies of what it measures', () => {
    const copies = new Map(ground.evaluation.map(({ path }, i) => [path, [ground.train[i * 4]?.path ?? '']]))
    const sampled = sampleGround(ground, 300, copies, 1)
    const learned = new Set(sampled.train.map(({ path }) => path))
    for (const { path } of sampled.evaluation) expect(learned).toContain(copies.get(path)?.[0])
    expect(sampled.train.length + sampled.evaluation.length).toBe(300)
  })

  test('takes everything when it fits, and the same for the same seed', () => {
    expect(sampleGround(ground, 1200, new Map(), 1)).toBe(ground)
    expect(sampleGround(ground, 300, new Map(), 5)).toEqual(sampleGround(ground, 300, new Map(), 5))
    expect(sampleGround(ground, 300, new Map(), 5)).not.toEqual(sampleGround(ground, 300, new Map(), 6))
  })
})

describe('the budget', () => {
  const quick = budgetOf('quick', undefined)

  test('keeps the own size where it fits, shrinks where it does not', () => {
    expect(inputSizeFor(299, { images: 600, costAt299: 33 }, quick)).toBe(299)
    expect(inputSizeFor(299, { images: 2500, costAt299: 33 }, quick)).toBe(224)
    expect(inputSizeFor(299, { images: 600, costAt299: 383 }, quick)).toBe(150)
    expect(inputSizeFor(96, { images: 10, costAt299: 33 }, quick)).toBe(96)
    expect(inputSizeFor(32, { images: 10, costAt299: 33 }, quick)).toBe(75)
  })

  test('takes fewer images where the smallest size does not fit', () => {
    const workload = { images: 3000, costAt299: 383 }
    const size = inputSizeFor(299, workload, quick)
    expect(size).toBe(150)
    expect(affordableImages(size, workload, quick)).toBeLessThan(1000)
  })

  test('the config has the last word', () => {
    expect(budgetOf('quick', { samples: 100, seeds: 3, budgetSeconds: 10 })).toEqual({
      seconds: 10,
      samples: 100,
      seeds: 3,
      epochs: 20,
      augmentedViews: 1,
      folds: 0,
    })
  })
})

describe('treatments', () => {
  const dataset = {
    samples: [...ground.train, ...ground.evaluation].map(({ path, label }) => ({
      path,
      label,
      split: path.startsWith('train') ? ('train' as const) : ('validation' as const),
      group: null,
    })),
    origin: '',
    classFolders: [],
  }
  const findings: Finding[] = [
    findingOf('leakage/exact-duplicate', ['train/cat/1'], [{ op: 'exclude', sample: 'train/cat/1' }]),
    findingOf(
      'leakage/exact-duplicate',
      ['train/owl/2'],
      [{ op: 'move', sample: 'train/owl/2', split: 'validation' }],
    ),
    findingOf(
      'labels/likely-mislabelled',
      ['train/dog/3'],
      [{ op: 'relabel', sample: 'train/dog/3', label: 'cat' }],
    ),
    findingOf(
      'labels/likely-mislabelled',
      ['val/dog/3'],
      [{ op: 'relabel', sample: 'val/dog/3', label: 'cat' }],
    ),
  ]
  const treatment = treatmentOf(findings, dataset, ground)

  test('are what the fixes do to training samples', () => {
    expect(treatment).toEqual({
      removed: new Set(['train/cat/1', 'train/owl/2']),
      relabelled: new Map([['train/dog/3', 'cat']]),
    })
    const after = treat(ground.train, treatment)
    expect(countsOf(after)).toEqual({ cat: 600, dog: 299, owl: 99 })
    expect(after.find(({ path }) => path === 'train/dog/3')?.label).toBe('cat')
  })

  test('a placebo does the same to as many others of the same classes, anew for each stream', () => {
    const placebo = placeboOf(treatment, ground.train, new Random(1))
    expect(placebo.removed.size).toBe(2)
    expect([...placebo.relabelled.values()]).toEqual(['cat'])
    expect(countsOf(treat(ground.train, placebo))).toEqual(countsOf(treat(ground.train, treatment)))
    for (const path of placebo.removed) expect(treatment.removed).not.toContain(path)
    expect(placeboOf(treatment, ground.train, new Random(2))).not.toEqual(placebo)
    expect(placeboOf(treatment, ground.train, new Random(1))).toEqual(placebo)
  })

  test('a placebo of a whole class takes that class', () => {
    const all = {
      removed: new Set(samples('train', { owl: 100 }).map(({ path }) => path)),
      relabelled: new Map(),
    }
    expect(placeboOf(all, ground.train, new Random(1)).removed).toEqual(all.removed)
  })
})
