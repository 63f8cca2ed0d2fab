import type { Edit } from '../../../../model/fix.ts'
import type { Span } from '../../../../model/span.ts'
import type { Expression } from '../../../program.ts'
import { argumentValue, numberOf } from '../../read-value.ts'
import type { TransformValue } from '../../values/torch.ts'

/**
 * Edits that take a random transform out of the list that it is written in. A random crop gives way to one in the
 * middle, so that the size of the images stays; null where that cannot be written.
 */
export function withoutRandom(
  transform: TransformValue,
  item: Expression,
  next: Expression | null,
): Edit[] | null {
  if (transform.does.kind !== 'effect') return null
  const { effect, arguments: bound } = transform.does
  if (effect.does !== 'random') return null
  if (effect.size !== undefined) {
    const text = centred(transform.name, numberOf(argumentValue(bound, effect.size)))
    return text === null ? null : [{ op: 'edit', span: item.span, text }]
  }
  const end = next?.span
  const span: Span =
    end === undefined || end.path !== item.span.path
      ? withComma(item.span)
      : { ...item.span, endLine: end.line, endColumn: end.column }
  return [{ op: 'edit', span, text: '' }]
}

/** The last item of a list with the comma behind it: where all items go, it would stand alone. */
function withComma(span: Span): Span {
  const { line, endLine, endColumn, snippet } = span
  const comma = line === endLine ? (/^\s*,/.exec(snippet.slice(endColumn - 1))?.[0].length ?? 0) : 0
  return { ...span, endColumn: endColumn + comma }
}

/** `T.RandomResizedCrop(224)` -> `T.Resize(256), T.CenterCrop(224)`, of torchvision. */
function centred(written: string, size: number | undefined): string | null {
  const [, prefix, name] = /^(.*\.)(\w+)$/.exec(written) ?? []
  if (size === undefined || prefix === undefined) return null
  if (name === 'RandomCrop') return `${prefix}CenterCrop(${size})`
  if (name !== 'RandomResizedCrop' && name !== 'RandomSizedCrop') return null
  return `${prefix}Resize(${Math.round((size * 256) / 224)}), ${prefix}CenterCrop(${size})`
}
