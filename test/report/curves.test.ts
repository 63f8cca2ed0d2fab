import { expect, test } from 'vitest'
import type { Curves, Report } from '../../src/model/report.ts'
import { curvesSection } from '../../src/report/html/curves.ts'
import { golden } from './golden/report.ts'

const drawn = (changes: Partial<Report>): string => curvesSection({ ...golden, ...changes })?.html ?? ''

const run = (losses: (number | null)[]): Curves => ({
  file: 'training.log',
  run: '',
  points: losses.map((trainLoss, epoch) => ({
    epoch,
    trainLoss,
    trainAccuracy: null,
    validationLoss: null,
    validationAccuracy: null,
    learningRate: null,
  })),
})

test('a project without logs has no section', () => {
  const { histories: _, ...without } = golden
  expect(curvesSection(without)).toBeNull()
})

test('a drawing says in words what it shows, with its marks', () => {
  const text = drawn({})
  expect(text).toContain('<title id="curve-0-loss-title">Loss by epoch</title>')
  expect(text).toContain('mark 1 at epoch 8: symptoms/overfitting</desc>')
  expect(text).toContain('aria-labelledby="curve-0-accuracy-title curve-0-accuracy-desc"')
})

test('a missing value breaks the line, and an explosion does not flatten the rest', () => {
  const [, path = ''] =
    /class="line line-train" d="([^"]*)"/.exec(drawn({ histories: [run([3, 2, null, 1])] })) ?? []
  expect(path.match(/M/g)).toHaveLength(2)
  const exploded = drawn({ histories: [run([1, 0.9, 0.8, 0.7, 1e6])] })
  expect(exploded).toContain('cut off at 9')
  expect(exploded).not.toMatch(/>1000000</)
})

test('names in logs cannot become markup', () => {
  const text = drawn({ histories: [{ ...run([2, 1]), file: '"><script>x</script>', run: '<b>' }] })
  expect(text).not.toMatch(/<script>|<b>/)
})

test('of many runs the first are open, the others unfold', () => {
  const text = drawn({ histories: Array.from({ length: 6 }, () => run([2, 1])) })
  expect(text).toContain('<summary>3 more runs</summary>')
  expect(text.match(/<svg/g)).toHaveLength(6)
})
