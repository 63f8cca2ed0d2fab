import type { Value } from './values/value.ts'

/** Longer lists keep their beginning and are taken for incomplete: no setup is described by more. */
const longestList = 2000

/** Longer texts are not folded. In characters. */
export const longestText = 20_000

/** Items as a list keeps them, however often it is doubled. */
export function boundedItems(items: Value[], complete: boolean): { items: Value[]; complete: boolean } {
  if (items.length <= longestList) return { items, complete }
  return { items: items.slice(0, longestList), complete: false }
}
