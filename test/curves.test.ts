import { expect, test } from 'vitest'
import { curvesOf } from '../src/curves.ts'
import type { EpochRecord, TrainingHistory } from '../src/model/history.ts'

const epochsOf = (count: number, change: Partial<EpochRecord> = {}): TrainingHistory => ({
  file: 'training.log',
  format: 'csv',
  run: '',
  names: {},
  gaps: [],
  epochs: Array.from({ length: count }, (_, epoch) => ({
    epoch,
    span: null,
    trainLoss: 1 / (epoch + 1),
    trainAccuracy: null,
    validationLoss: 1 / 3,
    validationAccuracy: null,
    learningRate: null,
    ...change,
  })),
})

test('long runs are thinned out evenly, first and last epoch kept', () => {
  const [run] = curvesOf([epochsOf(100_000)])
  const epochs = run?.points.map(({ epoch }) => epoch) ?? []
  expect(epochs).toHaveLength(200)
  expect([epochs[0], epochs[1], epochs.at(-1)]).toEqual([0, 503, 99_999])
  expect(curvesOf([epochsOf(7)])[0]?.points).toHaveLength(7)
})

test('what is not finite is not drawn, and the report stays JSON', () => {
  const [run] = curvesOf([epochsOf(3, { trainLoss: Number.NaN, validationLoss: Number.POSITIVE_INFINITY })])
  expect(run?.points[1]).toMatchObject({ trainLoss: null, validationLoss: null })
  expect(JSON.parse(JSON.stringify(run))).toEqual(run)
})

test('a run of one epoch is no curve, and of very many runs the first are carried', () => {
  expect(curvesOf([epochsOf(1)])).toEqual([])
  expect(curvesOf(Array.from({ length: 100 }, () => epochsOf(5)))).toHaveLength(12)
})
