import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Report } from '../src/model/report.ts'
import { readTruth } from '../test/support/truth.ts'
import { type Measured, measure, median } from './measure.ts'
import { type RuleScore, score } from './score.ts'

/**
 * Measures the built command on grocery-leaky and prints Markdown tables: wall time and peak memory, cold (an empty
 * cache) and warm (the same run again), with and without the probe; start-up; precision and recall per rule.
 * Run with `npx tsx bench/end-to-end.ts` after `npx tsc`.
 */
const fixture = fileURLToPath(new URL('../fixtures/grocery-leaky', import.meta.url))

async function coldAndWarm(flags: string[], times: number): Promise<{ cold: Measured[]; warm: Measured[] }> {
  const cold: Measured[] = []
  const warm: Measured[] = []
  for (let round = 0; round < times; round++) {
    const cache = await mkdtemp(path.join(tmpdir(), 'doctor-bench-'))
    const args = [fixture, '--format', 'json', '--quiet', '--cache', cache, ...flags]
    cold.push(await measure(args))
    warm.push(await measure(args))
    await rm(cache, { recursive: true })
  }
  return { cold, warm }
}

function row(name: string, runs: Measured[]): string {
  const seconds = median(runs.map((run) => run.seconds)).toFixed(2)
  const peak = Math.max(...runs.map((run) => run.peakMiB)).toFixed(0)
  return `| ${name} | ${seconds} | ${peak} | ${runs.length} |`
}

function scoreRow({ rule, expected, found, precision, recall }: RuleScore): string {
  return `| ${rule} | ${expected} | ${found} | ${precision.toFixed(2)} | ${recall.toFixed(2)} |`
}

async function main(): Promise<void> {
  const starts: number[] = []
  for (let round = 0; round < 15; round++) starts.push((await measure(['--version'])).seconds)
  const lint = await coldAndWarm(['--no-probe'], 5)
  const probe = await coldAndWarm(['--probe', 'quick'], 1)
  const report = Report.parse(JSON.parse(lint.warm[0]?.stdout ?? ''))
  const scores = score(report, await readTruth(fixture))
  const lines = [
    `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}`,
    '',
    `\`doctor --version\`: ${(median(starts) * 1000).toFixed(0)} ms (median of ${starts.length})`,
    '',
    '| `doctor fixtures/grocery-leaky` | seconds (median) | peak MiB (largest) | runs |',
    '|---|---|---|---|',
    row('`--no-probe`, cold', lint.cold),
    row('`--no-probe`, warm', lint.warm),
    row('`--probe quick`, cold', probe.cold),
    row('`--probe quick`, warm', probe.warm),
    '',
    '| rule | planted | found | precision | recall |',
    '|---|---|---|---|---|',
    ...scores.map(scoreRow),
    ...scores.flatMap(({ rule, missed, invented }) => [
      ...missed.map((name) => `\n${rule} missed ${name}`),
      ...invented.map((name) => `\n${rule} invented ${name}`),
    ]),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

await main()
