import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { applyChanges, ChangedSince, move, rewrite } from '../../src/fix/apply.ts'
import { writeJournal } from '../../src/fix/journal.ts'
import { type Change, planFixes } from '../../src/fix/plan.ts'
import { undoLast } from '../../src/fix/undo.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Fix } from '../../src/model/fix.ts'
import { datasetOf } from '../support/facts.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Path -> content of all files outside .doctor. */
async function snapshot(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  const own = files.filter((file) => !file.includes('.doctor')).sort()
  return Object.fromEntries(
    await Promise.all(own.map(async (file) => [path.relative(root, file), await readFile(file, 'latin1')])),
  )
}

const files = {
  'train.py': 'rate = 0.1\r\n',
  'train/cat/1.jpg': 'one',
  'train/cat/2.jpg': 'two',
  'validation/cat/1.jpg': 'x',
}
const changes: Change[] = [
  { kind: 'rewrite', path: 'train.py', before: 'rate = 0.1\r\n', after: 'rate = 0.001\r\n' },
  { kind: 'move', from: 'train/cat/1.jpg', to: '.doctor/quarantine/train/cat/1.jpg' },
  { kind: 'move', from: 'train/cat/2.jpg', to: 'train/dog/2.jpg' },
]

describe('applyChanges and undoLast', () => {
  test('make the changes and take them back byte for byte', async () => {
    const root = await temporaryFolder(files)
    const before = await snapshot(root)
    await applyChanges(root, changes)
    expect(await snapshot(root)).toEqual({
      'train.py': 'rate = 0.001\r\n',
      'train/dog/2.jpg': 'two',
      'validation/cat/1.jpg': 'x',
    })
    expect(await readFile(path.join(root, '.doctor/quarantine/train/cat/1.jpg'), 'utf8')).toBe('one')
    expect(await undoLast(root)).toBe(3)
    expect(await snapshot(root)).toEqual(before)
    expect(await undoLast(root)).toBeNull()
  })

  test.each([0, 1, 2, 3])('a run killed after %i changes can be undone', async (done) => {
    const root = await temporaryFolder(files)
    const before = await snapshot(root)
    await writeJournal(root, changes)
    for (const change of changes.slice(0, done)) {
      if (change.kind === 'rewrite') await rewrite(path.join(root, change.path), change.after)
      else if (change.kind === 'move') await move(path.join(root, change.from), path.join(root, change.to))
    }
    expect(await undoLast(root)).toBe(done)
    expect(await snapshot(root)).toEqual(before)
  })

  test('refuse files that changed meanwhile, before changing anything', async () => {
    const root = await temporaryFolder({ ...files, 'train.py': 'edited' })
    const before = await snapshot(root)
    await expect(applyChanges(root, changes)).rejects.toThrow(ChangedSince)
    expect(await snapshot(root)).toEqual(before)
  })

  test('refuse to undo over a later edit', async () => {
    const root = await temporaryFolder(files)
    await applyChanges(root, changes)
    await writeFile(path.join(root, 'train.py'), 'mine')
    const before = await snapshot(root)
    await expect(undoLast(root)).rejects.toThrow('train.py was changed after the fix')
    expect(await snapshot(root)).toEqual(before)
  })

  test('two runs are taken back one after the other, newest first', async () => {
    const root = await temporaryFolder(files)
    await applyChanges(root, changes.slice(0, 1))
    await applyChanges(root, [
      { kind: 'rewrite', path: 'train.py', before: 'rate = 0.001\r\n', after: 'third' },
    ])
    await undoLast(root)
    expect((await snapshot(root))['train.py']).toBe('rate = 0.001\r\n')
    await undoLast(root)
    expect((await snapshot(root))['train.py']).toBe('rate = 0.1\r\n')
  })

  test('keep a linked source file a link', async () => {
    const root = await temporaryFolder({ 'common/train.py': 'a' })
    await mkdir(path.join(root, 'project'))
    await symlink('../common/train.py', path.join(root, 'project/train.py'))
    await applyChanges(path.join(root, 'project'), [
      { kind: 'rewrite', path: 'train.py', before: 'a', after: 'b' },
    ])
    expect(await readFile(path.join(root, 'common/train.py'), 'utf8')).toBe('b')
  })
})

