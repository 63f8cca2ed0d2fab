import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unwrap } from '../src/judge/unwrap.ts'
import { silent } from '../src/model/progress.ts'
import { discover } from '../src/project/discover.ts'
import { gatherSetups } from '../src/setup/gather.ts'
import { codeRules, labelledScripts } from '../test/support/code-corpus.ts'
import { pathological } from '../test/support/pathological.ts'
import { measure, median } from './measure.ts'

/**
 * How long reading code takes: 1,000 files of about 150 lines, one file from the command line, and files made to be
 * hard. Medians of several runs. `npx tsx bench/code-speed.ts`
 */
const runs = 5
const folder = await mkdtemp(path.join(tmpdir(), 'doctor-code-'))
const scripts = (await labelledScripts()).filter(({ kind }) => kind === 'python')

/** A script and, behind it, a second one: about 150 lines as people write them. */
async function writeMany(): Promise<number> {
  let lines = 0
  for (let n = 0; n < 1000; n += 1) {
    const parts: string[] = []
    for (let at = n; parts.join('\n').split('\n').length < 130; at += 7)
      parts.push(scripts[at % scripts.length]?.text ?? '')
    const text = parts.join('\n')
    lines += text.split('\n').length
    await writeFile(path.join(folder, `script${n}.py`), text)
  }
  return lines / 1000
}

const lines = await writeMany()
const whole = await timed(async () => {
  const project = await discover(folder)
  const work = { progress: silent, signal: new AbortController().signal, cacheDir: null, jobs: 2, seed: 0 }
  const setups = await gatherSetups(project, work)
  for (const { check, wants } of codeRules) [...check(unwrap({ setups: { ok: true, value: setups } }, wants))]
})
console.log(`1,000 files of ${lines.toFixed(0)} lines: ${spent(whole)}`)

const one = path.join(folder, 'one')
await mkdir(one)
await writeFile(path.join(one, 'train.py'), scripts[0]?.text ?? '')
const command = []
for (let run = 0; run < runs; run += 1)
  command.push(await measure([one, '--no-probe', '--no-report', '--quiet']))
console.log(`one file, whole command: ${spent(command)}`)

for (const [name, text] of pathological) {
  const hard = path.join(folder, 'hard')
  await mkdir(hard, { recursive: true })
  await writeFile(path.join(hard, 'train.py'), text)
  console.log(`${name}: ${spent([await measure([hard, '--no-probe', '--no-report', '--quiet'])])}`)
}
await rm(folder, { recursive: true })

interface Spent {
  seconds: number
  cpuSeconds: number
}

function spent(all: readonly Spent[]): string {
  const of = (pick: (one: Spent) => number) => median(all.map(pick)).toFixed(2)
  return `${of(({ seconds }) => seconds)} s (${of(({ cpuSeconds }) => cpuSeconds)} s of processor time)`
}

async function timed(run: () => Promise<void>): Promise<Spent[]> {
  const all: Spent[] = []
  for (let round = 0; round < runs; round += 1) {
    const [started, before] = [performance.now(), process.cpuUsage()]
    await run()
    const { user, system } = process.cpuUsage(before)
    all.push({ seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 })
  }
  return all
}
