/** What an expression over the project's files comes to: Python's values, as far as lists of samples need them. */
export type FileValue = Scalar | PathValue | FileList | Frame | Row | Dict

export type Scalar = string | number | boolean | null

/** A `pathlib.Path`; compared part by part, where a text is compared as a whole. */
export interface PathValue {
  kind: 'path'
  path: string
}

/** A list, tuple, array or column. */
export interface FileList {
  kind: 'list'
  items: readonly FileValue[]
  /** Whose order it has where that is not fixed (`glob.glob`), else null. */
  unordered: string | null
  /** An array or column: `+` adds item by item. */
  array?: true
  /** What the column of a table, or pandas' Series, is called. */
  name?: string
}

/** A pandas DataFrame. */
export interface Frame {
  kind: 'frame'
  columns: readonly string[]
  rows: readonly Row[]
  /** As for a list. */
  unordered: string | null
}

export interface Row {
  kind: 'row'
  /** The label of the row in the frame's index. */
  index: FileValue
  cells: ReadonlyMap<string, FileValue>
}

export interface Dict {
  kind: 'dict'
  entries: readonly (readonly [FileValue, FileValue])[]
}

/** Why an expression cannot be worked out, as a phrase for people. */
export class Undecided extends Error {}

/** A list in a known order. */
export const listOf = (items: readonly FileValue[], unordered: string | null = null): FileList => ({
  kind: 'list',
  items,
  // One item alone has no order.
  unordered: items.length > 1 ? unordered : null,
})

/** The items as an array or column. */
export const arrayOf = (items: readonly FileValue[], unordered: string | null = null): FileList => ({
  ...listOf(items, unordered),
  array: true,
})

/** The first list whose order is not fixed tells why that of what is made of all of them is not. */
export const firstUnordered = (...lists: { unordered: string | null }[]): string | null =>
  lists.map(({ unordered }) => unordered).find((one) => one !== null) ?? null

export const isList = (value: FileValue | undefined): value is FileList =>
  typeof value === 'object' && value?.kind === 'list'

export const isFrame = (value: FileValue | undefined): value is Frame =>
  typeof value === 'object' && value?.kind === 'frame'

export const isPath = (value: FileValue | undefined): value is PathValue =>
  typeof value === 'object' && value?.kind === 'path'

/**
 * The text of a string or path.
 * @throws Undecided for anything else
 */
export function textOf(value: FileValue | undefined): string {
  if (typeof value === 'string') return value
  if (isPath(value)) return value.path
  throw new Undecided('a name is made of something else than text')
}

/** As Python's `str` writes it. @throws Undecided for collections and for fractions, whose digits may differ */
export function written(value: FileValue | undefined): string {
  if (typeof value === 'number' && Number.isInteger(value)) return String(value)
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (value === null) return 'None'
  return textOf(value)
}

/** Python's truth. */
export function isTrue(value: FileValue): boolean {
  if (value === null || typeof value !== 'object') return Boolean(value)
  if (value.kind === 'list') return value.items.length > 0
  if (value.kind === 'dict') return value.entries.length > 0
  if (value.kind === 'frame') throw new Undecided('a whole table is taken for true or false')
  return true
}

/** Python's `==` between values that lists of files hold. */
export function equal(a: FileValue, b: FileValue): boolean {
  if (isPath(a) && isPath(b)) return a.path === b.path
  if (isList(a) && isList(b))
    return a.items.length === b.items.length && a.items.every((item, at) => equal(item, b.items[at] ?? null))
  if (typeof a === 'boolean' && typeof b === 'number') return Number(a) === b
  if (typeof a === 'number' && typeof b === 'boolean') return a === Number(b)
  return a === b
}
