import { callOf, constantOf, type FileExpression } from '../../../model/file-expression.ts'
import type { Split } from '../../../model/pipeline.ts'
import { fileRows } from '../../frameworks/files.ts'
import type { Expression } from '../../program.ts'
import type { Machine } from '../machine.ts'
import type { Value } from '../values/value.ts'
import { cutIn } from './cuts.ts'
import { itemOf } from './each.ts'

/** `path.parent`, `frame.index`, `row.path`: a property that the table knows, else a column or field. */
export function attributeExpression(
  object: Value,
  name: string,
  machine: Machine,
): FileExpression | undefined {
  const expression = machine.record.files.of(object)
  if (expression === undefined) return undefined
  if (expression.kind === 'call' && expression.of === 'image-folder' && folderFields.has(name))
    return callOf(`image-folder-${name === 'imgs' ? 'samples' : name}`, expression.arguments)
  const row = fileRows.get(`property.${name}`)
  if (row?.receiver !== undefined) return callOf(row.of, { [row.receiver]: expression })
  return object.kind === 'constant'
    ? undefined
    : callOf('at', { object: expression, index: constantOf(name) })
}

/** What torchvision's ImageFolder tells of its files. */
const folderFields = new Set(['targets', 'samples', 'imgs', 'classes'])

/** `left operator right`, where one of them is known to come from files. */
export function binaryExpression(
  operator: string,
  left: Value,
  right: Value,
  machine: Machine,
): FileExpression | undefined {
  const { files } = machine.record
  const [a, b] = [files.of(left), files.of(right)]
  if (a === undefined || b === undefined) return undefined
  return callOf('binary', { operator: constantOf(operator), left: a, right: b })
}

/** `not x`, `~mask`, `-n`. */
export function unaryExpression(
  operator: string,
  operand: Value,
  machine: Machine,
): FileExpression | undefined {
  const value = machine.record.files.of(operand)
  if (value === undefined) return undefined
  if (operator === 'not' || operator === '~') return callOf('not', { value })
  return operator === '-' ? callOf('negative', { value }) : undefined
}

/** One of two, by a test. */
export function eitherExpression(
  test: Value,
  yes: Value,
  no: Value,
  machine: Machine,
): FileExpression | undefined {
  const { files } = machine.record
  const [by, first, second] = [files.of(test), files.of(yes), files.of(no)]
  if (first !== undefined && JSON.stringify(first) === JSON.stringify(second)) return first
  return by && first && second && { kind: 'if', test: by, yes: first, no: second }
}

/** An f-string. */
export function templateExpression(values: readonly Value[], machine: Machine): FileExpression | undefined {
  const parts = values.map((value) => machine.record.files.of(value)).filter((one) => one !== undefined)
  return parts.length === values.length
    ? callOf('template', { parts: { kind: 'list', items: parts } })
    : undefined
}

/** `object[index]`, `object[from:to]`, `frame.iloc[...]`, `frame.loc[rows, column]`. */
export function subscriptExpression(
  object: Value,
  index: Expression,
  evaluate: (node: Expression) => Value,
  machine: Machine,
): FileExpression | undefined {
  const { files } = machine.record
  const picked = pickedBy(index, evaluate, machine)
  const whole = files.of(object) ?? (picked === undefined ? undefined : files.follow(object))
  if (whole === undefined) return undefined
  const by =
    whole.kind === 'call' && (whole.of === 'frame-iloc' || whole.of === 'frame-loc') ? whole : undefined
  const frame = by?.arguments.frame
  if (index.kind === 'slice') {
    if (by?.of === 'frame-loc') return undefined
    return sliceOf(frame ?? whole, index, (part) => files.of(evaluate(part)))
  }
  if (by !== undefined && frame !== undefined && index.kind === 'tuple') {
    const [rows, column] = index.items.map((item) => files.of(evaluate(item)))
    if (rows === undefined || column === undefined) return undefined
    return callOf(by.of === 'frame-loc' ? 'loc' : 'iloc', { frame, index: rows, column })
  }
  const at = files.of(evaluate(index))
  if (at === undefined) return undefined
  const rows = by === undefined || frame === undefined ? null : { by: by.of, frame }
  return afterSteps(itemsAt(whole, rows, at), picked, object, machine)
}

/** One item or some, of a list or of the rows of a table. */
function itemsAt(
  whole: FileExpression,
  rows: { by: string; frame: FileExpression } | null,
  index: FileExpression,
): FileExpression {
  if (rows !== null) return callOf(rows.by === 'frame-loc' ? 'loc' : 'iloc', { frame: rows.frame, index })
  if (index.kind === 'constant' && typeof index.value === 'number') return itemOf(whole, index.value)
  return callOf('at', { object: whole, index })
}

/** The split that drew the indices of a subscript, if one did. */
function pickedBy(
  index: Expression,
  evaluate: (node: Expression) => Value,
  { record: { files } }: Machine,
): Split | undefined {
  if (index.kind !== 'name' && index.kind !== 'attribute') return undefined
  const drawn = files.of(evaluate(index))
  return drawn === undefined ? undefined : cutIn(drawn, files.splits, true)
}

/** Notes that samples were picked by a split after what had been done to all of them. */
function afterSteps(
  picks: FileExpression,
  split: Split | undefined,
  object: Value,
  { record: { files } }: Machine,
): FileExpression {
  if (split !== undefined && object.kind === 'arrays')
    files.splits.set(picks, { ...split, position: object.steps.length })
  return picks
}

function sliceOf(
  object: FileExpression,
  slice: Extract<Expression, { kind: 'slice' }>,
  expressionOf: (node: Expression) => FileExpression | undefined,
): FileExpression | undefined {
  const found: Record<string, FileExpression> = { object }
  for (const name of ['from', 'to', 'step'] as const) {
    const node = slice[name]
    if (node === null) continue
    const bound = expressionOf(node)
    if (bound === undefined) return undefined
    found[name] = bound
  }
  return callOf('slice', found)
}
