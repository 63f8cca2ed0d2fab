import path from 'node:path'
import { parseArgs } from 'node:util'
import { cleanlab } from './labels/cleanlab.ts'
import { type Judged, judge, type Noise, noises, partOf } from './labels/noise.ts'
import { type Photos, photosOf } from './labels/photos.ts'
import { mean, type Score, scoreOf } from './labels/score.ts'

/**
 * Planted label noise on real photos (DOCTOR_TEST_DATA): see "Wrong labels" of the README beside this file.
 * `npx tsx bench/labels.ts [grocery|trashnet]... [--size 299] [--seeds 5] [--python /path/to/python [--own]]` compares
 * with the cleanlab of that Python on the same probabilities (`--own`: and on its own); with `--parts 240` it judges random
 * parts of so many photos instead, untouched and with noise, as the rule would.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string' },
    own: { type: 'boolean', default: false },
    size: { type: 'string', default: '299' },
    seeds: { type: 'string', default: '5' },
    parts: { type: 'string' },
    show: { type: 'boolean', default: false },
  },
})
const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')
const seeds = [...new Array(Number(values.seeds)).keys()]

const nameOf = ({ kind, share }: Noise) => (share === 0 ? kind : `${kind} ${100 * share} %`)

async function compare(photos: Photos): Promise<void> {
  const runs: (Judged & { noise: string })[] = []
  // Without noise all seeds are the same.
  for (const noise of noises)
    for (const seed of noise.share === 0 ? [0] : seeds)
      runs.push({ noise: nameOf(noise), ...(await judge(photos, noise, seed)) })
  const peer = values.python === undefined ? [] : cleanlab(values.python, photos, runs, values.own)
  const scored = runs.map(({ noise, doubted, named, wrong, rate, least }, i) => {
    const peers = Object.entries(peer[i] ?? {}).map(
      ([method, issues]) => [`cleanlab ${method}`, issues] as const,
    )
    const results = [['doubted', doubted] as const, ['named', named] as const, ...peers].map(
      ([column, some]) => [column, scoreOf(some, wrong)] as const,
    )
    return { noise, rate, least, results: new Map<string, Score>(results) }
  })
  const columns = [...(scored[0]?.results.keys() ?? [])]
  console.log(
    `| noise | estimated (at least) | ${columns.join(' | ')} |\n|---|---|${'---|'.repeat(columns.length)}`,
  )
  for (const noise of new Set(runs.map((run) => run.noise))) {
    const same = scored.filter((run) => run.noise === noise)
    const cells = columns.map((column) => {
      const of = (one: keyof Score) => mean(same.map(({ results }) => results.get(column)?.[one] ?? 0))
      if (noise === 'none') return `${of('named')} named`
      return `${of('f1').toFixed(3)} (${of('precision').toFixed(2)}, ${of('recall').toFixed(2)})`
    })
    const [rate, least] = [mean(same.map((one) => one.rate)), mean(same.map((one) => one.least))]
    console.log(`| ${noise} | ${percent(rate)} (${percent(least)}) | ${cells.join(' | ')} |`)
  }
}

async function parts(photos: Photos, count: number): Promise<void> {
  console.log(
    '| noise | estimated, median | at least, largest | parts with names | named, of them wrong | wrong in all |',
  )
  console.log('|---|---|---|---|---|---|')
  for (const noise of noises) {
    const runs: Judged[] = []
    for (const seed of seeds) {
      const part = partOf(photos, count, seed)
      const run = await judge(part, noise, seed)
      runs.push(run)
      if (values.show && noise.share === 0)
        for (const [i, one] of run.named.entries()) if (one) console.error(`${seed} ${part.paths[i]}`)
    }
    const rates = runs.map(({ rate }) => rate).sort((a, b) => a - b)
    const speaking = runs.filter(({ named }) => named.some(Boolean)).length
    const counted = (of: (run: Judged, i: number) => boolean | undefined) =>
      runs.reduce((sum, run) => sum + run.labels.filter((_, i) => of(run, i)).length, 0)
    const hits = counted(({ named, wrong }, i) => named[i] && wrong[i])
    console.log(
      `| ${nameOf(noise)} | ${percent(rates[Math.floor(rates.length / 2)] ?? 0)} | ${percent(Math.max(...runs.map(({ least }) => least)))} | ${speaking} of ${runs.length} | ${counted(({ named }, i) => named[i])}, ${hits} | ${counted(({ wrong }, i) => wrong[i])} |`,
    )
  }
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

for (const name of ['grocery', 'trashnet']) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const photos = await photosOf(path.join(root, 'data', name), Number(values.size))
  const of = values.parts === undefined ? '' : `random ${values.parts} of `
  console.log(
    `\n${name}: ${of}${photos.samples.length} photos, ${photos.classes.length} classes, ${values.size} px\n`,
  )
  await (values.parts === undefined ? compare(photos) : parts(photos, Number(values.parts)))
}
