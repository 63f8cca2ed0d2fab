import { ManifestFault, type ManifestRow } from '../../manifest/row.ts'
import { rowsBelowHeader } from '../../manifest/text-rows.ts'
import { cutHead } from '../keras-cut.ts'
import { generatorEndings } from '../keras-files.ts'
import { column } from './frame-parts.ts'
import type { Given, Operation } from './given.ts'
import { type FileValue, type Frame, listOf, type Row, textOf, Undecided } from './values.ts'
import type { World } from './world.ts'

/** Arguments of `pandas.read_csv` that leave which rows and columns there are as they are. */
const harmless = new Set(['path', 'separator', 'dtype', 'encoding', 'engine', 'low_memory', 'index'])

/** `pandas.read_csv` and its like; numbers are numbers, `dtype=str` keeps them texts. */
export function readTable(given: Given, world: World): FileValue {
  for (const name of Object.keys(given.expressions))
    if (!harmless.has(name)) throw new Undecided(`what ${name} makes of a table is not followed`)
  const file = given.text('path')
  const text = world.text(file)
  if (text === null) throw new Undecided(`there is no table ${file}`)
  const rows = rowsIn(file, text, given.value('separator'))
  const names = [...new Set(rows.flatMap((row) => [...row.cells.keys()]))]
  const texts = given.has('dtype')
  const typed = new Map(
    names.map((name) => [name, texts ? (cell: string): FileValue => cell : typeOf(rows, name)]),
  )
  return {
    kind: 'frame',
    columns: names,
    rows: rows.map(
      (row, index): Row => ({
        kind: 'row',
        index,
        cells: new Map(
          names.map((name) => {
            const cell = row.cells.get(name)
            return [name, cell === undefined ? null : (typed.get(name)?.(cell) ?? cell)]
          }),
        ),
      }),
    ),
    unordered: null,
  }
}

function rowsIn(file: string, text: string, separator: FileValue): ManifestRow[] {
  const by = separator ?? ','
  if (by !== ',' && by !== ';' && by !== '\t' && by !== '|')
    throw new Undecided(`how ${file} separates its columns is not followed`)
  try {
    return rowsBelowHeader(text, by)
  } catch (fault) {
    if (fault instanceof ManifestFault) throw new Undecided(`${file} ${fault.message}`)
    throw fault
  }
}

/** How pandas reads a column: all whole numbers, all numbers, all truth values, else texts. */
function typeOf(rows: readonly ManifestRow[], name: string): (cell: string) => FileValue {
  const cells = rows.flatMap((row) => row.cells.get(name) ?? [])
  if (cells.every((cell) => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(cell))) return Number
  if (cells.every((cell) => /^(true|false)$/i.test(cell))) return (cell) => /^true$/i.test(cell)
  return (cell) => cell
}

/**
 * The files that `ImageDataGenerator(validation_split=share).flow_from_dataframe(frame, directory, x_col, y_col)`
 * reads, each with its label; of both sides without `side`. Rows whose file is missing or has another ending are left
 * out before the cut (keras/src/legacy/preprocessing/image.py: DataFrameIterator).
 */
export const kerasRows: Operation = (given, world) => {
  const frame = given.frame('frame')
  const directory = given.value('directory')
  const files = column(frame, given.has('x') ? given.text('x') : 'filename').items
  const labels = labelsOf(frame, given)
  const wanted = given.value('classes') === null ? null : new Set(given.list('classes').items)
  const rows = files.flatMap((file, at) => {
    const label = labels[at] ?? null
    if (wanted !== null && !wanted.has(label)) return []
    const path =
      directory === null ? textOf(file) : `${textOf(directory).replace(/\/+$/, '')}/${textOf(file)}`
    return !given.truth('validates', true) || isImage(path, world) ? [listOf([path, label])] : []
  })
  if (!given.has('side')) return listOf(rows, frame.unordered)
  if (frame.unordered !== null) throw new Undecided(`${frame.unordered} gives the rows in no fixed order`)
  const cut = cutHead(rows, given.number('share'))
  return listOf(given.text('side') === 'train' ? cut.train : cut.validation)
}

function labelsOf(frame: Frame, given: Given): readonly FileValue[] {
  const name = given.has('y') ? given.value('y') : 'class'
  return typeof name === 'string' && frame.columns.includes(name) ? column(frame, name).items : []
}

const isImage = (path: string, world: World) =>
  generatorEndings.some((ending) => path.toLowerCase().endsWith(ending)) &&
  world.place(path) !== null &&
  world.entries(path) === null
