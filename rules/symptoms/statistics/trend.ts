import { upperTail } from './normal.ts'

/** NaN for an empty list. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN
  return (upper + lower) / 2
}

/** Infinity for an empty list; unlike `Math.min(...values)` for lists of any length. */
export function lowest(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY)
}

export interface Trend {
  /** Median of all pairwise slopes, per epoch: Theil 1950, Sen, JASA 63 (1968). */
  slope: number
  /** One-sided p-values of the Mann-Kendall test. */
  rising: number
  falling: number
}

/**
 * Is there a monotone trend in equally spaced values? Mann-Kendall with correction for ties and continuity (Mann,
 * Econometrica 13, 1945; Kendall, Rank Correlation Methods, 1975): no assumption on the noise's distribution, and one
 * outlier does not sway it. The normal approximation is conservative below ten values; under four nothing is
 * significant.
 */
export function trendOf(series: readonly number[]): Trend {
  const block = Math.ceil(series.length / mostValues)
  const values = block > 1 ? blockMeans(series, block) : series
  const slopes: number[] = []
  let score = 0
  for (const [later, high] of values.entries()) {
    for (const [earlier, low] of values.slice(0, later).entries()) {
      slopes.push((high - low) / (later - earlier))
      score += Math.sign(high - low)
    }
  }
  const deviation = Math.sqrt(scoreVariance(values))
  const tail = (distance: number) => (deviation === 0 ? 1 : upperTail((distance - 1) / deviation))
  return {
    slope: slopes.length === 0 ? 0 : median(slopes) / block,
    rising: tail(score),
    falling: tail(-score),
  }
}

/** Time and memory grow with the square; means of neighbours keep a trend. */
const mostValues = 500

function blockMeans(series: readonly number[], block: number): number[] {
  const means: number[] = []
  for (let from = 0; from + block <= series.length; from += block) {
    means.push(series.slice(from, from + block).reduce((sum, value) => sum + value, 0) / block)
  }
  return means
}

function scoreVariance(values: readonly number[]): number {
  const ties = new Map<number, number>()
  for (const value of values) ties.set(value, (ties.get(value) ?? 0) + 1)
  const term = (count: number) => count * (count - 1) * (2 * count + 5)
  return [...ties.values()].reduce((sum, count) => sum - term(count), term(values.length)) / 18
}
