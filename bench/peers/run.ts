import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { z } from 'zod'
import { isSpan } from '../../src/model/finding.ts'
import { Report } from '../../src/model/report.ts'
import { measure } from '../measure.ts'
import { families, type Planted, plantCopies } from './files.ts'
import { pythonWithPeers } from './install.ts'

/**
 * Duplicate finders side by side on the same files: photos of DOCTOR_TEST_DATA in `train/`, one changed copy of each in
 * `val/`, every tool at its defaults in a process of its own. `npx tsx bench/peers/run.ts [--photos 300]` installs the peers
 * from PyPI into a virtual environment in the folder for temporary files (some GB); `--python /path/to/venv/bin/python` names
 * one that has the packages of bench/peers/requirements.txt.
 */
const { values } = parseArgs({
  options: { python: { type: 'string' }, photos: { type: 'string', default: '300' } },
})
const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')
const python = values.python ?? (await pythonWithPeers(path.join(tmpdir(), 'doctor-peers')))

interface Ran {
  pairs: [string, string][]
  seconds: number
  peakMiB: number
}
type Result = Ran | { unavailable: string }

const Peer = z.union([
  z.object({ pairs: z.array(z.tuple([z.string(), z.string()])), seconds: z.number(), peakMiB: z.number() }),
  z.object({ unavailable: z.string() }),
])

const tools: Record<string, (folder: string) => Promise<Result>> = {
  doctor,
  'imagededup PHash': (folder) => peer('phash', folder),
  'imagededup CNN': (folder) => peer('cnn', folder),
  CleanVision: (folder) => peer('cleanvision', folder),
  fastdup: (folder) => peer('fastdup', folder),
}

/** The command over the folder; any two images of a cluster are a pair. Its time includes its start. */
async function doctor(folder: string): Promise<Result> {
  const only = ['leakage/exact-duplicate', 'leakage/near-duplicate'].flatMap((id) => ['--rule', id])
  const options = ['--no-probe', '--no-report', '--no-cache', '--quiet', '--format', 'json']
  const { stdout, seconds, peakMiB } = await measure([folder, ...only, ...options])
  const { findings } = Report.parse(JSON.parse(stdout))
  const clusters = findings.map(({ locations }) =>
    locations.flatMap((location) => (isSpan(location) ? [] : [location.path])),
  )
  const pairs = clusters.flatMap((members) =>
    members.flatMap((a) => members.map((b): [string, string] => [a, b])),
  )
  return { pairs: pairs.filter(([a, b]) => a < b), seconds, peakMiB }
}

async function peer(tool: string, folder: string): Promise<Result> {
  const script = fileURLToPath(new URL('peer.py', import.meta.url))
  const out = `${folder}-${tool}.json`
  await promisify(execFile)(python ?? '', [script, tool, folder, out], { maxBuffer: 1e9 })
  const result = Peer.parse(JSON.parse(await readFile(out, 'utf8')))
  await rm(out)
  return result
}

/** Pairs across the two folders: right when they are a photo and its copy. */
function score(planted: readonly Planted[], { pairs }: Ran) {
  const truth = new Map(planted.map(({ copy, original }) => [copy, original]))
  const across = pairs.flatMap(([a, b]): [string, string][] => {
    if (a.startsWith('train/') && b.startsWith('val/')) return [[a, b]]
    return a.startsWith('val/') && b.startsWith('train/') ? [[b, a]] : []
  })
  const right = new Set(
    across.filter(([original, copy]) => truth.get(copy) === original).map(([, copy]) => copy),
  )
  const distinct = new Set(across.map((pair) => pair.join(' ')))
  return { found: right, wrong: distinct.size - right.size }
}

const share = (part: number, whole: number) => (whole === 0 ? '' : (part / whole).toFixed(2))

for (const set of ['grocery', 'trashnet/train']) {
  const folder = await mkdtemp(path.join(tmpdir(), 'doctor-peers-'))
  try {
    const planted = await plantCopies(path.join(root, 'data', set), folder, Number(values.photos))
    const names = Object.keys(families)
    console.log(`\n${set}: ${planted.length} photos, as many copies\n`)
    console.log(`| | recall | precision | ${names.join(' | ')} | images/s | peak MiB |`)
    console.log(`|---|---|---|${names.map(() => '---|').join('')}---|---|`)
    for (const [name, run] of Object.entries(tools)) {
      const result = await run(folder)
      if ('unavailable' in result) {
        console.log(`| ${name} | not run: ${result.unavailable} |`)
        continue
      }
      const { found, wrong } = score(planted, result)
      const left = new Set(planted)
      const recalls = names.map((family) => {
        const members = [...left].filter(({ transform }) => families[family]?.(transform))
        for (const member of members) left.delete(member)
        return share(members.filter(({ copy }) => found.has(copy)).length, members.length)
      })
      const numbers = [share(found.size, planted.length), share(found.size, found.size + wrong), ...recalls]
      const rate = ((2 * planted.length) / result.seconds).toFixed(0)
      console.log(`| ${name} | ${numbers.join(' | ')} | ${rate} | ${result.peakMiB.toFixed(0)} |`)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
