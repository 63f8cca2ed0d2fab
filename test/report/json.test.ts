import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { reportSchema, schemaFile } from '../../scripts/write-report-schema.ts'
import { Report } from '../../src/model/report.ts'
import { renderJson } from '../../src/report/json.ts'
import { golden } from './golden/report.ts'

const published = readFileSync(schemaFile, 'utf8')
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(published))

/** The golden report as a reader gets it, with one change. */
function changed(change: (report: Record<string, unknown>) => void): unknown {
  const report: Record<string, unknown> = JSON.parse(renderJson(golden))
  change(report)
  return report
}

test('the golden report keeps to the vocabulary', () => {
  expect(Report.parse(golden)).toEqual(golden)
})

test('reads back as the same report', () => {
  expect(JSON.parse(renderJson(golden))).toEqual(golden)
})

test('is two spaces deep, ends with a newline and does not change from call to call', () => {
  const text = renderJson(golden)
  expect(text.startsWith('{\n  "schemaVersion": 1,\n  "tool": {\n')).toBe(true)
  expect(text.endsWith('}\n')).toBe(true)
  expect(renderJson(golden)).toBe(text)
})

test('holds no character that a terminal obeys', () => {
  expect(renderJson(golden)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
})

test('the published schema is not stale (npm run generate)', () => {
  expect(published).toBe(reportSchema())
})

test('the published schema accepts the golden report', () => {
  validate(JSON.parse(renderJson(golden)))
  expect(validate.errors).toBeNull()
})

test.each<[string, (report: Record<string, unknown>) => void]>([
  ['another schemaVersion', (report) => Object.assign(report, { schemaVersion: 2 })],
  ['a missing list of findings', (report) => Reflect.deleteProperty(report, 'findings')],
  ['an unknown severity', (report) => Object.assign(first(report), { severity: 'fatal' })],
  ['a confidence above 1', (report) => Object.assign(first(report), { confidence: 1.2 })],
  ['a finding without an id', (report) => Reflect.deleteProperty(first(report), 'id')],
  ['a line 0', (report) => Object.assign(first(report), { locations: [{ path: 'a.py', line: 0 }] })],
  [
    'an unknown operation',
    (report) =>
      Object.assign(first(report), {
        fix: { title: '', applicability: 'safe', operations: [{ op: 'delete' }] },
      }),
  ],
  ['an undeclared field', (report) => Object.assign(report, { extra: true })],
])('the published schema rejects %s', (_, change) => {
  expect(validate(changed(change))).toBe(false)
})

function first(report: Record<string, unknown>): object {
  const finding: unknown = Array.isArray(report.findings) ? report.findings[0] : null
  if (typeof finding !== 'object' || finding === null) throw new Error('no finding')
  return finding
}
