import path from 'node:path'
import { expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import type { Evidence } from '../../src/model/finding.ts'
import type { Progress } from '../../src/model/progress.ts'
import { prove } from '../../src/probe/prove.ts'
import { inputSizeTrial } from '../../src/probe/trials/input-size.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { findingOf, projectOf, workIn } from './project-of.ts'

const finding = (id: string, evidence: Evidence) => ({
  ...findingOf('preprocessing/input-size', [], []),
  id,
  evidence,
})

const tooSmall = (height: number, width: number, wanted: number) =>
  finding(`${height} ${width} ${wanted}`, { height, width, wanted })

test('passes are planned by their pixels', () => {
  const passes = (evidence: Evidence) => inputSizeTrial.extraViews?.([finding('', evidence)], [])
  expect(passes({ height: 75, width: 75, wanted: 150 })).toEqual({ training: 4, evaluation: 4 })
  expect(passes({ training: [150, 150], validation: [75, 75] })).toEqual({ training: 1, evaluation: 1 })
  expect(passes({ height: 75, width: 100, wanted: 150 })).toEqual({ training: 0, evaluation: 0 })
})

test('sizes are tried side by side, and those that cannot be are told', { timeout: 300_000 }, async () => {
  const whole = await projectOf(path.join(import.meta.dirname, '../../fixtures/grocery-clean'))
  const config = { probe: { size: 75, samples: 150, seeds: 3, budgetSeconds: 600 } }
  const project = { ...whole, project: { ...whole.project, config } }
  const findings = [tooSmall(75, 75, 150), tooSmall(60, 60, 150), tooSmall(75, 100, 150)]
  const trials = await prove(
    { ...project, setups: [], findings, rules, mode: 'quick' },
    workIn(await temporaryFolder()),
  )
  const [larger, tiny, oblong] = findings.map(({ id }) => trials.get(id))
  expect(larger).toMatchObject({ verdict: expect.stringMatching(/confirmed|inconclusive/), seeds: 3 })
  expect(larger?.fixed).toBeLessThan(larger?.baseline ?? 0)
  expect(larger?.reason).toContain('images of 150 x 150 pixels instead of 75 x 75')
  expect(tiny).toMatchObject({ verdict: 'not-run', reason: expect.stringContaining('less than 75 pixels') })
  expect(oblong).toMatchObject({ verdict: 'not-run', reason: 'only square images are tried' })
})

test('an interrupt keeps the trials that are done', { timeout: 300_000 }, async () => {
  const whole = await projectOf(path.join(import.meta.dirname, '../../fixtures/grocery-clean'))
  const config = { probe: { size: 75, samples: 60, seeds: 2, budgetSeconds: 600 } }
  const project = { ...whole, project: { ...whole.project, config } }
  const findings = [tooSmall(75, 75, 96), tooSmall(75, 75, 100)]
  const interrupt = new AbortController()
  const progress: Progress = {
    start(title) {
      if (title.startsWith('trying images of 100')) interrupt.abort()
      return { advance() {}, finish() {} }
    },
    note() {},
  }
  const work = { ...workIn(await temporaryFolder(), interrupt.signal), progress }
  const trials = await prove({ ...project, setups: [], findings, rules, mode: 'quick' }, work)
  const [first, second] = findings.map(({ id }) => trials.get(id))
  expect(first?.verdict).not.toBe('not-run')
  expect(first?.arms).toHaveLength(2)
  expect(second).toMatchObject({ verdict: 'not-run', reason: 'interrupted' })
})

test('a budget that is used up leaves the later trials, and says so', { timeout: 300_000 }, async () => {
  const whole = await projectOf(path.join(import.meta.dirname, '../../fixtures/grocery-clean'))
  const config = { probe: { size: 75, samples: 60, seeds: 2, budgetSeconds: 0.5 } }
  const project = { ...whole, project: { ...whole.project, config } }
  const findings = [tooSmall(75, 75, 96), tooSmall(75, 75, 100)]
  const trials = await prove(
    { ...project, setups: [], findings, rules, mode: 'quick' },
    workIn(await temporaryFolder()),
  )
  const [first, second] = findings.map(({ id }) => trials.get(id))
  expect(first?.verdict).not.toBe('not-run')
  expect(second).toMatchObject({
    verdict: 'not-run',
    reason: expect.stringContaining('0.5 s, probe.budgetSeconds'),
  })
})
