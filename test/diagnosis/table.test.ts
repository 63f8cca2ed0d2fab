import { expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { causeKey, table } from '../../src/diagnosis/table/table.ts'
import { found } from './found.ts'

test('every cause of the table is a rule, and no cell is filled twice', () => {
  const ids = new Set<string>(rules.map(({ id }) => id))
  for (const { cause } of table) expect(ids, cause).toContain(cause.replace(/ \(.+\)$/, ''))
  const cells = table.map(({ cause, sign }) => `${cause}: ${sign}`)
  expect(new Set(cells).size).toBe(cells.length)
})

test('every cell says why and names its source', () => {
  for (const { cause, why, source } of table) {
    expect(why, cause).toMatch(/^[a-z].*[^.]$/)
    expect(source.length, cause).toBeGreaterThan(20)
  }
})

test('rules that tell of two faults have a row for each of them', () => {
  const told = [
    found('training/learning-rate', { evidence: { learningRate: 0.1, usual: 0.001 } }),
    found('training/learning-rate', { evidence: { learningRate: 1e-5, usual: 0.001 } }),
    found('training/batch-size', { evidence: { batchSize: 2, wanted: 16 } }),
    found('training/batch-size', { evidence: { batchSize: 256, wanted: 8 } }),
    found('training/plateau-schedule', { evidence: { arguments: ['mode', 'patience'] } }),
    found('training/plateau-schedule', { evidence: { epochs: 50 } }),
  ].map(causeKey)
  expect(told).toEqual([
    'training/learning-rate (too high)',
    'training/learning-rate (too low)',
    'training/batch-size (too few images)',
    'training/batch-size (too many images)',
    'training/plateau-schedule (acts too early)',
    'training/plateau-schedule (does not act)',
  ])
  for (const key of told)
    expect(
      table.some(({ cause }) => cause === key),
      key,
    ).toBe(true)
})
