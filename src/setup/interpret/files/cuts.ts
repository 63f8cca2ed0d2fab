import type { FileExpression } from '../../../model/file-expression.ts'
import type { Split } from '../../../model/pipeline.ts'
import { partsOf } from './notes.ts'

/** Operations that leave a part of a list. */
const cutting = new Set(['slice', 'pick', 'at', 'drop-rows', 'iloc', 'loc', 'without'])
/** Draws that leave a part themselves. */
const drawing = new Set(['choice', 'sample', 'folds'])

/** The split that a list of samples was last cut by: of a draw that only changes the order, when a part is taken. */
export function cutIn(
  expression: FileExpression,
  splits: WeakMap<FileExpression, Split>,
  cut = false,
): Split | undefined {
  const own = splits.get(expression)
  const cuts = cut || (expression.kind === 'call' && cutting.has(expression.of))
  if (own !== undefined && (own.kind !== 'permutation' || cuts || drawsPart(expression))) return own
  for (const part of partsOf(expression)) {
    const found = cutIn(part, splits, cuts)
    if (found !== undefined) return found
  }
  return undefined
}

function drawsPart(expression: FileExpression): boolean {
  if (expression.kind !== 'call') return false
  if (expression.of !== 'sample-frame') return drawing.has(expression.of)
  const { share, count } = expression.arguments
  return share === undefined ? count !== undefined : !(share.kind === 'constant' && share.value === 1)
}
