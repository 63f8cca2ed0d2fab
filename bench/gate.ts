import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Report } from '../src/model/report.ts'
import { measure } from './measure.ts'
import { makeProject, writePictures } from './pictures.ts'

/**
 * The gate on a large project: `doctor --no-probe` with an empty cache, then after one image in a hundred was
 * replaced, then once more with nothing changed. No two images are alike: decoding and the search have their work, but
 * nothing is found. `npx tsx bench/gate.ts [IMAGES]` after `npx tsc`; 20,000 by default.
 */
async function main(): Promise<void> {
  const images = Number(process.argv[2] ?? 20_000)
  const root = await mkdtemp(path.join(tmpdir(), 'doctor-gate-'))
  await makeProject(root, images)
  const args = [root, '--no-probe', '--quiet', '--format', 'json']
  const rows: string[] = []
  let cold = 0
  const run = async (name: string) => {
    const { seconds, cpuSeconds, peakMiB, stdout } = await measure(args)
    const { summary } = Report.parse(JSON.parse(stdout))
    if (cold === 0) cold = seconds
    const share = `${((seconds / cold) * 100).toFixed(1)} %`
    const found = summary.error + summary.warning + summary.info
    rows.push(
      `| ${name} | ${seconds.toFixed(1)} | ${share} | ${cpuSeconds.toFixed(1)} | ${peakMiB.toFixed(0)} | ${found} |`,
    )
  }
  try {
    await run('cold')
    const changed = Array.from({ length: Math.floor(images / 100) }, (_, index) => index * 100 + 7)
    await writePictures(root, changed, 1)
    await run('1 % of the images replaced')
    await run('nothing changed')
  } finally {
    await rm(root, { recursive: true })
  }
  process.stdout.write(
    `${images.toLocaleString('en-US')} images\n\n| | seconds | of the cold run | processor seconds | peak MiB | findings |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`,
  )
}

await main()
