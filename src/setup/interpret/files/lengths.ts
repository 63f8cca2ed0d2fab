import { callOf, type FileExpression } from '../../../model/file-expression.ts'

/** How many items a list has; an order does not change that, so that what drew it need not be drawn again. */
export function lengthOf(list: FileExpression): FileExpression {
  if (list.kind === 'constant' && typeof list.value === 'number') return list
  if (list.kind === 'call' && sameLength.has(list.of)) {
    const inner = list.arguments.list
    if (inner !== undefined) return lengthOf(inner)
  }
  return callOf('length', { list })
}

const sameLength = new Set(['shuffled', 'sorted', 'array', 'as-list', 'reversed', 'encode'])
