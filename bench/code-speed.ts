import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { labelledScripts } from '../test/support/code-corpus.ts'
import { pathological } from '../test/support/pathological.ts'
import { type Measured, measure, median } from './measure.ts'

/**
 * How long the command takes to read code: 1,000 files of about 150 lines with one thread and with two, in turns, one
 * file, and files made to be hard. Medians of several runs. `npx tsx bench/code-speed.ts`
 */
const runs = 5
const folder = await mkdtemp(path.join(tmpdir(), 'doctor-code-'))
const scripts = (await labelledScripts()).filter(({ kind }) => kind === 'python')

/** A script and, behind it, a second one: about 150 lines as people write them. */
async function writeMany(): Promise<number> {
  let lines = 0
  await mkdir(path.join(folder, 'many'))
  for (let n = 0; n < 1000; n += 1) {
    const parts: string[] = []
    for (let at = n; parts.join('\n').split('\n').length < 130; at += 7)
      parts.push(scripts[at % scripts.length]?.text ?? '')
    const text = parts.join('\n')
    lines += text.split('\n').length
    await writeFile(path.join(folder, 'many', `script${n}.py`), text)
  }
  return lines / 1000
}

const lines = await writeMany()
const command = ['--no-probe', '--no-report', '--no-cache', '--quiet']
const many: Record<string, Measured[]> = { 1: [], 2: [] }
for (let run = 0; run < runs; run += 1)
  for (const [jobs, all] of Object.entries(many))
    all.push(await measure([path.join(folder, 'many'), ...command, '--jobs', jobs]))
for (const [jobs, all] of Object.entries(many))
  console.log(`1,000 files of ${lines.toFixed(0)} lines, --jobs ${jobs}: ${spent(all)}`)

const one = path.join(folder, 'one')
await mkdir(one)
await writeFile(path.join(one, 'train.py'), scripts[0]?.text ?? '')
const single = []
for (let run = 0; run < runs; run += 1) single.push(await measure([one, ...command]))
console.log(`one file: ${spent(single)}`)

for (const [name, text] of pathological) {
  const hard = path.join(folder, 'hard')
  await mkdir(hard, { recursive: true })
  await writeFile(path.join(hard, 'train.py'), text)
  console.log(`${name}: ${spent([await measure([hard, ...command])])}`)
}
await rm(folder, { recursive: true })

function spent(all: readonly Measured[]): string {
  const of = (pick: (one: Measured) => number) => median(all.map(pick)).toFixed(2)
  return `${of(({ seconds }) => seconds)} s (${of(({ cpuSeconds }) => cpuSeconds)} s of processor time)`
}
