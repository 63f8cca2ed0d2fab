import type { Span } from '../../../../model/span.ts'
import { numberOf } from '../../read-value.ts'
import { type Share, unknown, type Value } from '../../values/value.ts'

/** `len(dataset)`. */
export const lengthOf = (of: Value, span: Span): Value => ({
  ...unknown(span),
  share: { of, times: 1, rest: false },
})

export const shareOf = (value: Value | undefined): Share | undefined =>
  value?.kind === 'unknown' ? value.share : undefined

/** `0.8 * len(dataset)`, `len(dataset) // 5`, `len(dataset) - train_size`. */
export function shareArithmetic(operator: string, left: Value, right: Value, span: Span): Value | undefined {
  const [a, b] = [shareOf(left), shareOf(right)]
  if (a !== undefined && b !== undefined)
    return operator === '-' && a.of === b.of && a.times === 1 && !a.rest && !b.rest
      ? { ...unknown(span), share: { of: a.of, times: 1 - b.times, rest: true } }
      : undefined
  const share = a ?? b
  const number = numberOf(a === undefined ? left : right)
  if (share === undefined || number === undefined || share.rest) return undefined
  const times = timesOf(operator, share.times, number, a === undefined)
  return times === undefined ? undefined : { ...unknown(span), share: { ...share, times } }
}

function timesOf(operator: string, times: number, number: number, reversed: boolean): number | undefined {
  if (operator === '*') return times * number
  if ((operator === '/' || operator === '//') && !reversed && number !== 0) return times / number
  return undefined
}
