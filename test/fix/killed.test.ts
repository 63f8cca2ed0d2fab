import { spawnSync } from 'node:child_process'
import { chmod, cp, readdir, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { undoLast } from '../../src/fix/undo.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const fileOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const built = (name: string) => JSON.stringify(new URL(`../../dist/src/fix/${name}.js`, import.meta.url).href)

/** Everything outside .doctor: folders, contents and permissions. */
async function snapshot(root: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const name of (await readdir(root, { recursive: true })).sort()) {
    if (name.startsWith('.doctor')) continue
    const { mode } = await stat(path.join(root, name))
    found[name] = `${mode} ${await readFile(path.join(root, name), 'latin1').catch(() => 'folder')}`
  }
  return found
}

async function project(): Promise<string> {
  const root = await temporaryFolder({
    'train.py': 'rate = 0.1\r\n',
    'tools/run.py': '#!/usr/bin/env python\nrate = 0.1\n',
    'train/cat/1.jpg': 'one',
    'train/cat/2.jpg': 'two',
    'train/Cat/deep/3.jpg': 'three',
  })
  await chmod(path.join(root, 'tools/run.py'), 0o751)
  await chmod(path.join(root, 'train/Cat'), 0o710)
  return root
}

const changes = [
  { kind: 'rewrite', path: 'train.py', before: 'rate = 0.1\r\n', after: 'rate = 0.001\r\n' },
  {
    kind: 'rewrite',
    path: 'tools/run.py',
    before: '#!/usr/bin/env python\nrate = 0.1\n',
    after: '#!/usr/bin/env python\nrate = 0.001\n',
  },
  { kind: 'move', from: 'train/cat/1.jpg', to: '.doctor/quarantine/train/cat/1.jpg' },
  { kind: 'move', from: 'train/cat/2.jpg', to: 'train/wild/owl/2.jpg' },
  { kind: 'move', from: 'train/Cat/deep/3.jpg', to: 'train/cat/deep/3.jpg' },
  { kind: 'remove-folder', path: 'train/Cat/deep' },
  { kind: 'remove-folder', path: 'train/Cat' },
]
const apply = (root: string) =>
  `import(${built('apply')}).then(({ applyChanges }) => applyChanges(${JSON.stringify(root)}, ${JSON.stringify(changes)}))`
const undo = (root: string) =>
  `import(${built('undo')}).then(({ undoLast }) => undoLast(${JSON.stringify(root)}))`

/** Runs node and kills it at a step; true when it was killed, false when it ended well before. */
function killedAt(step: number, args: string[], from = ''): boolean {
  const env = { ...process.env, KILL_AT: String(step), KILL_FROM: from }
  const ended = spawnSync(process.execPath, ['--import', fileOf('../support/kill-at.mjs'), ...args], { env })
  if (ended.signal === 'SIGKILL') return true
  expect(ended.stderr.toString()).toBe('')
  return false
}

/** Kills at every step there is, each in a project of its own. */
async function atEveryStep(attempt: (step: number) => Promise<boolean>): Promise<number> {
  let step = 1
  while (await attempt(step)) step += 1
  return step - 1
}

describe.skipIf(process.platform === 'win32')('kill -9', () => {
  test('at any step of making the changes: doctor undo brings back the project as it was', async () => {
    const steps = await atEveryStep(async (step) => {
      const root = await project()
      const before = await snapshot(root)
      const killed = killedAt(step, ['-e', apply(root)])
      if (!killed) expect(await snapshot(root)).not.toEqual(before)
      await undoLast(root)
      expect(await snapshot(root), `killed at step ${step}`).toEqual(before)
      return killed
    })
    expect(steps).toBeGreaterThan(15)
  }, 60_000)

  test('at any step of undoing them: undoing again does', async () => {
    const steps = await atEveryStep(async (step) => {
      const root = await project()
      const before = await snapshot(root)
      expect(killedAt(0, ['-e', apply(root)])).toBe(false)
      const killed = killedAt(step, ['-e', undo(root)])
      await undoLast(root)
      expect(await snapshot(root), `killed at step ${step}`).toEqual(before)
      return killed
    })
    expect(steps).toBeGreaterThanOrEqual(8)
  }, 60_000)

  test.each([4, 17])(
    'of the command itself, at step %i after it began with the journal',
    async (step) => {
      const root = path.join(await temporaryFolder(), 'project')
      await cp(fileOf('../../fixtures/grocery-leaky'), root, { recursive: true })
      // So few images are left that no model judges their labels, which would take most of the time.
      for (const folder of [
        'train/kiwi',
        'train/orange',
        'train/satsumas',
        'val/kiwi',
        'val/orange',
        'val/satsumas',
      ])
        await rm(path.join(root, 'data', folder), { recursive: true })
      const before = await snapshot(root)
      expect(killedAt(step, [fileOf('../../bin/doctor.js'), 'fix', root, '--unsafe'], '.doctor/undo')).toBe(
        true,
      )
      spawnSync(process.execPath, [fileOf('../../bin/doctor.js'), 'undo', root])
      expect(await snapshot(root)).toEqual(before)
    },
    60_000,
  )
})
