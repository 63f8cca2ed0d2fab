import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Report } from '../../src/model/report.ts'
import { renderHtml } from '../../src/report/html/render.ts'
import { thumbnailsFor } from '../report/thumbnails.ts'
import { chromiumPath } from './chromium.ts'

/** An HTML report in Chromium, from a file as people open it. */
export class ReportPage {
  private readonly browser: Browser
  private readonly folder: string
  private readonly url: string

  private constructor(browser: Browser, folder: string, url: string) {
    this.browser = browser
    this.folder = folder
    this.url = url
  }

  static async of(report: Report): Promise<ReportPage> {
    const folder = await mkdtemp(path.join(tmpdir(), 'doctor-html-'))
    const file = path.join(folder, 'report.html')
    await writeFile(file, renderHtml(report, { thumbnails: await thumbnailsFor(report) }))
    const browser = await chromium.launch({
      ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
      args: ['--no-sandbox'],
    })
    return new ReportPage(browser, folder, pathToFileURL(file).href)
  }

  /** `trouble`: what went on that must not: dialogs, console messages, errors, requests beyond the file itself. */
  async open(options: Parameters<Browser['newPage']>[0] = {}): Promise<{ page: Page; trouble: string[] }> {
    const page = await this.browser.newPage({ viewport: { width: 1280, height: 900 }, ...options })
    const trouble: string[] = []
    page.on('dialog', async (dialog) => {
      trouble.push(`dialog: ${dialog.message()}`)
      await dialog.dismiss()
    })
    page.on('console', (message) => trouble.push(`console: ${message.text()}`))
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`))
    page.on('request', (request) => {
      if (request.url() !== this.url && !request.url().startsWith('data:'))
        trouble.push(`request: ${request.url()}`)
    })
    await page.goto(this.url)
    return { page, trouble }
  }

  async close(): Promise<void> {
    await this.browser.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}
