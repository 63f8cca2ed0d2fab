import { byCodePoint } from '../code-point.ts'
import { type FileValue, isList, isPath, Undecided } from './values.ts'

/**
 * Python's `<` as a comparison: numbers, texts by code points, paths part by part (pathlib on POSIX), tuples item by
 * item.
 * @throws Undecided where Python raises
 */
export function compare(a: FileValue, b: FileValue): number {
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b)
  if (typeof a === 'string' && typeof b === 'string') return byCodePoint(a, b)
  if (isPath(a) && isPath(b)) return compareLists(partsOf(a.path), partsOf(b.path))
  if (isList(a) && isList(b)) return compareLists(a.items, b.items)
  throw new Undecided('the list that it sorts holds things that cannot be compared')
}

const isNumber = (value: FileValue) => typeof value === 'number' || typeof value === 'boolean'

function compareLists(a: readonly FileValue[], b: readonly FileValue[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const order = compare(a[at] ?? null, b[at] ?? null)
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** The parts of a path as pathlib sees them: `/` first of an absolute one. */
export function partsOf(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  return path.startsWith('/') ? ['/', ...parts] : parts
}
