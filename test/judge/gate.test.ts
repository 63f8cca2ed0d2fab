import { describe, expect, test } from 'vitest'
import { baselineOf } from '../../src/judge/baseline.ts'
import { passGate } from '../../src/judge/gate.ts'
import type { Finding } from '../../src/model/finding.ts'

const findingAt = (id: string, ...paths: string[]): Finding => ({
  ...{ id, rule: `images/${id}`, severity: 'error', confidence: 1, message: '', why: '', how: '' },
  locations: paths.map((path) => ({ path })),
  evidence: {},
})
const ids = (findings: readonly Finding[]) => findings.map(({ id }) => id)

const leak = findingAt('leak', 'train/a.jpg', 'val/b.jpg')
const folder = findingAt('folder', 'train/cat')
const code = findingAt('code', 'train.py')
const all = [leak, folder, code]

describe('the gate', () => {
  test('without conditions lets everything stand', () => {
    expect(passGate(all, {})).toEqual({ standing: all, suppressed: [] })
  })
  test('suppresses what is known', () => {
    const { standing, suppressed } = passGate(all, { known: new Set(['leak', 'gone']) })
    expect([ids(standing), ids(suppressed)]).toEqual([['folder', 'code'], ['leak']])
  })
  test.each([
    ['val/b.jpg', ['leak']],
    ['train/a.jpg', ['leak']],
    ['train/cat/1.jpg', ['folder']],
    ['train/category/1.jpg', []],
    ['train.py', ['code']],
    ['other/train.py', []],
  ])('a change of %s concerns %j', (changed, concerned) => {
    expect(ids(passGate(all, { changed: new Set([changed]) }).standing)).toEqual(concerned)
  })
  test('what is known stays suppressed when it changes', () => {
    const gate = { known: new Set(['code']), changed: new Set(['train.py', 'val/b.jpg']) }
    expect(ids(passGate(all, gate).standing)).toEqual(['leak'])
  })
})

describe('a baseline', () => {
  test('is sorted, names files once and holds nothing that changes by itself', () => {
    expect(baselineOf([code, leak], null, new Set())).toEqual({
      version: 1,
      findings: [
        { id: 'code', rule: 'images/code', places: ['train.py'] },
        { id: 'leak', rule: 'images/leak', places: ['train/a.jpg', 'val/b.jpg'] },
      ],
    })
  })
  test('keeps entries of rules that did not look, and forgets what was mended', () => {
    const earlier = baselineOf(all, null, new Set())
    const later = baselineOf([leak], earlier, new Set(['images/leak', 'images/folder']))
    expect(later.findings.map(({ id }) => id)).toEqual(['code', 'leak'])
  })
})
