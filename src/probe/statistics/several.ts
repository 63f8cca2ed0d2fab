/** Share of wrong claims among all claims that is put up with. */
const ERROR_RATE = 0.05

/**
 * The confidence level at which intervals of several fixes, tried side by side, are given: 0.95 for a single one. The
 * procedure of Benjamini & Hochberg (1995) picks the R of m p-values that stand out at a false discovery rate of 5 %;
 * intervals at the level 1 - R * 0.05 / m (Benjamini & Yekutieli 2005, false coverage-statement rate) then exclude
 * zero where it picked, and a look at many fixes does not confirm one by chance. With nothing picked R counts as 1.
 */
export function levelFor(pValues: readonly number[]): number {
  const sorted = [...pValues].sort((a, b) => a - b)
  const count = Math.max(sorted.length, 1)
  const picked = sorted.findLastIndex((p, rank) => p <= ((rank + 1) * ERROR_RATE) / count) + 1
  return 1 - (Math.max(picked, 1) * ERROR_RATE) / count
}
