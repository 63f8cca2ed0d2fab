import { expect, test } from 'vitest'
import { Random } from '../../src/model/random.ts'
import { inverseOf } from '../../src/train/inverse.ts'
import { type Lesson, leftOut } from '../../src/train/left-out.ts'
import { bestTemperature, softmaxRows } from '../../src/train/temperature.ts'

const nothing = async () => {}

test('the inverse times the matrix is one', () => {
  const random = new Random(1, 'matrix')
  const size = 37
  const factor = Array.from({ length: size }, () => Array.from({ length: size }, () => random.normal()))
  const at = (i: number, j: number) =>
    (factor[i] ?? []).reduce((sum, value, k) => sum + value * (factor[j]?.[k] ?? 0), i === j ? 1 : 0)
  const matrix = Float64Array.from({ length: size * size }, (_, at_) =>
    at(Math.floor(at_ / size), at_ % size),
  )
  const inverse = inverseOf(matrix, size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let product = 0
      for (let k = 0; k < size; k++) product += (inverse[i * size + k] ?? 0) * (matrix[k * size + j] ?? 0)
      expect(product).toBeCloseTo(i === j ? 1 : 0, 8)
    }
  }
  expect(() => inverseOf(Float64Array.from([1, 2, 2, 1]), 2)).toThrow('not positive-definite')
})

test('the best temperature makes probabilities as sure as they are right', () => {
  const random = new Random(2, 'temperature')
  const scores = Array.from({ length: 4000 }, () => Float64Array.from([random.normal() / 4, 0]))
  const truth = softmaxRows(scores, 6).map(([first = 0]) => (random.uniform() < first ? 0 : 1))
  const found = bestTemperature(scores, truth)
  expect(found).toBeGreaterThan(5)
  expect(found).toBeLessThan(7.2)
})

/** Two clouds of points with the labels given. */
function lesson(labels: number[], groups: string[] = labels.map((_, i) => `${i}`)): Lesson {
  const random = new Random(4, 'points')
  const features = labels.map((_, i) =>
    Float32Array.from({ length: 64 }, (_, k) => random.uniform(0, 1) + (k % 2 === i % 2 ? 1 : 0)),
  )
  return { features, labels, groups, classes: 2 }
}

test('what is said of a sample owes nothing to its own label', async () => {
  const labels = Array.from({ length: 30 }, (_, i) => i % 2)
  const right = await leftOut(lesson(labels), nothing)
  const wrong = await leftOut(lesson(labels.with(0, 1)), nothing)
  expect(right[0]?.[0]).toBeGreaterThan(0.9)
  expect(wrong[0]?.[0]).toBeGreaterThan(0.9)
})

test('nor to those of its group, however large', async () => {
  const labels = Array.from({ length: 60 }, (_, i) => (i < 40 ? i % 2 : 1 - (i % 2)))
  const groups = labels.map((_, i) => (i < 40 ? `${i}` : 'one scene'))
  const rows = await leftOut(lesson(labels, groups), nothing)
  const turned = rows.slice(40).filter((row, i) => (row[i % 2] ?? 0) > 0.5)
  expect(turned).toHaveLength(20)
})
