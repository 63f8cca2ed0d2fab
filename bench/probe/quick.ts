import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Random } from '../../src/model/random.ts'
import { Report } from '../../src/model/report.ts'
import { measure } from '../measure.ts'
import { planted } from './planted.ts'
import { program } from './programs.ts'
import { Sandbox } from './sandbox.ts'

/**
 * What a quick probe of 600 photos at 299 px takes: leaked copies with a placebo, a wrong range and a rate far too high,
 * 5 seeds each, by the built command. Cold: no features and no hashes in the cache, weights on the machine.
 * `npx tsx bench/probe/quick.ts`
 */
const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')
const sandbox = await Sandbox.draw(path.join(root, 'data'), 'grocery', 1)
const cache = await mkdtemp(path.join(tmpdir(), 'doctor-bench-cache-'))
try {
  const leak = planted.find(({ kind }) => kind === 'leak by copies')
  await leak?.plant?.(sandbox, new Random(1))
  const faults = { scale: 'layers.Rescaling(1 / 255)(inputs)', optimizer: 'keras.optimizers.Adam(0.1)' }
  await sandbox.write('train.py', program({ ...faults, size: 299 }))
  const rows: string[] = []
  for (const state of ['cold', 'warm']) {
    const run = await measure([
      sandbox.root,
      ...['--probe', 'quick', '--format', 'json', '--no-report', '--cache', cache, '--quiet'],
    ])
    const trials = Report.parse(JSON.parse(run.stdout)).findings.flatMap(({ trial }) => trial ?? [])
    const verdicts = ['confirmed', 'inconclusive', 'refuted', 'not-run'].flatMap((verdict) => {
      const reasons = new Set(trials.filter((one) => one.verdict === verdict).map(({ reason }) => reason))
      return reasons.size > 0 ? [`${reasons.size} ${verdict}`] : []
    })
    const numbers = [run.seconds, run.cpuSeconds, run.peakMiB].map((value) => value.toFixed(0))
    rows.push(`| ${state} | ${numbers.join(' | ')} | ${verdicts.join(', ')} |`)
    console.error([...new Set(trials.map(({ reason, backend }) => `${reason}; ${backend}`))].join('\n'))
  }
  console.log(
    ['| | seconds | processor seconds | peak MiB | trials |', '|---|---|---|---|---|', ...rows].join('\n'),
  )
} finally {
  await sandbox.remove()
  await rm(cache, { recursive: true })
}
