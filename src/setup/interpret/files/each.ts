import { callOf, constantOf, type FileExpression } from '../../../model/file-expression.ts'
import { givenValues } from '../arguments.ts'
import type { Machine } from '../machine.ts'
import { unknown, type Value } from '../values/value.ts'

/** `expression[index]`, at once where the expression is a written list. */
export function itemOf(expression: FileExpression, index: number): FileExpression {
  const written = expression.kind === 'list' ? expression.items.at(index) : undefined
  return written ?? callOf('at', { object: expression, index: constantOf(index) })
}

/**
 * Runs `body` for an item of a list, for all of them at once, and puts together what it gives for each; undefined
 * where that is not known.
 * @param gives the list that one item adds
 */
export function forEach(
  over: FileExpression,
  span: Value['span'],
  machine: Machine,
  gives: (item: Value) => FileExpression | undefined,
): FileExpression | undefined {
  const { files } = machine.record
  const loop = files.loop(over)
  files.context.push(loop)
  try {
    const added = gives(files.set(unknown(span), { kind: 'item', id: loop.id }))
    return added && { kind: 'each', id: loop.id, over, gives: added }
  } finally {
    files.context.pop()
  }
}

/** What a function gives for each item of a list. */
export function mapped(
  over: FileExpression,
  callback: Value,
  span: Value['span'],
  machine: Machine,
): FileExpression | undefined {
  return forEach(over, span, machine, (item) => {
    const result = machine.callValue(callback, givenValues([{ value: item, span }]), span)
    const expression = machine.record.files.of(result)
    return expression && { kind: 'list', items: [expression] }
  })
}

/** Whether an expression is the list of a splitter's folds, of which the first one stands for all. */
export function isFolds(expression: FileExpression): boolean {
  if (expression.kind !== 'call') return false
  if (expression.of === 'folds') return true
  const { list, lists } = expression.arguments
  if (expression.of === 'enumerate' || expression.of === 'as-list') return list !== undefined && isFolds(list)
  return expression.of === 'zip' && lists?.kind === 'list' && lists.items.some(isFolds)
}
