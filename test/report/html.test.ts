import { expect, test } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { groupByRule } from '../../src/report/groups.ts'
import { anchorOf } from '../../src/report/html/group.ts'
import { html, prose } from '../../src/report/html/markup.ts'
import { renderHtml } from '../../src/report/html/render.ts'
import { scaleOf, ticksBetween } from '../../src/report/html/scale.ts'
import { fairShare } from '../../src/report/html/shown.ts'
import { wantedThumbnails } from '../../src/report/wanted-thumbnails.ts'
import { reportOfMany } from './golden/many.ts'
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

test('the proof above all is that of the highest cause that was confirmed', () => {
  const proofOf = (report: Report) =>
    /<p class="proof">.*?<a href="#[^"]*">([^<]*)</.exec(renderHtml(report, { thumbnails: none }))?.[1]
  expect(proofOf(golden)).toBe('leakage/near-duplicate')
  const [leak, ...others] = golden.diagnosis
  const augmentation = { cause: 'augmentation/in-validation', weight: 0.6, because: [] }
  expect(leak?.cause).toBe('leakage/near-duplicate')
  expect(proofOf({ ...golden, diagnosis: [augmentation, ...golden.diagnosis] })).toBe(
    'augmentation/in-validation',
  )
  expect(
    proofOf({ ...golden, diagnosis: others.filter(({ cause }) => !cause.startsWith('augmentation/')) }),
  ).toBeUndefined()
})

test('an empty report is a page that says so', () => {
  const page = renderHtml(
    {
      ...golden,
      findings: [],
      diagnosis: [],
      unexplained: [],
      dataset: { splits: [], origin: 'nothing' },
      summary: { ...golden.summary, error: 0, warning: 0, info: 0 },
    },
    { thumbnails: none },
  )
  expect(page).toContain('<h1>No problems found</h1>')
  expect(page).not.toContain('class="filter"')
})

test('a thousand findings stay under 5 MB with all thumbnails that are wanted', () => {
  const report = reportOfMany(1000)
  const picture = `data:image/webp;base64,${'A'.repeat(5400)}`
  const thumbnails = new Map(wantedThumbnails(report).map((path) => [path, picture]))
  const page = renderHtml(report, { thumbnails })
  expect(page.match(/<article class="finding/g)).toHaveLength(1000)
  expect(Buffer.byteLength(page)).toBeLessThan(5_000_000)
  expect(page).toMatch(/Pictures are shown with \d+ of these findings/)
})

test('more findings are told of, with the command that lists them; every rule shows some', () => {
  const page = renderHtml(reportOfMany(3000), { thumbnails: none })
  const count = page.match(/<article class="finding/g)?.length ?? 0
  expect(count).toBeGreaterThan(900)
  expect(count).toBeLessThanOrEqual(1000)
  const text = page.replace(/<[^>]+>/g, '')
  expect(text).toMatch(
    /To keep this page small, [\d,]+ more findings of this rule are left out: doctor \.\/grocery-leaky --rule leakage\/near-duplicate --format json/,
  )
  for (const { rule } of groupByRule(reportOfMany(3000)))
    expect(page).toContain(`<h3 id="${anchorOf(rule)}-name">`)
})

test.each([
  [[5, 5], 100, 100],
  [[50, 3], 20, 17],
  [[10, 10, 10], 15, 5],
  [[1, 2, 30, 30], 23, 10],
  [[], 10, 10],
])('of %j with room for %i everybody may show %i', (wanted, sum, share) => {
  expect(fairShare(wanted, sum)).toBe(share)
})

test('code frames show the lines around what is marked, and only that is marked', () => {
  const page = renderHtml(golden, { thumbnails: none })
  const [frame = ''] = page.match(/<pre[^>]*><span class="line-number">40<\/span>[\s\S]*?<\/pre>/) ?? []
  expect(frame.replace(/<[^>]+>/g, '').split('\n')).toHaveLength(3)
  expect(frame.match(/<mark>/g)).toHaveLength(1)
  expect(frame).toContain('<mark>.map(lambda x, y: (augment(x, training=True), y))</mark>')
})

test('says in plain words what a leak is, and folds lesser causes away', () => {
  const text = (report: Report) => renderHtml(report, { thumbnails: none })
  expect(text(golden)).toContain('it has seen the answers')
  const harmless = golden.findings.filter(({ rule }) => !rule.startsWith('leakage/'))
  expect(text({ ...golden, findings: harmless })).not.toContain('it has seen the answers')
  const causes = ['a/b', 'c/d', 'e/f', 'g/h', 'i/j'].map((cause) => ({ cause, weight: 0.2, because: ['so'] }))
  const folded = text({ ...golden, diagnosis: causes })
  expect(folded).toContain('<summary>2 lesser causes, 40 % together</summary>')
  expect(folded.indexOf('e/f')).toBeLessThan(folded.indexOf('lesser causes'))
  expect(folded.indexOf('g/h')).toBeGreaterThan(folded.indexOf('lesser causes'))
  expect(text({ ...golden, diagnosis: causes.slice(0, 4) })).not.toContain('lesser cause')
})
