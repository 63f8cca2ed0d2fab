import type { Random } from '../../model/random.ts'

/** Decided with 8 random bits per input, so that the rate is rounded to 1/256. */
export interface Dropout {
  /** Inputs whose bits are below it are left out. */
  threshold: number
  /** What the others are multiplied by, so that their expected sum stays. */
  scale: number
}

/** `rate`: the share that is left out, 0 to below 1. */
export function dropoutOf(rate: number): Dropout {
  const threshold = Math.round(rate * 256)
  return { threshold, scale: 256 / (256 - threshold) }
}

/** Leaves out a share of the values at random, in place; a rate of 0 draws nothing. */
export function dropOut(values: Float32Array, rate: number, random: Random): void {
  const { threshold, scale } = dropoutOf(rate)
  if (threshold === 0) return
  for (let from = 0; from < values.length; from += 4) {
    const end = Math.min(from + 4, values.length)
    let bits = random.bits() | 0
    for (let i = from; i < end; i++) {
      values[i] = (bits & 255) >= threshold ? (values[i] ?? 0) * scale : 0
      bits >>>= 8
    }
  }
}
