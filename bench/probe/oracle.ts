import path from 'node:path'
import { parseArgs } from 'node:util'
import { userCacheFolder } from '../../src/embed/weights/store.ts'
import type { Case } from './cases.ts'
import { harmOf, type Mean, readGains, writeGain } from './harm.ts'
import { planted } from './planted.ts'
import { type PhotoSet, photoSets, Sandbox } from './sandbox.ts'
import { tryCase } from './try-case.ts'

/**
 * What faults do in truth to heads on these features: each is planted in several draws of the set's photos, and the gain
 * by its fix is averaged over them. What the probe says of a single draw plays no part in it. Draws share photos, so
 * that this is the truth about these photos, not about all. Draws that the calibration scores are not to be among them.
 * What was gained is added to `harm.jsonl`; draws that are there already are not tried again.
 * `npx tsx bench/probe/oracle.ts [--draws 101,102,103] [--set grocery] [--kind PATTERN] [--seeds 1]`
 */
const { values } = parseArgs({
  options: {
    draws: { type: 'string', default: '101,102,103,104' },
    set: { type: 'string' },
    kind: { type: 'string', default: '' },
    seeds: { type: 'string', default: '1' },
  },
})
const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')
const data = path.join(root, 'data')
const config = { probe: { size: 150, budgetSeconds: 3600, seeds: Number(values.seeds) } }

const cases = planted.filter(({ kind, full }) => full !== true && new RegExp(values.kind).test(kind))
const sets = (Object.keys(photoSets) as PhotoSet[]).filter((set) => (values.set ?? set) === set)
const draws = values.draws.split(',').map(Number)
const sandboxes = new Map<string, Promise<Sandbox>>()
const drawn = (set: PhotoSet, draw: number): Promise<Sandbox> => {
  const name = `${set} ${draw}`
  const sandbox = sandboxes.get(name) ?? Sandbox.draw(data, set, draw)
  sandboxes.set(name, sandbox)
  return sandbox
}

async function gainIn(one: Case, set: PhotoSet, draw: number): Promise<void> {
  const sandbox = await drawn(set, draw)
  const options = { seed: draw, cacheDir: userCacheFolder(), config, mode: 'quick' } as const
  const { trials } = await tryCase(one, sandbox, options).finally(() => sandbox.restore())
  const [trial] = trials
  const { baseline, fixed, placebo } = trial ?? {}
  if (trial === undefined || baseline === undefined || fixed === undefined) {
    process.stderr.write(`${set} ${draw}, ${one.kind}: ${trial?.reason ?? 'not found'}\n`)
    return
  }
  const sign = trial.expect === 'rise' ? 1 : -1
  const gain = sign * (fixed - baseline)
  const overPlacebo = placebo === undefined ? null : sign * (fixed - placebo)
  process.stderr.write(`${set} ${draw}, ${one.kind}: ${gain} ${overPlacebo ?? ''}\n`)
  await writeGain({ set, kind: one.kind, draw, metric: trial.metric, gain, overPlacebo })
}

const known = new Set((await readGains()).map(({ kind, set, draw }) => `${set} ${draw} ${kind}`))
try {
  for (const one of cases)
    for (const set of sets)
      for (const draw of draws) if (!known.has(`${set} ${draw} ${one.kind}`)) await gainIn(one, set, draw)
} finally {
  for (const sandbox of sandboxes.values()) await (await sandbox).remove()
}

const shown = (mean: Mean | null) =>
  mean === null ? '' : `${mean.mean.toFixed(3)} +- ${mean.half.toFixed(3)}`
const gains = await readGains()
console.log('| fault | set | metric | draws | gain by the fix | over a placebo | harmful |')
console.log('|---|---|---|---|---|---|---|')
for (const { kind } of cases)
  for (const set of sets) {
    const harm = harmOf(gains, { kind, set })
    if (harm === null) continue
    const { metric, draws, gain, overPlacebo, isShown } = harm
    const cells = [kind, set, metric, draws, shown(gain), shown(overPlacebo), isShown ? 'yes' : 'not shown']
    console.log(`| ${cells.join(' | ')} |`)
  }
