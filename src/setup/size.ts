/**
 * Code longer than this is generated or data: parsing and following it would take more than about two seconds. In
 * characters; the longest training script of the frameworks' own examples has a tenth of it.
 */
const mostCode = 500_000

/** Why so much code is given up, for a gap of its setup; null where it is followed. `length` in characters. */
export const tooMuchCode = (length: number): string | null =>
  length <= mostCode
    ? null
    : `${Math.round(length / 1000)},000 characters of code: given up as too much to follow`
