import { expect, test } from 'vitest'
import { html, prose } from '../../src/report/html/markup.ts'
import { renderHtml } from '../../src/report/html/render.ts'
import { scaleOf, ticksBetween } from '../../src/report/html/scale.ts'
import { wantedThumbnails } from '../../src/report/wanted-thumbnails.ts'
import { leakFindings } from './golden/data-findings.ts'
import { golden } from './golden/report.ts'

const none: ReadonlyMap<string, string> = new Map()

test('values are escaped in text and in attributes, lists are joined, null is nothing', () => {
  const name = `"><img src=x onerror='alert(1)'>&\u202e`
  expect(html`<p title="${name}">${name}${null}${[1, html`<b>2</b>`]}</p>`.html).toBe(
    '<p title="&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;\\u202e">&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;\\u202e1<b>2</b></p>',
  )
})

test('backticks in prose are code; a lonely one is itself', () => {
  expect(prose('use `a < b` now').html).toBe('use <code>a &lt; b</code> now')
  expect(prose('a ` b').html).toBe('a ` b')
  expect(prose('`a` and `b').html).toBe('<code>a</code> and `b')
})

test('axis marks are round numbers inside the axis', () => {
  expect(ticksBetween(0.81, 0.93)).toEqual([0.825, 0.85, 0.875, 0.9, 0.925])
  expect(ticksBetween(-0.11, 0.01)).toEqual([-0.1, -0.075, -0.05, -0.025, 0])
  for (const size of [1e-4, 0.03, 1, 7, 120]) {
    const ticks = ticksBetween(-size, size)
    expect(ticks.length).toBeGreaterThanOrEqual(3)
    expect(ticks.length).toBeLessThanOrEqual(7)
  }
})

test('a scale of equal values still has a width', () => {
  const scale = scaleOf([0, 0, 0], 100, 300)
  expect(scale.at(0)).toBe(200)
  expect(scale.ticks).toContain(0)
})

test('same report, same page', () => {
  expect(renderHtml(golden, { thumbnails: none })).toBe(renderHtml(golden, { thumbnails: none }))
})

test('a thumbnail that is no picture is not put in the page', () => {
  const [path = ''] = wantedThumbnails(golden)
  const page = renderHtml(golden, { thumbnails: new Map([[path, 'javascript:alert(1)']]) })
  expect(page).not.toContain('javascript:')
})

test('an empty report is a page that says so', () => {
  const page = renderHtml(
    {
      ...golden,
      findings: [],
      diagnosis: [],
      dataset: { splits: [], origin: 'nothing' },
      summary: { ...golden.summary, error: 0, warning: 0, info: 0 },
    },
    { thumbnails: none },
  )
  expect(page).toContain('<h1>No problems found</h1>')
  expect(page).not.toContain('class="filter"')
})

test('a thousand findings stay under 5 MB with all thumbnails that are wanted', () => {
  const [leak] = leakFindings
  if (leak === undefined) throw new Error('the golden report has no leak')
  const findings = Array.from({ length: 1000 }, (_, index) => {
    const name = `${'a/rather/long/folder/of/images/'.repeat(2)}${index}.jpg`
    return {
      ...leak,
      id: String(index).padStart(16, '0'),
      evidence: { pairs: [[`train/${name}`, `val/${name}`]] },
      locations: [{ path: `train/${name}` }, { path: `val/${name}` }],
    }
  })
  const report = { ...golden, findings, diagnosis: [] }
  const picture = `data:image/webp;base64,${'A'.repeat(5400)}`
  const thumbnails = new Map(wantedThumbnails(report).map((path) => [path, picture]))
  const page = renderHtml(report, { thumbnails })
  expect(page.match(/class="finding"/g)).toHaveLength(1000)
  expect(Buffer.byteLength(page)).toBeLessThan(5_000_000)
})
