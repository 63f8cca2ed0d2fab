import { callOf, type FileExpression } from '../../../model/file-expression.ts'

/** A loop over something, or a branch that is taken under a test; null where it is not followed. */
export type Context =
  | { kind: 'loop'; id: number; over: FileExpression | null }
  | { kind: 'branch'; test: FileExpression | null }

type Part = { gives: FileExpression } | { context: Context; parts: Part[] }

/** A list that the program fills: what it began with, and what each loop and branch adds. */
export interface Growth {
  base: FileExpression | undefined
  /** Where the program was when it made the list. */
  made: readonly Context[]
  parts: Part[]
  /** Something was done to it that is not followed. */
  spoiled: boolean
}

const nothing: FileExpression = { kind: 'list', items: [] }

/** Adds a list to what grows, at the place where the program is. */
export function grow(growth: Growth, gives: FileExpression | undefined, now: readonly Context[]): void {
  const inside = now.slice(growth.made.length)
  const known = inside.every((one) => (one.kind === 'loop' ? one.over : one.test) !== null)
  if (gives === undefined || !known || growth.made.some((one, at) => now[at] !== one)) {
    growth.spoiled = true
    return
  }
  let { parts } = growth
  for (const context of inside) {
    const last = parts.at(-1)
    if (last !== undefined && 'context' in last && last.context === context) parts = last.parts
    else {
      const inner: Part[] = []
      parts.push({ context, parts: inner })
      parts = inner
    }
  }
  parts.push({ gives })
}

/** The whole list; undefined while a loop that fills it is under way, and where it is not followed. */
export function grown({ base, parts, spoiled }: Growth, now: readonly Context[]): FileExpression | undefined {
  if (spoiled || base === undefined || isOpen(parts, now)) return undefined
  return parts.length === 0 ? base : joined([base, ...parts.map(expressionOf)])
}

const isOpen = (parts: readonly Part[], now: readonly Context[]): boolean =>
  parts.some((part) => 'context' in part && (now.includes(part.context) || isOpen(part.parts, now)))

function expressionOf(part: Part): FileExpression {
  if ('gives' in part) return part.gives
  const inner = joined(part.parts.map(expressionOf))
  const { context } = part
  if (context.kind === 'loop')
    return { kind: 'each', id: context.id, over: context.over ?? nothing, gives: inner }
  return { kind: 'if', test: context.test ?? nothing, yes: inner, no: nothing }
}

/** Lists one behind the other. */
export function joined(lists: readonly FileExpression[]): FileExpression {
  const filled = lists.filter((one) => one.kind !== 'list' || one.items.length > 0)
  const [first, ...others] = filled
  if (first === undefined) return nothing
  return others.length === 0 ? first : callOf('concat', { lists: { kind: 'list', items: filled } })
}
