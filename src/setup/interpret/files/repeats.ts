import type { FileExpression } from '../../../model/file-expression.ts'

/**
 * Whether a list that a program builds holds each file several times: a loop inside that over the files adds the same
 * one in each of its rounds (`for quarter in range(4): out.append(np.rot90(image, quarter))`).
 */
export function repeatsFiles(expression: FileExpression): boolean {
  switch (expression.kind) {
    case 'each': {
      const named = itemsIn(expression.gives)
      const again = !named.has(expression.id) && !named.has('unknown') && named.size > 0
      return again || repeatsFiles(expression.gives)
    }
    case 'list':
      return expression.items.some(repeatsFiles)
    case 'if':
      return repeatsFiles(expression.yes) || repeatsFiles(expression.no)
    case 'call':
      return keeping.has(expression.of) && Object.values(expression.arguments).some(repeatsFiles)
    default:
      return false
  }
}

/** Operations that keep the items of the lists that they are given. */
const keeping: ReadonlySet<string> = new Set(['array', 'as-list', 'concat'])

/** The rounds of loops that an expression is made of, whatever decides in which of them it is made. */
function itemsIn(expression: FileExpression): ReadonlySet<number | 'unknown'> {
  switch (expression.kind) {
    case 'item':
      return new Set([expression.id])
    case 'unknown':
      return new Set(['unknown'])
    case 'list':
      return union(expression.items)
    case 'if':
      return union([expression.yes, expression.no])
    case 'each':
      return union([expression.over, expression.gives])
    case 'call':
      return union(Object.values(expression.arguments))
    default:
      return new Set()
  }
}

const union = (parts: readonly FileExpression[]) => new Set(parts.flatMap((part) => [...itemsIn(part)]))
