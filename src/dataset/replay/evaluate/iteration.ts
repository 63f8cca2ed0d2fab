import { type FileValue, isFrame, isList, Undecided } from './values.ts'

/**
 * What a loop over a value sees: the items of a list, the keys of a dict, the column names of a frame.
 * @throws Undecided for what is none of them
 */
export function iterated(value: FileValue): { items: readonly FileValue[]; unordered: string | null } {
  if (isList(value)) return value
  if (isFrame(value)) return { items: value.columns, unordered: null }
  if (typeof value === 'object' && value?.kind === 'dict')
    return { items: value.entries.map(([key]) => key), unordered: null }
  throw new Undecided('what it loops over is no list')
}
