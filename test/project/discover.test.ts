import { symlink } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { discover } from '../../src/project/discover.ts'
import { ProjectError } from '../../src/project/problem.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const kinds = async (root: string) =>
  Object.fromEntries((await discover(root)).files.map((file) => [file.path, file.kind]))

test('tells data, code, manifests and logs apart by name', async () => {
  const root = await temporaryFolder({
    'data/train/cat/1.JPG': 'x',
    'train.py': '',
    'explore.ipynb': '{}',
    'web/train.ts': '',
    'web/types.d.ts': '',
    'labels.csv': '',
    'logs/events.out.tfevents.1700000000.host': '',
    'notes.txt': '',
  })
  expect(await kinds(root)).toEqual({
    'data/train/cat/1.JPG': 'image',
    'explore.ipynb': 'notebook',
    'labels.csv': 'manifest',
    'logs/events.out.tfevents.1700000000.host': 'log',
    'notes.txt': 'list',
    'train.py': 'python',
    'web/train.ts': 'typescript',
    'web/types.d.ts': 'other',
  })
})

test('skips installed packages, hidden folders and what .doctorignore names, but not what git ignores', async () => {
  const root = await temporaryFolder({
    'a.py': '',
    'node_modules/x/b.js': '',
    '.venv/lib/c.py': '',
    '.doctor/report.html': '',
    'old/d.py': '',
    'data/e.jpg': '',
    '.gitignore': 'data/\n',
    '.doctorignore': 'old/\n',
  })
  expect(Object.keys(await kinds(root)).filter((file) => !file.startsWith('.'))).toEqual([
    'a.py',
    'data/e.jpg',
  ])
})

test('follows links to folders once, also when they form a circle', async () => {
  const root = await temporaryFolder({ 'project/train.py': '', 'photos/cat/1.jpg': 'x' })
  const project = path.join(root, 'project')
  await symlink(path.join(root, 'photos'), path.join(project, 'data'))
  await symlink(project, path.join(project, 'self'))
  await symlink(path.join(root, 'gone'), path.join(project, 'broken'))
  const found = await discover(project)
  expect(found.files.map((file) => file.path)).toEqual(['data/cat/1.jpg', 'train.py'])
  expect(found.problems).toEqual([{ path: 'broken', reason: 'does not exist' }])
})

test.each([
  ['a missing path', {}, 'missing', 'does not exist'],
  ['a file', { 'a.py': '' }, 'a.py', 'is a file'],
  ['an empty folder', {}, '.', 'nothing to examine'],
  ['a folder of other things', { 'notes.txt': '' }, '.', 'nothing to examine'],
  [
    'a broken config',
    { 'doctor.config.json': '{ "rules": ', 'a.py': '' },
    '.',
    'doctor.config.json:1: not valid JSON',
  ],
  [
    'a misspelt key',
    { 'doctor.config.json': '{ "rule": {} }', 'a.py': '' },
    '.',
    'doctor.config.json: config: ',
  ],
])('refuses %s in one line', async (_, files: Record<string, string>, given, message) => {
  const root = await temporaryFolder(files)
  const refusal = await discover(path.join(root, given)).catch((fault: unknown) => fault)
  expect(refusal).toBeInstanceOf(ProjectError)
  expect(String(refusal)).toContain(message)
  expect(String(refusal)).not.toContain('\n')
})

test('reads a config with comments', async () => {
  const root = await temporaryFolder({
    'a.py': '',
    'doctor.config.json': '{ // why\n "rules": {"leakage": "off"}, }',
  })
  expect((await discover(root)).config).toEqual({ rules: { leakage: 'off' } })
})
