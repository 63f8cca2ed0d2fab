import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gatherDataset } from '../src/dataset/gather.ts'
import { gatherImages } from '../src/images/gather.ts'
import type { Progress } from '../src/model/progress.ts'
import { discover } from '../src/project/discover.ts'
import { makeProject } from './pictures.ts'
import { benchWork } from './work.ts'

/**
 * Memory while many different images are decoded, with a cache on disk that is empty at first: the largest resident
 * size during that stage, and how much of it is still held once it is over and the garbage is gone (the records of all
 * images). `npx tsx bench/memory.ts [IMAGES...]`; 2,000 and 8,000 by default.
 */
const mebibyte = 2 ** 20

/** Resident size from start to end of one stage, and what its end holds more than its start; MiB. */
function watch(title: string, tell: (peak: number, held: number) => void): Progress {
  const held = () => {
    globalThis.gc?.()
    const { heapUsed, external } = process.memoryUsage()
    return (heapUsed + external) / mebibyte
  }
  return {
    note() {},
    start: (stage) => {
      if (stage !== title) return { advance() {}, finish() {} }
      const before = held()
      let peak = 0
      const look = () => {
        peak = Math.max(peak, process.memoryUsage.rss() / mebibyte)
      }
      const timer = setInterval(look, 20)
      return {
        advance: look,
        finish: () => {
          clearInterval(timer)
          tell(peak, held() - before)
        },
      }
    },
  }
}

async function examine(root: string): Promise<void> {
  const project = await discover(root)
  const dataset = await gatherDataset(project, [])
  const stop = new AbortController()
  const progress = watch('Reading images', (peak, held) => {
    process.stdout.write(JSON.stringify({ peak, held }))
    stop.abort(new Error('the rest is not measured'))
  })
  const work = { ...benchWork(), cacheDir: path.join(root, '.doctor'), progress, signal: stop.signal }
  await gatherImages(project, dataset, work).catch((fault: unknown) => {
    if (!stop.signal.aborted) throw fault
  })
}

/** In a process of its own, whose garbage can be collected at will. */
async function measureOne(images: number): Promise<void> {
  const root = await mkdtemp(path.join(tmpdir(), 'doctor-memory-'))
  try {
    await makeProject(root, images)
    const args = ['--expose-gc', ...process.execArgv, fileURLToPath(import.meta.url), '--project', root]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    for await (const chunk of child.stdout) text += String(chunk)
    const [, peak = Number.NaN, held = Number.NaN] =
      /"peak":([\d.]+),"held":([\d.]+)/.exec(text)?.map(Number) ?? []
    const row = [images.toLocaleString('en-US'), ...[peak, held, peak - held].map((mib) => mib.toFixed(0))]
    console.log(`| ${row.join(' | ')} |`)
  } finally {
    await rm(root, { recursive: true })
  }
}

const [first, ...rest] = process.argv.slice(2)
if (first === '--project') await examine(rest[0] ?? '')
else {
  console.log('| images | peak MiB | of it held by records | without them |\n|---|---|---|---|')
  const sizes = first === undefined ? [2000, 8000] : [first, ...rest].map(Number)
  for (const images of sizes) await measureOne(images)
}
