import { availableParallelism } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { rules } from '../../rules/index.ts'
import { examine } from '../../src/doctor.ts'
import { userCacheFolder } from '../../src/embed/weights/store.ts'
import { silent } from '../../src/model/progress.ts'
import { Random } from '../../src/model/random.ts'
import type { Trial } from '../../src/model/trial.ts'
import { prove } from '../../src/probe/prove.ts'
import { discover } from '../../src/project/discover.ts'
import type { Case, Family } from './cases.ts'
import { harmful, nulls } from './invented.ts'
import { planted } from './planted.ts'
import { program } from './programs.ts'
import { type PhotoSet, photoSets, Sandbox } from './sandbox.ts'
import { type Told, tableOf } from './table.ts'

/**
 * How often the probe is right, on photos of DOCTOR_TEST_DATA: faults that are planted, fixes that change nothing, and
 * fixes that do harm. Every case is a project on disk that the real rules look at and the real probe tries.
 * `npx tsx bench/probe/calibration.ts [--draws 1,2] [--set grocery] [--family planted] [--kind TEXT]`
 */
const { values } = parseArgs({
  options: {
    draws: { type: 'string', default: '1' },
    set: { type: 'string' },
    family: { type: 'string' },
    kind: { type: 'string', default: '' },
  },
})
const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')
const data = path.join(root, 'data')

const families: readonly Family[] = [
  { name: 'planted', title: 'Planted faults', wanted: ['confirmed'], cases: planted },
  { name: 'null', title: 'Fixes that change nothing', wanted: ['inconclusive', 'refuted'], cases: nulls },
  { name: 'harmful', title: 'Fixes that do harm', wanted: ['refuted'], cases: harmful },
]

/** Small enough that a table takes minutes: the same trunk at half the side. */
const config = { probe: { size: 150 } }

async function judge(one: Case, sandbox: Sandbox, draw: number): Promise<Trial[]> {
  const random = new Random(draw, 'case', one.kind)
  await one.plant?.(sandbox, random)
  await sandbox.write('train.py', one.program ?? program())
  const work = {
    progress: silent,
    signal: new AbortController().signal,
    cacheDir: userCacheFolder(),
    jobs: availableParallelism(),
    seed: draw,
  }
  const project = { ...(await discover(sandbox.root)), config }
  // A rule about files beside it, so that the images are read for rules about code as well.
  const selection = { only: [one.rule, 'images/unreadable'], skip: [] }
  const examination = await examine(project, { rules, selection, probe: 'quick' }, work)
  const { dataset, images, setups } = examination.facts
  if (!dataset?.ok || !images?.ok || !setups?.ok) throw new Error(`nothing was gathered for ${one.kind}`)
  const findings = one.invent?.(examination, random) ?? examination.findings
  const request = { project, dataset: dataset.value, images: images.value, setups: setups.value }
  const trials = await prove({ ...request, findings, rules, mode: 'quick' }, work)
  return [...new Set(trials.values())]
}

const told: Told[] = []
for (const set of Object.keys(photoSets) as PhotoSet[]) {
  if (values.set !== undefined && values.set !== set) continue
  for (const draw of values.draws.split(',').map(Number)) {
    const sandbox = await Sandbox.draw(data, set, draw)
    try {
      for (const family of families) {
        if (values.family !== undefined && values.family !== family.name) continue
        for (const one of family.cases.filter(({ kind }) => kind.includes(values.kind))) {
          const trials = await judge(one, sandbox, draw).finally(() => sandbox.restore())
          told.push({ family, kind: one.kind, set, trials })
          const verdicts = trials.map(({ verdict, reason }) => `${verdict}: ${reason}`).join(' | ')
          process.stderr.write(`${set} ${draw}, ${family.name}, ${one.kind}: ${verdicts || 'not found'}\n`)
        }
      }
    } finally {
      await sandbox.remove()
    }
  }
}
console.log(tableOf(told))
