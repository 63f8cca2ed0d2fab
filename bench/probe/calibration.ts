import path from 'node:path'
import { parseArgs } from 'node:util'
import { userCacheFolder } from '../../src/embed/weights/store.ts'
import type { Family } from './cases.ts'
import { harmful, nulls } from './invented.ts'
import { planted } from './planted.ts'
import { type PhotoSet, photoSets, Sandbox } from './sandbox.ts'
import { type Told, tableOf } from './table.ts'
import { tryCase } from './try-case.ts'

/**
 * How often the probe is right, on photos of DOCTOR_TEST_DATA: faults that are planted, fixes that change nothing, and
 * fixes that do harm. Every case is a project on disk that the real rules look at and the real probe tries.
 * `npx tsx bench/probe/calibration.ts [--draws 1,2] [--set grocery] [--family planted] [--kind PATTERN] [--mode full]
 * [--seeds 5]`
 */
const { values } = parseArgs({
  options: {
    draws: { type: 'string', default: '1' },
    set: { type: 'string' },
    family: { type: 'string' },
    kind: { type: 'string', default: '' },
    mode: { type: 'string', default: 'quick' },
    seeds: { type: 'string', default: '5' },
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

/** Small enough that a table takes minutes: the same trunk at half the side. A busy machine leaves no trial out. */
const config = { probe: { size: 150, budgetSeconds: 3600, seeds: Number(values.seeds) } }
const mode = values.mode === 'full' ? 'full' : 'quick'

const wanted = new RegExp(values.kind)
const told: Told[] = []
for (const set of Object.keys(photoSets) as PhotoSet[]) {
  if (values.set !== undefined && values.set !== set) continue
  for (const draw of values.draws.split(',').map(Number)) {
    const sandbox = await Sandbox.draw(data, set, draw)
    try {
      for (const family of families) {
        if (values.family !== undefined && values.family !== family.name) continue
        for (const one of family.cases.filter(({ kind }) => wanted.test(kind))) {
          const options = { seed: draw, cacheDir: userCacheFolder(), config, mode } as const
          const { trials } = await tryCase(one, sandbox, options).finally(() => sandbox.restore())
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
