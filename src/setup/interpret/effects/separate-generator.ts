import type { Edit } from '../../../model/fix.ts'
import type { Span } from '../../../model/span.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { linesOf, sourceText } from '../source-texts.ts'
import type { AugmenterValue } from '../values/data.ts'

/** Arguments of ImageDataGenerator that change images at random (https://keras.io/2.18/api/ops/image/). */
export const randomArguments = [
  'rotation_range',
  'width_shift_range',
  'height_shift_range',
  'brightness_range',
  'shear_range',
  'zoom_range',
  'channel_shift_range',
  'horizontal_flip',
  'vertical_flip',
] as const

/**
 * Edits that give this flow a generator of its own without the random arguments: a new statement before the flow's,
 * and the new name in the flow's call. Null where the generator's arguments are not written out in its call.
 */
export function separateGenerator(
  call: LibraryCall,
  augmenter: AugmenterValue,
  machine: Machine,
): Edit[] | null {
  const receiver = call.receiverNode
  const { statement } = machine
  const { call: made } = augmenter
  const [lines, madeLines] = [linesOf(call.span, machine), linesOf(made.span, machine)]
  if (statement === null || lines === undefined || madeLines === undefined) return null
  if (
    made.span.path !== call.span.path ||
    made.arguments.some((one) => one.spread !== null || one.name === null)
  )
    return null
  const kept = made.arguments
    .filter((one) => !randomArguments.some((name) => name === one.name))
    .map((one) => sourceText(madeLines, one.span))
  const plain = `${sourceText(madeLines, made.callee.span)}(${kept.join(', ')})`
  // `ImageDataGenerator(...).flow(...)`: a generator of this one flow.
  if (receiver === made) return [{ op: 'edit', span: made.span, text: plain }]
  if (receiver?.kind !== 'name') return null
  const name = receiver.name.startsWith('train')
    ? receiver.name.replace(/^train(ing)?/, 'validation')
    : `validation_${receiver.name}`
  const indent = /^\s*/.exec(lines[statement.line - 1] ?? '')?.[0] ?? ''
  const end = lines[statement.line - 1]?.endsWith('\r') ? '\r\n' : '\n'
  const line: Span = { ...statement, column: 1, endLine: statement.line, endColumn: 1 }
  return [
    { op: 'edit', span: line, text: `${indent}${name} = ${plain}${end}` },
    { op: 'edit', span: receiver.span, text: name },
  ]
}
