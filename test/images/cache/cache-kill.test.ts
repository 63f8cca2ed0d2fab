import { spawn } from 'node:child_process'
import { cp, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Report } from '../../../src/model/report.ts'
import { runDoctor } from '../../support/run-doctor.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const flags = ['--no-probe', '--no-report', '--format', 'json', '--quiet']

async function project(): Promise<string> {
  const root = await temporaryFolder()
  for (const folder of ['train/kiwi', 'train/pepper', 'val/kiwi', 'val/pepper']) {
    await cp(`fixtures/grocery-leaky/data/${folder}`, path.join(root, folder), { recursive: true })
  }
  return root
}

async function lint(root: string, ...more: string[]): Promise<Report> {
  const { stdout, stderr } = await runDoctor([root, ...flags, ...more])
  expect(stderr).toBe('')
  return Report.parse(JSON.parse(stdout))
}

/** What is the same in every run. */
const lasting = ({ findings, dataset, notExamined }: Report) => ({ findings, dataset, notExamined })

/** Bytes that all doctors together have written into their cache. */
async function written(cacheDir: string): Promise<number> {
  const names = await readdir(cacheDir, { recursive: true }).catch(() => [])
  const logs = names.filter((name) => name.endsWith('.log')).map((name) => path.join(cacheDir, name))
  const sizes = await Promise.all(logs.map(async (log) => (await stat(log).catch(() => ({ size: 0 }))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Runs the command and kills it as soon as the cache has grown by so many bytes; whether it was still running. */
async function killAfter(root: string, cacheDir: string, bytes: number): Promise<boolean> {
  const before = await written(cacheDir)
  const child = spawn(process.execPath, ['bin/doctor.js', root, ...flags, '--cache', cacheDir], {
    stdio: 'ignore',
  })
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once('close', (_, signal) => resolve(signal)),
  )
  while (child.exitCode === null && (await written(cacheDir)) - before < bytes) await setTimeout(1)
  child.kill('SIGKILL')
  return (await ended) === 'SIGKILL'
}

test('a doctor killed while it writes, again and again, leaves a cache that tells the truth', async () => {
  const [root, cacheDir] = [await project(), await temporaryFolder()]
  const truth = lasting(await lint(root, '--no-cache'))
  const killed: boolean[] = []
  for (const bytes of [1, 5000, 30_001]) killed.push(await killAfter(root, cacheDir, bytes))
  expect(killed).toEqual([true, true, true])
  expect(lasting(await lint(root, '--cache', cacheDir))).toEqual(truth)
})

test('doctors beside each other on one cache, one of them killed, all tell the truth', async () => {
  const [root, cacheDir] = [await project(), await temporaryFolder()]
  const truth = lasting(await lint(root, '--no-cache'))
  const [killed, ...reports] = await Promise.all([
    killAfter(root, cacheDir, 20_000),
    lint(root, '--cache', cacheDir),
    lint(root, '--cache', cacheDir),
  ])
  expect(killed).toBe(true)
  for (const report of reports) expect(lasting(report)).toEqual(truth)
  expect(lasting(await lint(root, '--cache', cacheDir))).toEqual(truth)
})
