/**
 * P(Z > z) of the standard normal distribution, to 7.5e-8: Abramowitz and Stegun, Handbook of Mathematical Functions,
 * formula 26.2.17.
 */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z)
  const t = 1 / (1 + 0.2316419 * z)
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series
}

/**
 * P(X > value) of a chi-square distribution with `degrees` (> 0, fractions allowed) of freedom, by the cube-root
 * approximation of Wilson and Hilferty (PNAS 17, 1931), good to about 0.01 from two degrees on.
 */
export function chiSquareUpperTail(value: number, degrees: number): number {
  const spread = 2 / (9 * degrees)
  return upperTail((Math.cbrt(value / degrees) - (1 - spread)) / Math.sqrt(spread))
}

/** P(X >= successes) of `trials` fair coins: the sign test. */
export function signTest(successes: number, trials: number): number {
  let ways = 1
  let sum = 0
  for (let count = trials; count >= successes && count >= 0; count -= 1) {
    sum += ways
    ways = (ways * count) / (trials - count + 1)
  }
  return sum / 2 ** trials
}