describe('planFixes', () => {
  const findingOf = (rule: string, fix?: Fix): Finding => ({
    id: rule,
    rule,
    severity: 'error',
    confidence: 1,
    message: '',
    why: '',
    how: '',
    locations: [],
    evidence: {},
    ...(fix === undefined ? {} : { fix }),
  })
  const editAt = (column: number, endColumn: number, text: string): Fix => ({
    title: '',
    applicability: 'safe',
    operations: [
      { op: 'edit', span: { path: 'a.py', line: 1, column, endLine: 1, endColumn, snippet: '' }, text },
    ],
  })
  const dataset = datasetOf([
    'train/cat/1.jpg',
    'train/cat/2.jpg',
    'validation/Cat/1.jpg',
    'validation/dog/2.jpg',
  ])

  test('merges edits of one file, leaves overlapping, unsafe and manual ones with a reason', async () => {
    const root = await temporaryFolder({ 'a.py': 'x = 1 + 2' })
    const { changes: planned, left } = await planFixes(
      [
        findingOf('a', editAt(5, 6, '10')),
        findingOf('b', editAt(9, 10, '20')),
        findingOf('c', editAt(5, 10, '30')),
        findingOf('d', { title: '', applicability: 'unsafe', operations: [] }),
        findingOf('e'),
      ],
      { root, dataset },
      { unsafe: false, only: [] },
    )
    expect(planned).toEqual([{ kind: 'rewrite', path: 'a.py', before: 'x = 1 + 2', after: 'x = 10 + 20' }])
    expect(left.map(({ finding, reason }) => [finding.rule, reason])).toEqual([
      ['c', 'changes the same place as another fix: run doctor fix again'],
      ['d', 'needs a look: --unsafe applies it'],
      ['e', 'has to be mended by hand'],
    ])
  })

  test('data: excluded into the quarantine, relabelled and moved into the right folder under a free name', async () => {
    const root = await temporaryFolder()
    const fix: Fix = {
      title: '',
      applicability: 'unsafe',
      operations: [
        { op: 'exclude', sample: 'train/cat/1.jpg' },
        { op: 'relabel', sample: 'validation/Cat/1.jpg', label: 'cat' },
        { op: 'relabel', sample: 'train/cat/2.jpg', label: 'owl' },
        { op: 'move', sample: 'validation/dog/2.jpg', split: 'train' },
      ],
    }
    const { changes: planned } = await planFixes(
      [findingOf('a', fix)],
      { root, dataset },
      { unsafe: true, only: [] },
    )
    expect(planned).toEqual([
      { kind: 'move', from: 'train/cat/1.jpg', to: '.doctor/quarantine/train/cat/1.jpg' },
      { kind: 'move', from: 'train/cat/2.jpg', to: 'train/owl/2.jpg' },
      { kind: 'move', from: 'validation/Cat/1.jpg', to: 'validation/cat/1.jpg' },
      { kind: 'move', from: 'validation/dog/2.jpg', to: 'train/dog/2.jpg' },
    ])
  })

  test('class folders that relabelling empties go away, so that no class is left without images', async () => {
    const relabel = (sample: string) => ({ op: 'relabel' as const, sample, label: 'cat' })
    const fix: Fix = {
      title: '',
      applicability: 'unsafe',
      operations: [
        ...['train/Cat/1.jpg', 'train/CAT/1.jpg'].map(relabel),
        { op: 'exclude', sample: 'train/owl/1.jpg' },
        { op: 'move', sample: 'train/dog/1.jpg', split: 'validation' },
      ],
    }
    const images = [
      ...['train/cat/9.jpg', 'train/Cat/1.jpg', 'train/CAT/1.jpg', 'train/owl/1.jpg', 'train/dog/1.jpg'],
      'validation/dog/2.jpg',
    ]
    const root = await temporaryFolder({
      ...Object.fromEntries(images.map((image) => [image, image])),
      'train/CAT/notes.txt': 'mine',
    })
    const { changes: planned } = await planFixes(
      [findingOf('a', fix)],
      { root, dataset: datasetOf(images) },
      { unsafe: true, only: [] },
    )
    expect(planned.filter(({ kind }) => kind === 'remove-folder')).toEqual([
      { kind: 'remove-folder', path: 'train/Cat' },
    ])
    await applyChanges(root, planned)
    expect((await readdir(path.join(root, 'train'))).sort()).toEqual(['CAT', 'cat', 'dog', 'owl'])
    await undoLast(root)
    expect(await readFile(path.join(root, 'train/Cat/1.jpg'), 'utf8')).toBe('train/Cat/1.jpg')
    expect(await readdir(path.join(root, 'train/cat'))).toEqual(['9.jpg'])
  })

  test('only the findings asked for', async () => {
    const root = await temporaryFolder({ 'a.py': 'x = 1 + 2' })
    const findings = [findingOf('a', editAt(5, 6, '10')), findingOf('b', editAt(9, 10, '20'))]
    const plan = await planFixes(findings, { root, dataset }, { unsafe: false, only: ['b'] })
    expect(plan.fixed.map((finding) => finding.rule)).toEqual(['b'])
  })
})
