/** How what is named compares with what was planted. */
export interface Score {
  named: number
  precision: number
  recall: number
  f1: number
}

/** Both in one order, one entry a photo. */
export function scoreOf(named: readonly boolean[], wrong: readonly boolean[]): Score {
  const hits = named.filter((one, i) => one && wrong[i]).length
  const count = named.filter(Boolean).length
  const planted = wrong.filter(Boolean).length
  return {
    named: count,
    precision: count === 0 ? 1 : hits / count,
    recall: planted === 0 ? 1 : hits / planted,
    f1: hits === 0 ? 0 : (2 * hits) / (count + planted),
  }
}

/** Arithmetic mean; of none it is not a number. */
export const mean = (numbers: readonly number[]) =>
  numbers.reduce((sum, one) => sum + one, 0) / numbers.length
