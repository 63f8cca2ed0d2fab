import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Random } from '../../src/model/random.ts'
import { Report } from '../../src/model/report.ts'
import { measure } from '../measure.ts'
import { planted } from './planted.ts'
import { type Lines, program } from './programs.ts'
import { Sandbox } from './sandbox.ts'

/**
 * What a quick probe of 600 photos at 299 px takes, 5 seeds an arm, by the built command. Three fixes: leaked copies with
 * a placebo, a rate far too high, and a schedule that fires at once (augmentation/missing is skipped). Four: the schedule
 * is right, but the range is wrong and there is no augmentation, each of which sends images through the trunk once more. Cold: no features and no hashes in
 * the cache, weights on the machine; then again, until a run leaves no trial for want of time, and once more, warm.
 * `npx tsx bench/probe/quick.ts`
 */
const projects: Record<string, { faults: Partial<Lines>; options: string[] }> = {
  'three fixes': {
    faults: {
      optimizer: 'keras.optimizers.Adam(0.1)',
      callbacks: "keras.callbacks.ReduceLROnPlateau(monitor='val_loss', mode='max', patience=1)",
    },
    options: ['--skip', 'augmentation/missing'],
  },
  'four fixes': {
    faults: { scale: 'layers.Rescaling(1 / 255)(inputs)', optimizer: 'keras.optimizers.Adam(0.1)' },
    options: [],
  },
}

/** On a slow machine trials may be left again and again. */
const mostRuns = 4

const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')
const rows: string[] = []
for (const [name, { faults, options }] of Object.entries(projects)) {
  const sandbox = await Sandbox.draw(path.join(root, 'data'), 'grocery', 1)
  const cache = await mkdtemp(path.join(tmpdir(), 'doctor-bench-cache-'))
  try {
    const leak = planted.find(({ kind }) => kind === 'leak by copies')
    await leak?.plant?.(sandbox, new Random(1))
    await sandbox.write('train.py', program({ ...faults, size: 299 }))
    let left = true
    for (let run = 1; left && run <= mostRuns; run += 1) {
      const state = run === 1 ? 'cold' : `run ${run}`
      left = await probe(`${name}, ${state}`, [sandbox.root, ...options, '--cache', cache])
    }
    await probe(`${name}, warm`, [sandbox.root, ...options, '--cache', cache])
  } finally {
    await sandbox.remove()
    await rm(cache, { recursive: true })
  }
}
console.log(
  ['| | seconds | processor seconds | peak MiB | trials |', '|---|---|---|---|---|', ...rows].join('\n'),
)

/** Runs the command once and adds its row; whether trials were left for want of time. */
async function probe(state: string, given: string[]): Promise<boolean> {
  const run = await measure([...given, '--probe', 'quick', '--format', 'json', '--no-report', '--quiet'])
  const trials = Report.parse(JSON.parse(run.stdout)).findings.flatMap(({ rule, trial }) =>
    trial === undefined ? [] : [{ rule, ...trial }],
  )
  const verdicts = ['confirmed', 'inconclusive', 'refuted', 'not-run'].flatMap((verdict) => {
    const tried = new Set(trials.filter((one) => one.verdict === verdict).map(({ rule }) => rule))
    return tried.size > 0 ? [`${tried.size} ${verdict}`] : []
  })
  const numbers = [run.seconds, run.cpuSeconds, run.peakMiB].map((value) => value.toFixed(0))
  rows.push(`| ${state} | ${numbers.join(' | ')} | ${verdicts.join(', ')} |`)
  console.error(
    [...new Set(trials.map(({ rule, reason, backend }) => `${rule}: ${reason}; ${backend}`))].join('\n'),
  )
  return trials.some(({ reason }) => reason.includes('budgetSeconds'))
}
