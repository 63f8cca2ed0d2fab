import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { score } from '../../bench/score.ts'
import { Report } from '../../src/model/report.ts'
import { runDoctor } from '../support/run-doctor.ts'
import { readTruth } from '../support/truth.ts'

const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url))

/** The lint of a fixture through the built command, from the files themselves (no cache). */
async function lint(name: string): Promise<{ report: Report; code: number | null }> {
  const fixture = path.join(fixtures, name)
  const flags = ['--no-probe', '--no-cache', '--no-report', '--format', 'json', '--quiet']
  const ended = await runDoctor(['check', fixture, ...flags])
  expect(ended.stderr).toBe('')
  return { report: Report.parse(JSON.parse(ended.stdout)), code: ended.code }
}

/** Rules that should have looked: those that read training logs have nothing to read here, and no model is trained. */
const notLooked = (report: Report) =>
  report.notExamined.filter(
    ({ rule, reason }) => !rule.startsWith('symptoms/') && reason !== 'needs the probe (--probe quick)',
  )

describe('the shipped projects', () => {
  it('grocery-leaky: all that is planted is found, and nothing else', async () => {
    const { report, code } = await lint('grocery-leaky')
    const scores = score(report, await readTruth(path.join(fixtures, 'grocery-leaky')))
    expect(scores.filter(({ missed, invented }) => missed.length + invented.length > 0)).toEqual([])
    expect(notLooked(report)).toEqual([])
    expect(code).toBe(1)
  })

  it('grocery-clean: silence and exit code 0', async () => {
    const { report, code } = await lint('grocery-clean')
    expect(report.findings).toEqual([])
    expect(notLooked(report)).toEqual([])
    expect(code).toBe(0)
  })
})
