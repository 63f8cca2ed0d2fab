import { link, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { inParallel } from '../src/images/in-parallel.ts'
import { type Measured, measure, median } from './measure.ts'

/**
 * The command on many files, first with an empty cache, then unchanged. They are hard links to the training photos of
 * fixtures/grocery-clean: their contents are few, their names, stamps and groups of copies many.
 * `npx tsx bench/many-files.ts [--files 100000] [--runs 5]`, after a build; the fixture and the temporary folder have to be on one file system.
 */
const { values } = parseArgs({
  options: { files: { type: 'string', default: '100000' }, runs: { type: 'string', default: '5' } },
})
const files = Number(values.files)
const folder = await mkdtemp(path.join(tmpdir(), 'doctor-bench-'))
const [project, cache] = [path.join(folder, 'project'), path.join(folder, 'cache')]
const source = path.resolve('fixtures/grocery-clean/data/train')
const photos = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.jpg')).sort()
for (const photo of photos) await mkdir(path.join(project, 'train', path.dirname(photo)), { recursive: true })

async function make(index: number): Promise<void> {
  const photo = photos[index % photos.length] ?? ''
  const name = `${path.basename(photo, '.jpg')}-${Math.floor(index / photos.length)}.jpg`
  await link(path.join(source, photo), path.join(project, 'train', path.dirname(photo), name))
}

try {
  await inParallel(
    Array.from({ length: files }, (_, i) => i),
    16,
    make,
  )
  const run = () =>
    measure([project, '--no-probe', '--no-report', '--quiet', '--format', 'json', '--cache', cache])
  const cold = await run()
  const warm: Measured[] = []
  for (let i = 0; i < Number(values.runs); i += 1) warm.push(await run())
  const of = (one: (run: typeof cold) => number) => median(warm.map(one))
  console.log(`| ${files} files | seconds | processor seconds | peak MiB |\n|---|---|---|---|`)
  const row = (name: string, numbers: number[]) =>
    console.log(`| ${name} | ${numbers.map((one) => one.toFixed(1)).join(' | ')} |`)
  row('cold', [cold.seconds, cold.cpuSeconds, cold.peakMiB])
  row('warm, nothing changed', [
    of((one) => one.seconds),
    of((one) => one.cpuSeconds),
    of((one) => one.peakMiB),
  ])
} finally {
  await rm(folder, { recursive: true })
}
