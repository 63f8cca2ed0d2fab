/** Values of one stratum on two sides. */
export interface Sides {
  here: readonly number[]
  there: readonly number[]
}

/** How two sides compare, over all strata. */
export interface RankTest {
  /** How often a value of `there` is above one of `here` of the same stratum, ties half: 0..1, 0.5 is no difference. */
  above: number
  /** The same, standardised: a standard normal deviate where the sides do not differ. */
  z: number
  /** The share of the strata's weight in which the difference points the same way as in the whole. */
  agreeing: number
}

/**
 * The Wilcoxon-Mann-Whitney test over strata, weighted as van Elteren did (On the combination of independent two
 * sample tests of Wilcoxon, 1960), with the variance corrected for ties. null where no stratum has values on both sides.
 */
export function rankTest(strata: readonly Sides[]): RankTest | null {
  const parts = strata.filter(({ here, there }) => here.length > 0 && there.length > 0).map(compare)
  const weight = parts.reduce((sum, part) => sum + part.weight, 0)
  if (weight === 0) return null
  const above = parts.reduce((sum, part) => sum + part.weight * part.above, 0) / weight
  const variance = parts.reduce((sum, part) => sum + part.weight ** 2 * part.variance, 0) / weight ** 2
  const same = parts.filter((part) => (part.above - 0.5) * (above - 0.5) > 0)
  return {
    above,
    z: variance > 0 ? (above - 0.5) / Math.sqrt(variance) : 0,
    agreeing: same.reduce((sum, part) => sum + part.weight, 0) / weight,
  }
}

function compare({ here, there }: Sides): { above: number; variance: number; weight: number } {
  const all = [
    ...here.map((value) => ({ value, own: false })),
    ...there.map((value) => ({ value, own: true })),
  ]
  all.sort((a, b) => a.value - b.value)
  let ranks = 0
  let ties = 0
  for (let from = 0, to = 0; from < all.length; from = to) {
    while (to < all.length && all[to]?.value === all[from]?.value) to += 1
    const own = all.slice(from, to).filter((one) => one.own).length
    ranks += own * ((from + 1 + to) / 2)
    ties += (to - from) ** 3 - (to - from)
  }
  const [n, m, total] = [here.length, there.length, all.length]
  const pairs = n * m
  const spread = total > 1 ? total + 1 - ties / (total * (total - 1)) : 0
  return {
    above: (ranks - (m * (m + 1)) / 2) / pairs,
    variance: spread / (12 * pairs),
    weight: pairs / (total + 1),
  }
}
