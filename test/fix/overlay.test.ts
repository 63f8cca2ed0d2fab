import { describe, expect, test } from 'vitest'
import { applyToDataset, restrictImages } from '../../src/fix/overlay.ts'
import { datasetOf, imageFacts, pairOf } from '../support/facts.ts'

describe('applyToDataset', () => {
  const dataset = datasetOf(
    ['train/cat/1.jpg', 'train/cat/2.jpg', 'train/dog/3.jpg', 'validation/cat/4.jpg'],
    ['train/owl'],
  )
  test('excludes, relabels and moves, and recounts the classes', () => {
    const fixed = applyToDataset(dataset, [
      { op: 'exclude', sample: 'train/cat/1.jpg' },
      { op: 'relabel', sample: 'train/dog/3.jpg', label: 'cat' },
      { op: 'move', sample: 'train/cat/2.jpg', split: 'test' },
      { op: 'exclude', sample: 'no such sample' },
    ])
    expect(fixed.samples.map(({ path, split, label }) => [path, split, label])).toEqual([
      ['train/cat/2.jpg', 'test', 'cat'],
      ['train/dog/3.jpg', 'train', 'cat'],
      ['validation/cat/4.jpg', 'validation', 'cat'],
    ])
    expect(fixed.classFolders.map(({ path, samples }) => [path, samples])).toEqual([
      ['train/cat', 1],
      ['validation/cat', 1],
      ['train/owl', 0],
    ])
  })
  test('clusters lose excluded members', () => {
    const facts = imageFacts(dataset, [pairOf('train/cat/1.jpg', 'validation/cat/4.jpg')])
    expect(facts.clusters).toHaveLength(1)
    const fixed = applyToDataset(dataset, [{ op: 'exclude', sample: 'train/cat/1.jpg' }])
    expect(restrictImages(facts, fixed).clusters).toEqual([])
  })
})
