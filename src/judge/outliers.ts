/** Median and spread (median absolute deviation, scaled to the standard deviation of a normal distribution). */
export interface Usual {
  median: number
  spread: number
}

/** Of a normal distribution, standard deviations per median absolute deviation. */
const NORMAL = 1.4826

/** Robust location and scale; up to half of the values may be anything. NaN and 0 without values. */
export function usualOf(values: readonly number[]): Usual {
  const median = medianOf(values)
  return { median, spread: NORMAL * medianOf(values.map((value) => Math.abs(value - median))) }
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2
}

/** How many spreads a value is off; a spread below `least` counts as that. */
export const deviation = (value: number, { median, spread }: Usual, least: number): number =>
  (value - median) / Math.max(spread, least)
