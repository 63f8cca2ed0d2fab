import { describe, expect, test } from 'vitest'
import { applyEdits, applyToDataset, OverlappingEdits, restrictImages } from '../../src/fix/overlay.ts'
import type { Edit } from '../../src/model/fix.ts'
import { datasetOf, imageFacts, pairOf } from '../support/facts.ts'

const edit = (at: [number, number, number, number], text: string): Edit => {
  const [line, column, endLine, endColumn] = at
  return { op: 'edit', span: { path: 'a.py', line, column, endLine, endColumn, snippet: '' }, text }
}

describe('applyEdits', () => {
  const text = 'one\r\ntwo\nthree'
  test('replaces, inserts and deletes, whatever the order given', () => {
    expect(
      applyEdits(text, [edit([3, 1, 3, 6], 'drei'), edit([1, 1, 1, 1], '# '), edit([2, 1, 3, 1], '')]),
    ).toBe('# one\r\ndrei')
  })
  test('counts equal edits once and keeps the order of insertions at one place', () => {
    const twice = edit([2, 1, 2, 4], 'zwei')
    expect(applyEdits(text, [twice, twice])).toBe('one\r\nzwei\nthree')
    expect(applyEdits('x', [edit([1, 1, 1, 1], 'a'), edit([1, 1, 1, 1], 'b')])).toBe('abx')
  })
  test('refuses overlapping edits', () => {
    expect(() => applyEdits(text, [edit([1, 1, 1, 3], ''), edit([1, 2, 1, 4], '')])).toThrow(OverlappingEdits)
  })
})

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
