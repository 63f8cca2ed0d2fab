import path from 'node:path'
import { parseArgs } from 'node:util'
import { userCacheFolder } from '../../src/embed/weights/store.ts'
import type { Trial } from '../../src/model/trial.ts'
import { average } from '../../src/probe/statistics/average.ts'
import { planted } from './planted.ts'
import { type PhotoSet, photoSets, Sandbox } from './sandbox.ts'
import { tryCase } from './try-case.ts'

/**
 * What the planted faults of the calibration do in truth to heads on these features: each is planted in many draws of
 * the set's photos, and the gain by its fix is averaged over them. Draws share photos, so that this is the truth about
 * these photos, not about all. Draws of the calibration are not to be among them.
 * `npx tsx bench/probe/oracle.ts [--draws 101,102,103] [--set grocery] [--kind PATTERN] [--seeds 2]`
 */
const { values } = parseArgs({
  options: {
    draws: { type: 'string', default: '101,102,103,104,105,106,107,108' },
    set: { type: 'string' },
    kind: { type: 'string', default: '' },
    seeds: { type: 'string', default: '2' },
  },
})
const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')
const data = path.join(root, 'data')
const config = { probe: { size: 150, budgetSeconds: 3600, seeds: Number(values.seeds) } }

const cases = planted.filter(({ kind }) => new RegExp(values.kind).test(kind))
console.log('| set | fault | measure | draws | gain by the fix | over a placebo | harmful |')
console.log('|---|---|---|---|---|---|---|')
for (const set of Object.keys(photoSets) as PhotoSet[]) {
  if (values.set !== undefined && values.set !== set) continue
  const found = new Map<string, Trial[]>()
  for (const draw of values.draws.split(',').map(Number)) {
    const sandbox = await Sandbox.draw(data, set, draw)
    const options = { seed: draw, cacheDir: userCacheFolder(), config, mode: 'quick' } as const
    try {
      for (const one of cases) {
        const { trials } = await tryCase(one, sandbox, options).finally(() => sandbox.restore())
        found.set(one.kind, [...(found.get(one.kind) ?? []), ...trials.slice(0, 1)])
        for (const { baseline, fixed, placebo } of trials.slice(0, 1))
          process.stderr.write(
            `${set} ${draw}, ${one.kind}: ${JSON.stringify({ baseline, fixed, placebo })}\n`,
          )
      }
    } finally {
      await sandbox.remove()
    }
  }
  for (const [kind, trials] of found) {
    const contrasts = [gains(trials, 'baseline'), gains(trials, 'placebo')]
    const isHarmful = contrasts.every((one) => one === null || one.mean > 2 * one.error)
    const cells = [set, kind, trials[0]?.metric ?? '', trials.length, ...contrasts.map(shown)]
    console.log(`| ${[...cells, isHarmful ? 'yes' : 'not shown'].join(' | ')} |`)
  }
}

interface Gain {
  mean: number
  /** Of the mean, from draw to draw. */
  error: number
}

/** By how much the fixed arms do better than others, the direction in which a right fix goes being positive. */
function gains(trials: readonly Trial[], other: 'baseline' | 'placebo'): Gain | null {
  const all = trials.flatMap(({ expect, fixed, [other]: value }) =>
    fixed === undefined || value === undefined ? [] : (fixed - value) * (expect === 'rise' ? 1 : -1),
  )
  if (all.length < 2) return null
  const mean = average(all)
  const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (all.length - 1)
  return { mean, error: Math.sqrt(variance / all.length) }
}

function shown(gain: Gain | null): string {
  return gain === null ? '' : `${gain.mean.toFixed(3)} ± ${(2 * gain.error).toFixed(3)}`
}
