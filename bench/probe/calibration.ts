import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { userCacheFolder } from '../../src/embed/weights/store.ts'
import type { Case, Family } from './cases.ts'
import { harmOf, readGains } from './harm.ts'
import { harmful, nulls } from './invented.ts'
import { planted } from './planted.ts'
import { type PhotoSet, photoSets, Sandbox } from './sandbox.ts'
import { tableOf } from './table.ts'
import { readTold, writeTold } from './told.ts'
import { tryCase } from './try-case.ts'

/**
 * How often the probe is right, on photos of DOCTOR_TEST_DATA: faults that are planted, fixes that change nothing, and
 * fixes that do harm. Every case is a project on disk that the real rules look at and the real probe tries. A fault is
 * planted only where `harm.jsonl` shows, by other draws, that it harms: what is no fault cannot be confirmed.
 * What came out is added to a file of results; what is in it is not tried again.
 * `npx tsx bench/probe/calibration.ts [--draws 1,2] [--set grocery] [--family planted] [--kind PATTERN] [--mode full]
 * [--seeds 5] [--size 150] [--results FILE] [--table] [--unproven]`: faults that are not shown to harm as well, to a file of
 * their own. Cases that only a full probe tries are left out of a quick one.
 */
const { values } = parseArgs({
  options: {
    draws: { type: 'string', default: '1' },
    set: { type: 'string' },
    family: { type: 'string' },
    kind: { type: 'string', default: '' },
    mode: { type: 'string', default: 'quick' },
    seeds: { type: 'string', default: '5' },
    size: { type: 'string', default: '150' },
    results: { type: 'string', default: fileURLToPath(new URL('./results.jsonl', import.meta.url)) },
    unproven: { type: 'boolean', default: false },
    table: { type: 'boolean', default: false },
  },
})

const families: readonly Family[] = [
  { name: 'planted', title: 'Planted faults', wanted: ['confirmed'], cases: planted },
  { name: 'null', title: 'Fixes that change nothing', wanted: ['inconclusive', 'refuted'], cases: nulls },
  { name: 'harmful', title: 'Fixes that do harm', wanted: ['refuted'], cases: harmful },
]

/** Small enough that a table takes minutes: the same trunk at half the side. A busy machine leaves no trial out. */
const config = { probe: { size: Number(values.size), budgetSeconds: 3600, seeds: Number(values.seeds) } }
const mode = values.mode === 'full' ? 'full' : 'quick'
const wanted = new RegExp(values.kind)
const sets = (Object.keys(photoSets) as PhotoSet[]).filter((set) => (values.set ?? set) === set)
const draws = values.draws.split(',').map(Number)
const gains = await readGains()

interface Wish {
  family: Family
  one: Case
  set: PhotoSet
  draw: number
}

/** What is asked for and not known yet; faults that are not shown to harm are left out. */
async function wishes(): Promise<Wish[]> {
  const known = new Set(
    (await readTold(values.results)).map(({ kind, family, set, draw }) => `${family} ${kind} ${set} ${draw}`),
  )
  const asked = families.filter(({ name }) => (values.family ?? name) === name)
  const all = sets.flatMap((set) =>
    draws.flatMap((draw) =>
      asked.flatMap((family) => family.cases.map((one): Wish => ({ family, one, set, draw }))),
    ),
  )
  return all.filter(
    ({ family, one: { kind, full }, set, draw }) =>
      wanted.test(kind) &&
      (full !== true || mode === 'full') &&
      !known.has(`${family.name} ${kind} ${set} ${draw}`) &&
      (family.name !== 'planted' || values.unproven || harmOf(gains, { kind, set })?.isShown === true),
  )
}

async function judge(left: readonly Wish[], data: string): Promise<void> {
  for (const set of sets)
    for (const draw of draws) {
      const own = left.filter((wish) => wish.set === set && wish.draw === draw)
      if (own.length === 0) continue
      const sandbox = await Sandbox.draw(data, set, draw)
      const options = { seed: draw, cacheDir: userCacheFolder(), config, mode } as const
      try {
        for (const { family, one } of own) {
          const { trials } = await tryCase(one, sandbox, options).finally(() => sandbox.restore())
          // A case that has several trials counts as its first.
          const { verdict = 'not-found', reason = 'the rule found nothing' } = trials[0] ?? {}
          await writeTold(values.results, { family: family.name, kind: one.kind, set, draw, verdict, reason })
          process.stderr.write(`${set} ${draw}, ${family.name}, ${one.kind}: ${verdict}: ${reason}\n`)
        }
      } finally {
        await sandbox.remove()
      }
    }
}

if (!values.table) {
  const root = process.env.DOCTOR_TEST_DATA
  if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')
  await judge(await wishes(), path.join(root, 'data'))
}
console.log(tableOf(families, await readTold(values.results)))
