import { average } from './average.ts'

/** How far the mean of a table of repetitions and samples may be off. */
export interface Uncertainty {
  /** Standard error of the mean. */
  error: number
  /** Degrees of freedom of that estimate, at least 1. */
  freedom: number
}

/**
 * Of the mean of `values[repetition][sample]`, when both were drawn from many: the two-way random-effects analysis of
 * variance without replication (Searle, Casella & McCulloch, Variance Components, 1992, chapter 4), as it is used where
 * some readers judge the same cases (Dorfman, Berbaum & Metz 1992). Components that come out negative count as zero
 * (Hillis 2007), degrees of freedom are Satterthwaite's (1946). At least two samples; a single repetition has no
 * variance of its own.
 */
export function uncertaintyOf(values: readonly (readonly number[])[]): Uncertainty {
  const repetitions = values.length
  const samples = values[0]?.length ?? 0
  const rows = values.map(average)
  const mean = average(rows)
  const columns = Array.from({ length: samples }, (_, i) => average(values.map((row) => row[i] ?? 0)))
  const squares = (list: readonly number[], middle: (i: number) => number) =>
    list.reduce((sum, value, i) => sum + (value - middle(i)) ** 2, 0)
  const [freeRows, freeColumns] = [Math.max(repetitions - 1, 1), Math.max(samples - 1, 1)]
  const ofRows = (samples * squares(rows, () => mean)) / freeRows
  const ofColumns = (repetitions * squares(columns, () => mean)) / freeColumns
  const rest =
    values.reduce((sum, row, r) => sum + squares(row, (i) => (rows[r] ?? 0) + (columns[i] ?? 0) - mean), 0) /
    (freeRows * freeColumns)
  const [extraRows, extraColumns] = [Math.max(ofRows - rest, 0), Math.max(ofColumns - rest, 0)]
  const total = extraRows + extraColumns + rest
  const doubt =
    (extraRows > 0 ? ofRows ** 2 / freeRows : 0) +
    (extraColumns > 0 ? ofColumns ** 2 / freeColumns : 0) +
    rest ** 2 / (freeRows * freeColumns)
  return {
    error: Math.sqrt(total / (repetitions * samples)),
    freedom: doubt > 0 ? Math.max(total ** 2 / doubt, 1) : freeColumns,
  }
}

/**
 * The quantile of Student's t that lies where `z` lies in the normal distribution: its expansion in 1 / freedom
 * (Abramowitz & Stegun, 26.7.5), within 2 % for quantiles of 97.5 % from 2 degrees of freedom on.
 */
export function studentOf(z: number, freedom: number): number {
  const first = (z ** 3 + z) / 4
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384
  const fourth = (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3 + fourth / freedom ** 4
}
