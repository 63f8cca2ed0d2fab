import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import type { Report } from '../../src/model/report.ts'
import { axeViolations } from '../support/axe.ts'
import { chromiumPath } from '../support/chromium.ts'
import { ReportPage } from '../support/report-page.ts'
import { clusterFinding, doubtFinding, groupFinding } from './golden/galleries.ts'
import { golden } from './golden/report.ts'

const hostile = '</script><b>"x"\u202e'
const findings: Finding[] = [
  clusterFinding('11aa00bb11cc22dd', 'IMG_1'),
  groupFinding,
  doubtFinding('22aa00bb11cc22dd', 'train/orange/1.jpg', ['orange', 'satsumas']),
  doubtFinding('33aa00bb11cc22dd', 'train/kiwi/2.jpg', ['kiwi', hostile]),
]
const classes = Object.fromEntries(Array.from({ length: 700 }, (_, index) => [`class ${index}`, index + 1]))
const report: Report = {
  ...golden,
  project: './my photos',
  findings,
  diagnosis: [],
  dataset: { ...golden.dataset, splits: [{ name: 'train', samples: 245_350, classes }] },
}

describe.skipIf(chromiumPath === undefined)(
  'galleries, commands and keys of the HTML report in Chromium',
  () => {
    let shown: ReportPage
    beforeAll(async () => {
      shown = await ReportPage.of(report)
    })
    afterAll(() => shown?.close())

    test('a cluster: its images by side, and any measured pair of them side by side with the difference', async () => {
      const { page, trouble } = await shown.open()
      const gallery = page.locator('#finding-11aa00bb11cc22dd .gallery')
      expect(await gallery.locator('.pictures .split').allTextContents()).toEqual([
        ...['train', 'train', 'validation', 'validation'],
      ])
      const links = gallery.locator('.links button')
      expect(await links.allTextContents()).toEqual([
        '1 and 3: rotated by 90 degrees · 8 of 256 hash bits differ · correlation 0.98',
        '2 and 3: rotated by 90 degrees · 8 of 256 hash bits differ · correlation 0.98',
        '1 and 4: 8 of 256 hash bits differ · correlation 0.98',
        '1 and 2: the same pixels in another file',
      ])
      await links.nth(1).click()
      expect(await links.nth(1).getAttribute('aria-pressed')).toBe('true')
      const pair = gallery.locator('.pair')
      expect(await pair.locator('.path').allTextContents()).toEqual([
        'train/kiwi/IMG_1_b.jpg',
        'val/kiwi/IMG_1_c.jpg',
      ])
      const turn = await page.evaluate(
        'getComputedStyle(document.querySelector(".gallery .difference img")).transform',
      )
      expect(turn).toMatch(/^matrix\(.*, 1, -1, .*, 0, 0\)$/)
      await links.nth(3).click()
      expect(await pair.locator('.difference').count()).toBe(0)
      await links.nth(3).click()
      expect(await pair.count()).toBe(0)
      expect(trouble).toEqual([])
    })

    test('a group without pairs is a gallery by side as well', async () => {
      const { page } = await shown.open()
      const splits = page.locator('#finding-77aa00bb11cc22dd .gallery .split')
      expect(await splits.allTextContents()).toEqual([...Array(4).fill('train'), 'validation', 'validation'])
      expect(await page.locator('#finding-77aa00bb11cc22dd .links').count()).toBe(0)
    })

    test('a doubted label is a card with the given and the suggested one; hostile labels are text', async () => {
      const { page, trouble } = await shown.open()
      const card = page.locator('#finding-22aa00bb11cc22dd.card')
      await card.scrollIntoViewIfNeeded()
      expect(await card.locator('.doubt').textContent()).toMatch(
        /given\s*orange\s*2 %\s*looks like\s*satsumas\s*94 %/,
      )
      const evil = await page.locator('#finding-33aa00bb11cc22dd .suggested').textContent()
      expect(evil).toContain('</script><b>"x"\\u202e')
      expect(await page.locator('main b, main script').count()).toBe(0)
      expect(trouble).toEqual([])
    })

    test('commands name the project as a shell wants it, and are copied whole', async () => {
      const { page } = await shown.open({ permissions: ['clipboard-read', 'clipboard-write'] })
      expect(await page.locator('.next .command').allTextContents()).toEqual([
        "doctor fix './my photos' --unsafe --dry-run",
        "doctor undo './my photos'",
      ])
      const command = page.locator('#rule-labels-likely-mislabelled .commands .command').first()
      expect(await command.textContent()).toBe("doctor fix './my photos' labels/likely-mislabelled --unsafe")
      await command.scrollIntoViewIfNeeded()
      await page.locator('#rule-labels-likely-mislabelled .commands .copy').first().click()
      await page.getByText('Copied').waitFor()
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(await command.textContent())
    })

    test('keys: / filters, Escape shows all, j and k go from finding to finding', async () => {
      const { page } = await shown.open()
      const focused = () => page.evaluate('document.activeElement.id')
      await page.keyboard.press('j')
      expect(await focused()).toBe('finding-11aa00bb11cc22dd')
      await page.keyboard.press('j')
      await page.keyboard.press('j')
      await page.keyboard.press('k')
      expect(await focused()).toBe('finding-77aa00bb11cc22dd')
      await page.keyboard.press('/')
      await page.keyboard.type('jk satsumas')
      expect(await page.locator('.finding:visible').count()).toBe(0)
      await page.keyboard.press('Escape')
      expect(await page.locator('.finding:visible').count()).toBe(4)
      expect(await page.getByRole('searchbox').inputValue()).toBe('')
      await page.getByLabel('Kind of fix').selectOption('manual')
      expect(await page.locator('.finding:visible').evaluateAll((all) => all.length)).toBe(1)
    })

    test('many classes are a plot, and a table that ends', async () => {
      const { page } = await shown.open()
      const label = await page.locator('.class-plot svg').getAttribute('aria-label')
      expect(label).toBe('train: 700 classes, 1 to 700 images each')
      expect(await page.locator('.classes tbody tr').count()).toBe(500)
      expect(await page.locator('.at-a-glance').textContent()).toContain('and 200 more classes')
    })

    test('on paper everything is unfolded, with the differences', async () => {
      const { page } = await shown.open()
      await page.emulateMedia({ media: 'print' })
      await page.evaluate("dispatchEvent(new Event('beforeprint'))")
      expect(await page.locator('details:not([open])').count()).toBe(0)
      expect(await page.locator('.filter').isVisible()).toBe(false)
      expect(await page.locator('.copy:visible').count()).toBe(0)
    })

    test.each([
      [1280, 'light'],
      [400, 'dark'],
    ] as const)('is accessible and fits at %i pixels, %s', async (width, colorScheme) => {
      const { page } = await shown.open({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true })
      await page.locator('.links button').first().click()
      const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect(await page.evaluate(overflow)).toBe(0)
      expect(await axeViolations(page)).toEqual([])
    })
  },
)
