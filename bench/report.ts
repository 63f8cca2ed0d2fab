import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { z } from 'zod'
import { thumbnail } from '../src/images/decode/thumbnail.ts'
import type { Report } from '../src/model/report.ts'
import { renderHtml } from '../src/report/html/render.ts'
import { wantedThumbnails } from '../src/report/wanted-thumbnails.ts'
import { reportOfMany } from '../test/report/golden/many.ts'
import { chromiumPath } from '../test/support/chromium.ts'
import { median } from './measure.ts'

/**
 * How large the HTML report of many findings is and how fast Chromium opens it from disk: 1,000 findings of all kinds,
 * with thumbnails of real photos, each round in a new browser context. `npx tsx bench/report.ts [FINDINGS] [ROUNDS]`
 */
const photos = fileURLToPath(new URL('../fixtures/grocery-leaky/data/train', import.meta.url))

/** Milliseconds since the navigation began. */
const Times = z.object({
  painted: z.number(),
  interactive: z.number(),
  loaded: z.number(),
  filtered: z.number(),
})

/** Read in the page: first paint, end of the page's own script, load, and how long one keystroke of the filter takes. */
const readTimes = `(async () => {
  const [navigation] = performance.getEntriesByType('navigation')
  const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN
  const search = document.querySelector('[type=search]')
  search.value = 'satsumas'
  const before = performance.now()
  search.dispatchEvent(new Event('input', { bubbles: true }))
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
  return {
    painted, filtered: performance.now() - before,
    interactive: navigation.domContentLoadedEventEnd, loaded: navigation.loadEventEnd,
  }
})()`

async function thumbnailsOf(report: Report): Promise<Map<string, string>> {
  const names = (await readdir(photos, { recursive: true })).filter((name) => name.endsWith('.jpg')).sort()
  const pictures: string[] = []
  for (const name of names) {
    const data = await thumbnail(await readFile(path.join(photos, name)), 160).catch(() => null)
    if (data !== null) pictures.push(`data:image/webp;base64,${Buffer.from(data).toString('base64')}`)
  }
  const wanted = wantedThumbnails(report)
  return new Map(wanted.map((image, index) => [image, pictures[index % pictures.length] ?? '']))
}

async function open(browser: Browser, url: string): Promise<z.infer<typeof Times>> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await page.goto(url)
  const times = Times.parse(await page.evaluate(readTimes))
  await context.close()
  return times
}

async function main(): Promise<void> {
  const [findings = 1000, rounds = 9] = process.argv.slice(2).map(Number)
  if (chromiumPath === undefined) throw new Error('there is no Chromium here: name one in CHROMIUM')
  const report = reportOfMany(findings)
  const started = performance.now()
  const page = renderHtml(report, { thumbnails: await thumbnailsOf(report) })
  const made = performance.now() - started
  const folder = await mkdtemp(path.join(tmpdir(), 'doctor-bench-'))
  await writeFile(path.join(folder, 'report.html'), page)
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
  const all: z.infer<typeof Times>[] = []
  try {
    for (let round = 0; round < rounds; round++)
      all.push(await open(browser, pathToFileURL(path.join(folder, 'report.html')).href))
  } finally {
    await browser.close()
    await rm(folder, { recursive: true })
  }
  const row = (name: string, key: keyof z.infer<typeof Times>) => {
    const values = all.map((times) => times[key])
    return `| ${name} | ${median(values).toFixed(0)} | ${Math.max(...values).toFixed(0)} |`
  }
  const lines = [
    `${findings.toLocaleString('en-US')} findings, ${(Buffer.byteLength(page) / 1e6).toFixed(2)} MB, made in ${made.toFixed(0)} ms; Chromium ${browser.version()}`,
    ...['', '| | ms (median) | ms (slowest) |', '|---|---|---|'],
    row('first contentful paint', 'painted'),
    row('interactive', 'interactive'),
    row('loaded', 'loaded'),
    row('a word in the filter', 'filtered'),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

await main()
