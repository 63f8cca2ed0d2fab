import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import imghash from 'imghash'
import { gatherDataset } from '../src/dataset/gather.ts'
import { decoded } from '../src/images/decode/decode.ts'
import { gatherImages } from '../src/images/gather.ts'
import { hashed } from '../src/images/look/look.ts'
import { learn } from '../src/images/read/learn.ts'
import type { Dataset } from '../src/model/dataset.ts'
import { silent } from '../src/model/progress.ts'
import type { Project } from '../src/model/project.ts'
import { Random } from '../src/model/random.ts'
import { discover } from '../src/project/discover.ts'

/**
 * Images hashed per second of processor time in one thread, next to plain `imghash.hash` over the same files in the same run: medians of several
 * rounds in which all take turns, after one round that only warms up. With --c, the program made of bench/hashing/decode.c
 * decodes them as well. `npx tsx bench/hashing.ts [project] [--rounds N] [--images N] [--c PROGRAM]`
 */
const { values, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    c: { type: 'string' },
    images: { type: 'string', default: '10000' },
  },
  allowPositionals: true,
})
const project = await discover(positionals[0] ?? 'fixtures/grocery-leaky')
const dataset = await gatherDataset(project, [])
const readable = await readableFiles(project, dataset)
const work = {
  progress: silent,
  signal: new AbortController().signal,
  cacheDir: null,
  jobs: availableParallelism(),
  seed: 0,
}
const cacheDir = await mkdtemp(path.join(tmpdir(), 'doctor-bench-'))

/** Each returns its processor seconds. */
const contenders: Record<string, () => Promise<number> | number> = {
  'imghash.hash, 256 bits': () => timed(() => each((file) => imghash.hash(file, 16))),
  ...(values.c === undefined ? {} : { 'libjpeg-turbo in C: decode only': () => decodeInC(values.c ?? '') }),
  'doctor, hashing alone: decode, 9 hashes of 256 bits': () =>
    timed(() => each((file) => decoded(readFileSync(file), ({ raster }) => hashed(raster)))),
  'doctor, all of reading an image: with the digest of its bytes, statistics and local features': () =>
    timed(() =>
      each((file) =>
        learn(
          // As in a thread that reads images.
          async () => readFileSync(file),
          () => false,
        ),
      ),
    ),
  'doctor, warm: from its cache': () => timed(() => gather(cacheDir)),
}
await gather(cacheDir)
const rates = new Map(Object.keys(contenders).map((name): [string, number[]] => [name, []]))
for (let round = 0; round <= Number(values.rounds); round += 1) {
  for (const [name, run] of Object.entries(contenders)) {
    const seconds = await run()
    if (round > 0) rates.get(name)?.push(readable.length / seconds)
  }
}
await rm(cacheDir, { recursive: true })

const base = median(rates.get('imghash.hash, 256 bits') ?? [])
console.log(`${readable.length} images of ${project.given}, ${values.rounds} rounds\n`)
console.log('| | images per processor second (median) | against imghash |\n|---|---|---|')
for (const [name, all] of rates) {
  console.log(`| ${name} | ${median(all).toFixed(0)} | ${(median(all) / base).toFixed(1)}x |`)
}

async function timed(run: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

async function each(run: (file: string) => Promise<unknown>): Promise<void> {
  for (const file of readable) await run(file)
}

/** Processor seconds. */
function decodeInC(program: string): number {
  return Number(execFileSync(program, { input: readable.join('\n'), encoding: 'utf8' }))
}

async function gather(cache: string | null): Promise<void> {
  await gatherImages(project, dataset, { ...work, cacheDir: cache })
}

/** Files that imghash can read; also brings them into the operating system's cache. */
async function readableFiles(of: Project, data: Dataset): Promise<string[]> {
  const files: string[] = []
  for (const sample of new Random(1, 'files').shuffled(data.samples).slice(0, Number(values.images))) {
    const file = path.join(of.root, sample.path)
    await imghash.hash(await readFile(file), 16).then(
      () => files.push(file),
      () => {},
    )
  }
  return files
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
