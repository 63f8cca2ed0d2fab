import { callOf, type FileExpression } from '../../../model/file-expression.ts'
import type { Machine } from '../machine.ts'
import { numberOf, stringOf } from '../read-value.ts'
import { mapped } from './each.ts'
import { argumentOf, expressionAt, type FileCall, type FileEffect } from './file-call.ts'

const received = ({ receiver }: FileCall, machine: Machine) =>
  receiver === null ? undefined : machine.record.files.noted(receiver)

/** `column.map(f or dict)`, `column.apply(f)`, `frame.apply(f, axis=1)`. */
const apply: FileEffect = (call, machine) => {
  const list = received(call, machine)
  const by = argumentOf(call, 0, 'func', 'arg')
  if (list === undefined || by === undefined) return undefined
  const dict = by.kind === 'function' ? undefined : machine.record.files.of(by)
  if (dict !== undefined) return callOf('look-up', { list, dict })
  const rows = numberOf(argumentOf(call, 1, 'axis')) === 1
  const result = mapped(rows ? callOf('frame-rows', { frame: list }) : list, by, call.node.span, machine)
  return result && callOf('array', { list: result })
}

/** `frame.drop(labels)`, `frame.drop(index=labels)`; without columns a frame has the same rows. */
const drop: FileEffect = (call, machine) => {
  const frame = received(call, machine)
  if (frame === undefined || call.receiver === null) return undefined
  const axis = argumentOf(call, 1, 'axis')
  const columns = numberOf(axis) === 1 || stringOf(axis) === 'columns' || call.given.keyword.has('columns')
  const labels = expressionAt(call, machine, 0, 'index', 'labels')
  const left = columns ? frame : labels && callOf('drop-rows', { frame, labels })
  if (call.given.keyword.has('inplace')) {
    machine.record.files.change(call.receiver, left)
    return undefined
  }
  return left
}

/** `LabelEncoder()`, whose `fit_transform` counts the sorted classes. */
const encoder: FileEffect = () => callOf('label-encoder', {})

const fitTransform: FileEffect = (call, machine) => {
  const made = received(call, machine)
  const list = expressionAt(call, machine, 0, 'y')
  return made?.kind === 'call' && made.of === 'label-encoder' && list !== undefined
    ? callOf('encode', { list })
    : undefined
}

/** `frame['name'] = values`, for the frame itself. */
export function setColumn(
  frame: FileExpression,
  name: FileExpression | undefined,
  values: FileExpression | undefined,
): FileExpression | undefined {
  return name && callOf('with-column', { frame, name, values: values ?? notFollowed })
}

const notFollowed: FileExpression = { kind: 'unknown', reason: 'a column of a table is not followed' }

/** What calls make of tables and labels. */
export const frames: readonly (readonly [string, FileEffect])[] = [
  ['method.apply', apply],
  ['method.map', apply],
  ['method.drop', drop],
  ['sklearn.preprocessing.LabelEncoder', encoder],
  ['method.fit_transform', fitTransform],
]
