import { describe, expect, test } from 'vitest'
import { planFixes } from '../../src/fix/plan.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Operation } from '../../src/model/fix.ts'
import { datasetOf } from '../support/facts.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const dataset = datasetOf(['train/cat/1.jpg', 'train/dog/1.jpg', 'validation/cat/1.jpg'])
const [catInTraining, dogInTraining, catInValidation] = [
  'train/cat/1.jpg',
  'train/dog/1.jpg',
  'validation/cat/1.jpg',
]

const exclude = (sample: string): Operation => ({ op: 'exclude', sample })

/** A finding at the images given, whose fix does the operations. */
const findingAt = (rule: string, places: string[], operations: Operation[]): Finding => ({
  ...{ id: rule, rule, severity: 'error', confidence: 1, message: '', why: '', how: '', evidence: {} },
  locations: places.map((path) => ({ path })),
  fix: { title: '', applicability: 'safe', operations },
})

async function plan(findings: Finding[], files: Record<string, string | Uint8Array> = {}) {
  const root = await temporaryFolder(files)
  const { changes, fixed, left } = await planFixes(findings, { root, dataset }, { unsafe: false, only: [] })
  const moves = changes.map((change) => (change.kind === 'move' ? [change.from, change.to] : [change.path]))
  return {
    moves,
    fixed: fixed.map(({ rule }) => rule),
    left: left.map(({ finding, reason }) => [finding.rule, reason]),
  }
}

const quarantined = (sample: string) => [sample, `.doctor/quarantine/${sample}`]

describe('fixes of the same images', () => {
  test('an image that two findings exclude is moved once, and both are mended', async () => {
    const twice = [
      findingAt('a', [catInTraining, catInValidation], [exclude(catInTraining)]),
      findingAt('b', [catInTraining, dogInTraining], [exclude(catInTraining)]),
    ]
    expect(await plan(twice)).toEqual({ moves: [quarantined(catInTraining)], fixed: ['a', 'b'], left: [] })
  })

  test('an image that one excludes and another relabels: the first decides, the second waits', async () => {
    const findings = [
      findingAt('a', [catInTraining, catInValidation], [exclude(catInTraining)]),
      findingAt('b', [catInTraining], [{ op: 'relabel', sample: catInTraining, label: 'dog' }]),
    ]
    const reason = 'another fix does something else with the same image: run doctor fix again'
    expect(await plan(findings)).toEqual({
      ...{ moves: [quarantined(catInTraining)], fixed: ['a'], left: [['b', reason]] },
    })
    const reversed = await plan(findings.reverse())
    expect(reversed.moves).toEqual([[catInTraining, 'train/dog/1-2.jpg']])
    expect(reversed.left).toEqual([['a', reason]])
  })

  test('each excludes the copy that the other keeps: the photo stays', async () => {
    const findings = [
      findingAt('a', [catInTraining, catInValidation], [exclude(catInTraining)]),
      findingAt('b', [catInTraining, catInValidation], [exclude(catInValidation)]),
    ]
    expect(await plan(findings)).toEqual({
      moves: [quarantined(catInTraining)],
      fixed: ['a'],
      left: [['b', 'another fix excludes the copy that this one keeps: run doctor fix again']],
    })
  })

  test('a ring of three, each keeping the next: not all of them go', async () => {
    const findings = [
      findingAt('a', [catInTraining, dogInTraining], [exclude(catInTraining)]),
      findingAt('b', [dogInTraining, catInValidation], [exclude(dogInTraining)]),
      findingAt('c', [catInValidation, catInTraining], [exclude(catInValidation)]),
    ]
    expect((await plan(findings)).moves).toEqual([quarantined(catInTraining)])
  })

  test('one fix that excludes all copies on purpose may', async () => {
    const both = [catInTraining, dogInTraining]
    expect((await plan([findingAt('a', both, both.map(exclude))])).moves).toEqual(both.map(quarantined))
  })

  test('relabelled and moved by one fix: both', async () => {
    const operations: Operation[] = [
      { op: 'relabel', sample: dogInTraining, label: 'cat' },
      { op: 'move', sample: dogInTraining, split: 'validation' },
    ]
    const { moves } = await plan([findingAt('a', [dogInTraining], operations)])
    expect(moves).toEqual([[dogInTraining, 'validation/cat/1-2.jpg']])
  })
})

test('an image in a folder below its class keeps that folder', async () => {
  const scenes = datasetOf(['train/cat/1.jpg', 'validation/cat/2.jpg'])
  const inScene = { ...scenes.samples[0], path: 'train/cat/scene_3/1.jpg' }
  const { changes } = await planFixes(
    [findingAt('a', [inScene.path], [{ op: 'move', sample: inScene.path, split: 'validation' }])],
    {
      root: await temporaryFolder(),
      dataset: { ...scenes, samples: [{ split: 'train', label: 'cat', group: null, ...inScene }] },
    },
    { unsafe: false, only: [] },
  )
  expect(changes).toEqual([{ kind: 'move', from: inScene.path, to: 'validation/cat/scene_3/1.jpg' }])
})

describe('what cannot be done is left with a reason', () => {
  test('an image outside the project', async () => {
    const { moves, left } = await plan([findingAt('a', ['../cat.jpg'], [exclude('../cat.jpg')])])
    expect([moves, left]).toEqual([[], [['a', 'the image lies outside the project']]])
  })

  test('a source file that is not UTF-8 is not rewritten', async () => {
    const span = { path: 'a.py', line: 1, column: 1, endLine: 1, endColumn: 1, snippet: '' }
    const edits = [findingAt('a', [], [{ op: 'edit', span, text: 'x' }])]
    const { moves, left } = await plan(edits, { 'a.py': Buffer.from('caf\u00e9', 'latin1') })
    expect([moves, left]).toEqual([[], [['a', 'a.py is not UTF-8 text']]])
  })

  test('a name that the quarantine has already gets a number', async () => {
    const taken = { [`.doctor/quarantine/${catInTraining}`]: 'an earlier one' }
    const { moves } = await plan([findingAt('a', [catInTraining], [exclude(catInTraining)])], taken)
    expect(moves).toEqual([[catInTraining, '.doctor/quarantine/train/cat/1-2.jpg']])
  })
})
