/** A cell of a log as it stands there. */
export type Cell = string | number

/** How loggers write that there was no value. */
export const isMissing = (cell: Cell | undefined) =>
  cell === undefined || (typeof cell === 'string' && /^(na|n\/a|none|null|-|)$/i.test(cell.trim()))

/** `0.5`, `93.1%` (as 93.1), `nan`, `-inf`; null for anything else. */
export function numberOf(cell: Cell | undefined): number | null {
  if (typeof cell === 'number') return cell
  const text = cell?.trim().toLowerCase().replace(/%$/, '') ?? ''
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(text)) return Number(text)
  if (text === 'nan') return Number.NaN
  const infinite = /^([+-]?)inf(inity)?$/.exec(text)
  if (infinite === null) return null
  return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}
