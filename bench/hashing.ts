import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import imghash from 'imghash'
import { gatherDataset } from '../src/dataset/gather.ts'
import { gatherImages } from '../src/images/gather.ts'
import type { Dataset } from '../src/model/dataset.ts'
import { silent } from '../src/model/progress.ts'
import type { Project } from '../src/model/project.ts'
import { discover } from '../src/project/discover.ts'

/**
 * Images hashed per second, next to plain `imghash.hash` over the same files in the same run: medians of several
 * rounds in which all take turns, after one round that only warms up. `npx tsx bench/hashing.ts [project] [--rounds N]`
 */
const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '5' } },
  allowPositionals: true,
})
const project = await discover(positionals[0] ?? 'fixtures/grocery-leaky')
const dataset = await gatherDataset(project, [])
const readable = await readableFiles(project, dataset)
const cacheDir = await mkdtemp(path.join(tmpdir(), 'doctor-bench-'))

const contenders: Record<string, () => Promise<void>> = {
  'imghash.hash, 256 bits': () => inPool(readable, async (file) => void (await imghash.hash(file, 16))),
  'doctor, cold: decode, 2 digests, 9 hashes, search': () => gather(null),
  'doctor, warm: from its cache': () => gather(cacheDir),
}
const rates = new Map(Object.keys(contenders).map((name): [string, number[]] => [name, []]))
for (let round = 0; round <= Number(values.rounds); round += 1) {
  for (const [name, run] of Object.entries(contenders)) {
    const started = performance.now()
    await run()
    if (round > 0) rates.get(name)?.push(readable.length / ((performance.now() - started) / 1000))
  }
}
await rm(cacheDir, { recursive: true })

const base = median(rates.get('imghash.hash, 256 bits') ?? [])
console.log(
  `${readable.length} images of ${project.given}, ${availableParallelism()} cores, ${values.rounds} rounds\n`,
)
console.log('| | images/s (median) | against imghash |\n|---|---|---|')
for (const [name, all] of rates) {
  console.log(`| ${name} | ${median(all).toFixed(0)} | ${(median(all) / base).toFixed(1)}x |`)
}

async function gather(cache: string | null): Promise<void> {
  const signal = new AbortController().signal
  const work = { progress: silent, signal, cacheDir: cache, jobs: availableParallelism(), seed: 0 }
  await gatherImages(project, dataset, work)
}

/** Files that imghash can read; also brings them into the operating system's cache. */
async function readableFiles(of: Project, data: Dataset): Promise<string[]> {
  const files: string[] = []
  for (const sample of data.samples) {
    const file = path.join(of.root, sample.path)
    await imghash.hash(await readFile(file), 16).then(
      () => files.push(file),
      () => {},
    )
  }
  return files
}

async function inPool(files: readonly string[], run: (file: string) => Promise<void>): Promise<void> {
  const queue = files.values()
  const worker = async () => {
    for (const file of queue) await run(file)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
