import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { renderJunit } from '../../src/report/junit.ts'
import { chromiumPath } from '../support/chromium.ts'
import { golden } from './golden/report.ts'

const count = (text: string, part: string) => text.split(part).length - 1

test('errors and warnings fail, remarks and healthy rules pass, the others are skipped', () => {
  const text = renderJunit(golden)
  expect(text).toContain('<testsuites name="training-doctor 0.1.0" failures="18" time="84.210">')
  expect(count(text, '<failure ')).toBe(18)
  expect(count(text, '<system-out>')).toBe(3)
  expect(count(text, '<skipped ')).toBe(golden.notExamined.length)
  expect(text).toContain('<testcase classname="training/loss-mismatch" name="found nothing"/>')
  expect(text).toContain('<testsuite name="leakage/near-duplicate" tests="9" failures="9">')
})

test('characters that XML cannot hold are replaced', () => {
  const text = renderJunit({ ...golden, notExamined: [{ rule: 'x', reason: 'a\u0000b\ud800c\uffff<' }] })
  expect(text).toContain('message="a\\x00b\ufffdc\ufffd&lt;"')
})

test.skipIf(chromiumPath === undefined)('an XML parser reads it, hostile names included', async () => {
  const browser = await chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: ['--no-sandbox'],
  })
  const page = await browser.newPage()
  const parsed = await page.evaluate(
    `(() => {
      const xml = new DOMParser().parseFromString(${JSON.stringify(renderJunit(golden))}, 'application/xml')
      return {
        errors: xml.querySelectorAll('parsererror').length,
        names: [...xml.querySelectorAll('testcase')].map((element) => element.getAttribute('name')),
      }
    })()`,
  )
  await browser.close()
  const { errors, names } = z.object({ errors: z.number(), names: z.array(z.string()) }).parse(parsed)
  expect(errors).toBe(0)
  expect(names).toContain('train/kiwi/<script>alert(1)</script>.jpg [a3f1c09d5e7b2461]')
})
