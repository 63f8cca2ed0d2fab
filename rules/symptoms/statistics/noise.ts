/** How far the values jump about a smooth curve. */
export interface Noise {
  /** Standard deviation of one value about the curve, in the values' unit. */
  deviation: number
  /** Degrees of freedom of its square, for a chi-square test. */
  degrees: number
}

/**
 * Noise of equally spaced values about an unknown smooth curve, from each value's distance to the mean of its
 * neighbours: Gasser, Sroka and Jennen-Steinmetz, Biometrika 73 (1986). A straight trend does not count as noise. The
 * distances overlap (autocorrelations -2/3 and 1/6), so that n - 2 of them are worth (n - 2) / 1.944 independent ones.
 * null below four values.
 */
export function noiseOf(values: readonly number[]): Noise | null {
  if (values.length < 4) return null
  const distances = values.slice(1, -1).map((value, index) => {
    const before = values[index] ?? value
    const after = values[index + 2] ?? value
    return value - (before + after) / 2
  })
  const squares = distances.reduce((sum, distance) => sum + distance * distance, 0)
  return {
    deviation: Math.sqrt(squares / distances.length / 1.5),
    degrees: distances.length / 1.944,
  }
}

/**
 * Does the series swing like independent noise, rather than drift? Compares its turning points with the 2 (n - 2) / 3
 * of a random series (variance (16 n - 29) / 90): Kendall and Stuart, The Advanced Theory of Statistics, vol. 3, 45.18.
 * False when there are significantly fewer (one-sided, 5 %).
 */
export function swings(values: readonly number[]): boolean {
  const count = values.length
  let turns = 0
  for (let index = 1; index < count - 1; index += 1) {
    const [before, here, after] = [values[index - 1] ?? 0, values[index] ?? 0, values[index + 1] ?? 0]
    if ((here - before) * (after - here) < 0) turns += 1
  }
  const expected = (2 * (count - 2)) / 3
  return turns >= expected - 1.645 * Math.sqrt((16 * count - 29) / 90)
}
