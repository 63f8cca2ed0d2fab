import { describe, expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import type { Facts } from '../../src/model/facts.ts'
import type { Location } from '../../src/model/finding.ts'
import { defineRule, type Rule } from '../../src/model/rule.ts'
import { datasetOf, imageFact, imageFacts } from '../support/facts.ts'

/** Samples by path with the name of their content. */
function factsOf(contents: Record<string, string>): Facts {
  const dataset = datasetOf(Object.keys(contents))
  const images = Object.entries(contents).map(([path, content]) => imageFact(path, { bytesDigest: content }))
  return {
    dataset: { ok: true, value: dataset },
    images: { ok: true, value: imageFacts(dataset, [], images) },
  }
}

/** The ids of findings at the places given, one finding per list. */
function idsOf(facts: Facts, places: Location[][], needs: Rule['needs'] = ['dataset', 'images']): string[] {
  const rule = defineRule({
    id: 'leakage/exact-duplicate',
    severity: 'error',
    needs: ['dataset'],
    maturity: 'stable',
    docs: { what: '', why: '', how: '', fixSafety: '', references: [], bad: '', good: '' },
    check: () => places.map((locations) => ({ message: '', locations })),
  })
  return judge([{ ...rule, needs }], facts, {}).findings.map(({ id }) => id)
}

const image = (path: string): Location => {
  const split = path.startsWith('train') ? 'train' : 'validation'
  return { path, split }
}
const code = (path: string, line: number, snippet: string): Location => ({
  ...{ path, line, column: 1, endLine: line, endColumn: 9, snippet },
})
const pair = { 'train/cat/a.jpg': 'one', 'validation/cat/b.jpg': 'one' }
const known = idsOf(factsOf(pair), [[image('train/cat/a.jpg'), image('validation/cat/b.jpg')]])

describe('the id of a finding in the data', () => {
  test('is what it is on every machine', () => {
    expect(known).toEqual(['1ea8c6d45d89c153'])
  })

  test('stays when files and folders get other names, and in any order of the places', () => {
    const renamed = factsOf({ 'train/feline/x/1.jpg': 'one', 'validation/feline/2.jpg': 'one' })
    expect(idsOf(renamed, [[image('validation/feline/2.jpg'), image('train/feline/x/1.jpg')]])).toEqual(known)
  })

  test('changes with the content of an image and with its side', () => {
    const other = factsOf({ ...pair, 'train/cat/a.jpg': 'two' })
    expect(idsOf(other, [[image('train/cat/a.jpg'), image('validation/cat/b.jpg')]])).not.toEqual(known)
    const moved = [image('train/cat/a.jpg'), { path: 'validation/cat/b.jpg', split: 'test' as const }]
    expect(idsOf(factsOf(pair), [moved])).not.toEqual(known)
  })

  test('does not depend on images that only other rules asked for', () => {
    const place = [[image('train/cat/a.jpg')]]
    const { dataset } = factsOf(pair)
    const withImages = idsOf(factsOf(pair), place, ['dataset'])
    expect(withImages).toEqual(idsOf(dataset === undefined ? {} : { dataset }, place, ['dataset']))
  })

  test('of a class folder is its side and label, wherever it lies', () => {
    const folder = (root: string): Facts => {
      const dataset = datasetOf([], ['train/owl'])
      const classFolders = dataset.classFolders.map((one) => ({ ...one, path: `${root}/owl` }))
      return { dataset: { ok: true, value: { ...dataset, classFolders } } }
    }
    const id = (root: string) => idsOf(folder(root), [[{ path: `${root}/owl`, split: 'train' }]], ['dataset'])
    expect(id('photos/training')).toEqual(id('data/train'))
  })

  test('as many findings with equal places, as many ids: one more is one new', () => {
    const facts = factsOf({ 'train/cat/a.jpg': 'black', 'train/cat/b.jpg': 'black' })
    const one = idsOf(facts, [[image('train/cat/a.jpg')]])
    const two = idsOf(facts, [[image('train/cat/a.jpg')], [image('train/cat/b.jpg')]])
    expect(new Set(two).size).toBe(2)
    expect(two).toContain(one[0])
  })
})

describe('the id of a finding in code', () => {
  const id = (path: string, line: number, snippet: string) => idsOf({}, [[code(path, line, snippet)]], [])
  test('stays when lines move, indentation changes and folders are renamed', () => {
    expect(id('src/train.py', 90, '  fit(a,  b)')).toEqual(id('train.py', 3, 'fit(a, b)'))
  })
  test('changes with the text and the file', () => {
    expect(id('train.py', 3, 'fit(a, c)')).not.toEqual(id('train.py', 3, 'fit(a, b)'))
    expect(id('tune.py', 3, 'fit(a, b)')).not.toEqual(id('train.py', 3, 'fit(a, b)'))
  })
})
