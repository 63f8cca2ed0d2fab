/** Probabilities of each row of scores times `sharpness`. */
export function softmaxRows(scores: readonly Float64Array[], sharpness: number): Float64Array[] {
  return scores.map((row) => {
    const highest = row.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY)
    const powers = row.map((score) => Math.exp(sharpness * (score - highest)))
    const sum = powers.reduce((all, power) => all + power, 0)
    return powers.map((power) => power / sum)
  })
}

const SOFTEST = 1
const SHARPEST = 60
const STEPS = 40

/**
 * The sharpness (inverse temperature; Guo et al. 2017, https://arxiv.org/abs/1706.04599) under which the labels are
 * likeliest, from {@link SOFTEST} to {@link SHARPEST}: scores of left-out samples lie within about -1 and 1.
 */
export function bestTemperature(scores: readonly Float64Array[], labels: readonly number[]): number {
  let best = { sharpness: SOFTEST, loss: Number.POSITIVE_INFINITY }
  for (let step = 0; step < STEPS; step++) {
    const sharpness = SOFTEST * (SHARPEST / SOFTEST) ** (step / (STEPS - 1))
    const loss = softmaxRows(scores, sharpness).reduce(
      (sum, row, i) => sum - Math.log(Math.max(row[labels[i] ?? 0] ?? 0, 1e-9)),
      0,
    )
    if (loss < best.loss) best = { sharpness, loss }
  }
  return best.sharpness
}
