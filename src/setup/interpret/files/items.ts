import { callOf, type FileExpression } from '../../../model/file-expression.ts'
import type { Machine } from '../machine.ts'
import type { Value } from '../values/value.ts'
import { isFolds } from './each.ts'
import { setColumn } from './frames.ts'

/** `object[index] = value`: a column of a table, or an item, of which the whole list is then not known. */
export function changeItem(object: Value, index: Value, value: Value, machine: Machine): void {
  const { files } = machine.record
  if (object.kind === 'method' && (object.name === 'loc' || object.name === 'iloc')) {
    changeRows(object.receiver, index, value, machine)
    return
  }
  const whole = files.noted(object)
  if (whole === undefined || object.kind === 'tensor') return
  const name = files.of(index)
  const column = name?.kind === 'constant' && typeof name.value === 'string'
  files.change(object, column ? setColumn(whole, name, files.of(value)) : undefined)
}

/**
 * `frame.loc[rows, column] = value`. In a loop over all folds that writes the number of each fold to the rows that it
 * tests, the column is known; else the table is not.
 */
function changeRows(frame: Value, index: Value, value: Value, machine: Machine): void {
  const { files } = machine.record
  const whole = files.noted(frame)
  if (whole === undefined) return
  const [rows, name] = partsOf(files.of(index))
  const folds = foldsNumbered(rows, files.of(value))
  if (folds === undefined || name === undefined) files.change(frame, undefined)
  else files.changeByLoop(frame, callOf('fold-column', { frame: whole, name, folds }))
}

const partsOf = (index: FileExpression | undefined) => (index?.kind === 'list' ? index.items : [])

/** The folds whose tested rows and number these are, of the round that stands for all: `for n, (_, rows) in enumerate(folds)`. */
function foldsNumbered(
  rows: FileExpression | undefined,
  number: FileExpression | undefined,
): FileExpression | undefined {
  const tested = placeIn(rows, 1)
  const round = tested && placeIn(tested, 1)
  const all = round && placeIn(round, 0)
  const plain = number?.kind === 'call' && number.of === 'int' ? number.arguments.value : number
  const counted = placeIn(plain, 0)
  if (all?.kind !== 'call' || all.of !== 'enumerate' || !isFolds(all)) return undefined
  return JSON.stringify(counted) === JSON.stringify(round) ? all : undefined
}

/** The list of `list[place]`. */
function placeIn(node: FileExpression | undefined, place: number): FileExpression | undefined {
  if (node?.kind !== 'call' || node.of !== 'at') return undefined
  const { object, index } = node.arguments
  return index?.kind === 'constant' && index.value === place ? object : undefined
}
