import { lowest } from './trend.ts'

/**
 * Standard error of an accuracy (0..1) measured on `samples` images: the binomial's. On a fixed set whose images have
 * each their own chance it is an upper bound for the jitter from one evaluation to the next.
 */
export function standardError(accuracy: number, samples: number): number {
  return Math.sqrt((accuracy * (1 - accuracy)) / samples)
}

/** Beyond this the grid of possible accuracies is too fine for logs of a few digits. */
const largest = 5000

/**
 * How many images accuracies were measured on, told from the accuracies alone: on n images each is a multiple of 1/n.
 * The smallest n of which all are multiples (to half of the last digit logged, or the precision of 32-bit floats), provided that chance would hardly
 * produce such a fit; null when there is none (averages over unequal batches, too few values).
 */
export function evaluatedImages(accuracies: readonly number[]): number | null {
  const distinct = [...new Set(accuracies)]
  const inner = distinct.filter((value) => value > 0 && value < 1)
  if (inner.length < 3) return null
  const tolerance = Math.max(lowest(inner.map(lastDigit)), 1e-7)
  for (let count = 2; count <= largest; count += 1) {
    const grid = 2 * count * tolerance
    // A random value lies on the grid with probability `grid`; `count` sizes have been tried so far.
    if (count * grid ** inner.length > 1e-3) return null
    if (inner.every((value) => Math.abs(value * count - Math.round(value * count)) <= count * tolerance))
      return count
  }
  return null
}

/** Half a unit of the last decimal digit written: 0.8125 -> 0.00005. */
function lastDigit(value: number): number {
  const decimals = /\.(\d+)/.exec(value.toFixed(9).replace(/0+$/, ''))?.[1]?.length ?? 0
  return 0.5 * 10 ** -decimals
}
