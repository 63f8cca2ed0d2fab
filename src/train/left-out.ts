import { groupBy } from '../model/group-by.ts'
import { inverseOf } from './inverse.ts'
import { bestTemperature, softmaxRows } from './temperature.ts'

/** What heads learn from, and are asked about in turn. */
export interface Lesson {
  /** Pooled features of the trunk, one row a sample. */
  features: readonly Float32Array[]
  /** Class indices. */
  labels: readonly number[]
  /** Samples of one group are left out together. */
  groups: readonly string[]
  /** Number of classes. */
  classes: number
}

/** Ridge, for kernels with a unit diagonal. Leave-one-out accuracy on both sets of bench/labels.ts is flat around it. */
const RIDGE = 0.1
/** A doubted sample still counts so much. */
const LEAST_WEIGHT = 0.02
/** Rounds in which doubted samples lose weight; more change hardly anything. */
export const ROUNDS = 4

/**
 * Class probabilities of every sample by linear heads that learned neither from it nor from its group. The heads are
 * regularised least squares on the classes (Rifkin, Yeo and Poggio, Regularized Least-Squares Classification, 2003),
 * for which leaving a group out needs no training of its own: with H the inverse of the kernel plus ridge, the
 * residuals of the left-out group B are H_BB^-1 (H Y)_B. After each round, samples whose label another class beats
 * lose weight, so that wrong labels teach less of their error. `before` is awaited before each round; what it throws
 * ends the work.
 */
export async function leftOut(lesson: Lesson, before: () => Promise<void>): Promise<Float64Array[]> {
  const { labels, classes } = lesson
  const size = labels.length
  await before()
  const kernel = cosines(lesson.features)
  const blocks = blocksOf(lesson.groups)
  const weights = new Float64Array(size).fill(1)
  let probabilities: Float64Array[] = []
  for (let round = 0; round < ROUNDS; round++) {
    if (round > 0) await before()
    const ridged = Float64Array.from(kernel)
    weights.forEach((weight, i) => {
      ridged[i * size + i] = (ridged[i * size + i] ?? 0) + RIDGE / weight
    })
    const scores = scoresLeftOut(inverseOf(ridged, size), blocks, lesson)
    probabilities = softmaxRows(scores, bestTemperature(scores, labels))
    probabilities.forEach((row, i) => {
      weights[i] = Math.max((row[labels[i] ?? 0] ?? 0) / Math.max(...row.subarray(0, classes)), LEAST_WEIGHT)
    })
  }
  return probabilities
}

/**
 * Products of the features, each vector brought to unit length after the root is taken (which evens out the few
 * features that dominate after a ReLU) and the mean removed.
 */
function cosines(features: readonly Float32Array[]): Float64Array {
  const size = features.length
  const rooted = features.map((vector) => vector.map((value) => Math.sqrt(Math.max(value, 0))))
  const mean = new Float64Array(rooted[0]?.length ?? 0)
  for (const vector of rooted)
    for (let k = 0; k < mean.length; k++) mean[k] = (mean[k] ?? 0) + (vector[k] ?? 0) / size
  for (const vector of rooted) {
    for (let k = 0; k < mean.length; k++) vector[k] = (vector[k] ?? 0) - (mean[k] ?? 0)
    const length = Math.sqrt(dot(vector, vector)) || 1
    for (let k = 0; k < mean.length; k++) vector[k] = (vector[k] ?? 0) / length
  }
  const kernel = new Float64Array(size * size)
  rooted.forEach((a, i) => {
    for (let j = i; j < size; j++) {
      const value = dot(a, rooted[j] ?? a)
      kernel[i * size + j] = value
      kernel[j * size + i] = value
    }
  })
  return kernel
}

function dot(a: Float32Array, b: Float32Array): number {
  let [even, odd] = [0, 0]
  for (let i = 0; i + 1 < a.length; i += 2) {
    even += (a[i] ?? 0) * (b[i] ?? 0)
    odd += (a[i + 1] ?? 0) * (b[i + 1] ?? 0)
  }
  return a.length % 2 === 0 ? even + odd : even + odd + (a.at(-1) ?? 0) * (b.at(-1) ?? 0)
}

/** Indices of each group. */
function blocksOf(groups: readonly string[]): number[][] {
  return [...groupBy(groups.keys(), (i) => groups[i]).values()]
}

/** Of every sample and class the score without its group, where 1 stands for the class and -1 for another. */
function scoresLeftOut(inverse: Float64Array, blocks: readonly number[][], lesson: Lesson): Float64Array[] {
  const { labels, classes } = lesson
  const size = labels.length
  const target = (i: number, k: number) => (labels[i] === k ? 1 : -1)
  const coefficients = labels.map((_, i) => {
    const row = new Float64Array(classes)
    let total = 0
    labels.forEach((label, j) => {
      const weight = inverse[i * size + j] ?? 0
      total += weight
      row[label] = (row[label] ?? 0) + 2 * weight
    })
    return row.map((sum) => sum - total)
  })
  const scores = labels.map(() => new Float64Array(classes))
  for (const block of blocks) {
    const own = Float64Array.from(block.flatMap((i) => block.map((j) => inverse[i * size + j] ?? 0)))
    const residual = inverseOf(own, block.length)
    block.forEach((i, a) => {
      for (let k = 0; k < classes; k++) {
        const sum = block.reduce(
          (all, j, b) => all + (residual[a * block.length + b] ?? 0) * (coefficients[j]?.[k] ?? 0),
          0,
        )
        const row = scores[i]
        if (row !== undefined) row[k] = target(i, k) - sum
      }
    })
  }
  return scores
}
