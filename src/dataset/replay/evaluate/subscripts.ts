import { column, rowsWhere, withColumns } from './frame-parts.ts'
import type { Given, Operation } from './given.ts'
import { iterated } from './iteration.ts'
import { pick } from './lists.ts'
import { equal, type FileValue, isFrame, isList, isPath, isTrue, listOf, Undecided } from './values.ts'

/** `object[index]`. A list by an array of indices or a mask gives the items there. */
function at(given: Given): FileValue {
  const object = given.value('object')
  const index = given.value('index')
  if (isFrame(object)) {
    if (typeof index === 'string') return column(object, index)
    if (!isList(index)) throw new Undecided('a table is read in a way that is not followed')
    return index.items.every((one) => typeof one === 'string')
      ? withColumns(object, index.items.map(String))
      : rowsWhere(object, index)
  }
  if (typeof object === 'object' && object?.kind === 'row') return cell(object, index)
  if (typeof object === 'object' && object?.kind === 'dict') {
    const found = object.entries.find(([key]) => equal(key, index))
    if (found === undefined) throw new Undecided('a dict lacks a key that is looked up')
    return found[1]
  }
  if (typeof object === 'string') return letterAt(object, index)
  const list = isPath(object) ? null : iterated(object)
  if (list === null) throw new Undecided('a path is read by an index')
  if (isList(index)) return picked(list, index.items, index.unordered)
  if (typeof index !== 'number') throw new Undecided('an index is no number')
  if (list.unordered !== null) throw new Undecided(`${list.unordered} gives its items in no fixed order`)
  return itemAt(list.items, index)
}

function cell(row: Extract<FileValue, { kind: 'row' }>, index: FileValue): FileValue {
  const found = typeof index === 'string' ? row.cells.get(index) : undefined
  if (found === undefined) throw new Undecided(`the table has no column ${String(index)}`)
  return found
}

function letterAt(text: string, index: FileValue): FileValue {
  const letter = typeof index === 'number' ? [...text].at(index) : undefined
  if (letter === undefined) throw new Undecided('a name is shorter than an index into it')
  return letter
}

function itemAt(items: readonly FileValue[], index: number): FileValue {
  const item = items.at(index)
  if (item === undefined || !Number.isInteger(index))
    throw new Undecided('an index is beyond the end of its list')
  return item
}

/** The items at the places, or where a mask is true. */
function picked(
  { items, unordered }: { items: readonly FileValue[]; unordered: string | null },
  places: readonly FileValue[],
  placesUnordered: string | null,
): FileValue {
  const mask = places.length > 0 && places.every((one) => typeof one === 'boolean')
  if (mask) {
    if (places.length !== items.length) throw new Undecided('a mask and its list differ in length')
    return listOf(
      items.filter((_, at) => isTrue(places[at] ?? null)),
      unordered,
    )
  }
  if (unordered !== null) throw new Undecided(`${unordered} gives its items in no fixed order`)
  const order = places.map((one) => {
    if (typeof one !== 'number') throw new Undecided('an index is no number')
    const place = one < 0 ? one + items.length : one
    if (!(place >= 0 && place < items.length)) throw new Undecided('an index is beyond the end of its list')
    return place
  })
  return listOf(pick(items, order), placesUnordered)
}

/** `object[from:to:step]`; the bounds may lie beyond the ends. */
function slice(given: Given): FileValue {
  const object = given.value('object')
  const step = given.numberOr('step', 1)
  const bounds = [given.numberOr('from', undefined), given.numberOr('to', undefined)] as const
  for (const bound of bounds)
    if (bound !== undefined && !Number.isInteger(bound))
      throw new Undecided('a slice has a bound that is no whole number')
  if (typeof object === 'string' && step === 1) return [...object].slice(...bounds).join('')
  if (isFrame(object) && step === 1) {
    if (object.unordered !== null && !(bounds[0] === undefined && bounds[1] === undefined))
      throw new Undecided(`${object.unordered} gives its items in no fixed order`)
    return { ...object, rows: object.rows.slice(...bounds) }
  }
  const { items, unordered } = iterated(object)
  if (step === -1 && bounds[0] === undefined && bounds[1] === undefined)
    return listOf([...items].reverse(), unordered)
  if (step < 1 || !Number.isInteger(step)) throw new Undecided('a slice has a step that is not followed')
  const part = items.slice(...bounds).filter((_, place) => place % step === 0)
  if (unordered !== null && part.length < items.length)
    throw new Undecided(`${unordered} gives its items in no fixed order`)
  return listOf(part, unordered)
}

/** Operations that take parts of lists, dicts, texts and tables. */
export const subscripts: readonly (readonly [string, Operation])[] = [
  ['at', at],
  ['slice', slice],
  [
    'pick',
    (given) =>
      picked(iterated(given.value('list')), given.list('indices').items, given.list('indices').unordered),
  ],
]
