import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { trialWords } from '../../src/report/words.ts'
import { axeViolations } from '../support/axe.ts'
import { chromiumPath } from '../support/chromium.ts'
import { ReportPage } from '../support/report-page.ts'
import { golden } from './golden/report.ts'
import { leakTrial } from './golden/trials.ts'

describe.skipIf(chromiumPath === undefined)('the HTML report in Chromium', () => {
  let report: ReportPage
  beforeAll(async () => {
    report = await ReportPage.of(golden)
  })
  afterAll(() => report?.close())
  const open = (options?: Parameters<ReportPage['open']>[0]) => report.open(options)

  test('shows every finding, grouped by rule, and nothing goes wrong', async () => {
    const { page, trouble } = await open()
    expect(await page.locator('.finding').count()).toBe(golden.findings.length)
    expect(await page.locator('.group h3').allTextContents()).toEqual([
      'leakage/near-duplicate',
      'leakage/exact-duplicate',
      'augmentation/in-validation',
      'preprocessing/wrong-range',
      'images/unreadable',
      'labels/conflicting-duplicates',
      'labels/inconsistent-names',
      'training/plateau-schedule',
      'augmentation/missing',
      'symptoms/divergence',
      'symptoms/overfitting',
    ])
    expect(await page.locator('h1').textContent()).toBe('The validation score cannot be trusted')
    expect(await page.locator('.counts').textContent()).toMatch(
      /16 errors\s*2 warnings\s*3 info\s*317 images/,
    )
    expect(trouble).toEqual([])
  })

  test('shows leaked pairs side by side with split, label and what makes them the same', async () => {
    const { page } = await open()
    const pair = page.locator('#finding-0c5e8a7d13f9b264 .pair')
    const images = pair.locator('img')
    expect(await images.count()).toBe(2)
    for (const image of await images.all()) {
      await image.scrollIntoViewIfNeeded()
      await image.evaluate((element: { decode(): Promise<void> }) => element.decode())
      expect(await image.evaluate((element: { naturalWidth: number }) => element.naturalWidth)).toBe(40)
      expect(await image.getAttribute('alt')).toMatch(/^(train|val)\/tomato\/.*labelled tomato$/)
    }
    const [left, right] = [await images.nth(0).boundingBox(), await images.nth(1).boundingBox()]
    expect(left?.y).toBe(right?.y)
    expect(await pair.locator('.split').allTextContents()).toEqual(['train', 'validation'])
    expect(await pair.locator('.because').textContent()).toBe(
      'mirrored left to right · 14 of 256 hash bits differ · correlation 0.97',
    )
  })

  test('lays one image of a pair over the other, turned as the other was', async () => {
    const { page, trouble } = await open()
    const pair = page.locator('#finding-0c5e8a7d13f9b264 .pair')
    await pair.scrollIntoViewIfNeeded()
    await pair.locator('.difference').waitFor()
    expect(await pair.locator('.difference img').count()).toBe(2)
    const transform = await page.evaluate(
      'getComputedStyle(document.querySelector("#finding-0c5e8a7d13f9b264 .difference img")).transform',
    )
    expect(transform).toBe('matrix(-1, 0, 0, 1, 0, 0)')
    const same = page.locator('#rule-leakage-exact-duplicate .pair').first()
    await same.scrollIntoViewIfNeeded()
    await page.waitForTimeout(100)
    expect(await same.locator('.difference').count()).toBe(0)
    expect(trouble).toEqual([])
  })

  test('an image that cannot be drawn is named', async () => {
    const { page } = await open()
    const finding = page.locator('#finding-7dc5f1e48a0629d3')
    expect(await finding.locator('img').count()).toBe(0)
    expect(await finding.locator('.places').textContent()).toContain('train/kiwi/Kiwi_broken.jpg')
  })

  test('plots every repetition of every arm, its mean in its interval, and the effect against the line of no effect', async () => {
    const { page } = await open()
    const trial = page.locator('#rule-leakage-near-duplicate .trial')
    for (const arm of ['baseline', 'fixed', 'placebo'])
      expect(await trial.locator(`.arm-${arm} circle`).count()).toBe(5)
    const x = async (selector: string, attribute: string) =>
      Number(await trial.locator(selector).first().getAttribute(attribute))
    expect(await x('.arm-fixed .mean', 'x1')).toBeLessThan(await x('.arm-baseline .mean', 'x1'))
    for (const arm of ['baseline', 'fixed', 'placebo']) {
      const box = await trial.locator(`.arm-${arm} .interval`).boundingBox()
      const mean = await trial.locator(`.arm-${arm} .mean`).boundingBox()
      expect(box?.x).toBeLessThan(mean?.x ?? 0)
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeGreaterThan(mean?.x ?? Number.POSITIVE_INFINITY)
    }
    expect(await page.locator('#rule-augmentation-in-validation .interval').count()).toBe(0)
    expect(await x('.effect circle', 'cx')).toBeLessThan(await x('.zero', 'x1'))
    expect(await trial.textContent()).toContain(trialWords(leakTrial))
    expect(await page.locator('#rule-preprocessing-wrong-range .trial svg').count()).toBe(0)
  })

  test('draws the curves of each run with the symptoms marked at their epochs', async () => {
    const { page } = await open()
    const runs = page.locator('.curves .run')
    expect(await runs.count()).toBe(2)
    const [first, second] = [runs.nth(0), runs.nth(1)]
    expect(await first.locator('svg').count()).toBe(2)
    expect(await first.locator('.mark').count()).toBe(2)
    expect(await first.locator('.rate-step').count()).toBe(2)
    expect(await first.locator('.marks a').getAttribute('href')).toBe('#rule-symptoms-overfitting')
    // A run without accuracies has one plot; what it lost by NaN is not drawn.
    expect(await second.locator('svg').count()).toBe(1)
    expect(await second.locator('.path').textContent()).toContain('<img src=x onerror=alert(3)>')
    expect(await second.locator('figcaption').textContent()).toContain('cut off at')
    const name = await first.locator('svg').first().ariaSnapshot()
    expect(name).toContain('Loss by epoch')
    expect(await first.locator('desc').first().textContent()).toContain(
      'mark 1 at epoch 8: symptoms/overfitting',
    )
  })

  test('begins with the diagnosis and what mends each cause', async () => {
    const { page } = await open()
    expect(await page.locator('main h2').first().textContent()).toBe('Why validation does not improve')
    const [leak, , range] = await page.locator('.causes > li').all()
    expect(await leak?.locator('.remedy code').textContent()).toBe(
      'doctor fix ./grocery-leaky leakage/near-duplicate leakage/exact-duplicate',
    )
    expect(await range?.locator('.remedy').textContent()).toBe('By hand: Scale the images to [-1, 1]')
    expect(await page.locator('ul.unexplained').textContent()).toContain('Next, have the labels checked')
  })

  test('shows fixes as diffs and lists', async () => {
    const { page } = await open()
    const diff = page.locator('#finding-9fe713a6ac284bf5 .diff')
    expect(await diff.locator('del').count()).toBe(1)
    expect(await diff.locator('ins').allTextContents()).toEqual([
      '+ plain = ImageDataGenerator(rescale=1.0 / 255)\n',
      '+ val_data = plain.flow_from_directory("val", target_size=(150, 150), batch_size=16)\n',
    ])
    expect(await page.locator('#finding-6cb4e0d379f518c2 .fix li').count()).toBe(3)
  })

  test('filters by words and by severity', async () => {
    const { page } = await open()
    const search = page.getByRole('searchbox')
    await search.fill('satsumas')
    expect(await page.locator('.finding:visible').count()).toBe(1)
    expect(await page.locator('.group:visible h3').allTextContents()).toEqual([
      'labels/conflicting-duplicates',
    ])
    expect(await page.locator('.filter output').textContent()).toBe('1 of 21 findings shown')
    await search.fill('')
    await page.getByLabel('errors').uncheck()
    expect(await page.locator('.finding:visible').count()).toBe(5)
    await page.getByLabel('errors').check()
    expect(await page.locator('.finding:visible').count()).toBe(golden.findings.length)
  })

  test('hostile names are text', async () => {
    const { page, trouble } = await open()
    const text = await page.locator('body').textContent()
    expect(text).toContain('train/kiwi/<script>alert(1)</script>.jpg')
    expect(text).toContain('val/orange/\\u202egpj.elif.jpg')
    expect(await page.locator('script').count()).toBe(1)
    expect(await page.locator('[onerror], main script, b, img[src="x"]').count()).toBe(0)
    expect(trouble).toEqual([])
  })

  test('the CSP stops what got through all the same', async () => {
    const { page } = await open()
    const inserted = await page.evaluate(`(() => {
      const script = document.createElement('script')
      script.textContent = 'globalThis.intruder = true'
      document.body.append(script)
      return globalThis.intruder === true
    })()`)
    expect(inserted).toBe(false)
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')
    expect(policy).toMatch(
      /^default-src 'none'; img-src data:; style-src 'sha256-[^']+'; script-src 'sha256-[^']+';/,
    )
  })

  test('reads without JavaScript', async () => {
    const { page } = await open({ javaScriptEnabled: false })
    expect(await page.locator('.filter').isVisible()).toBe(false)
    expect(await page.locator('.finding').first().isVisible()).toBe(true)
  })

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [400, 'light'],
    [400, 'dark'],
  ] as const)('is accessible and fits at %i pixels, %s', async (width, colorScheme) => {
    const { page } = await open({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true })
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate(overflow)).toBe(0)
    expect(await axeViolations(page)).toEqual([])
    const screenshots = process.env.DOCTOR_SCREENSHOTS
    if (screenshots !== undefined) {
      await page.screenshot({
        path: path.join(screenshots, `report-${width}-${colorScheme}.png`),
        fullPage: true,
      })
    }
  })
})
