import { withPrelude } from '../lowering.ts'
import type { Expression, Statement } from '../program.ts'
import { type Lowering, nothingKnown } from './lowering.ts'
import { child, type SyntaxNode } from './tree.ts'

/** What a pattern asks of the subject (null: nothing, it always fits) and the names that it binds. */
interface Pattern {
  test: Expression | null
  bound: Statement[]
}

/**
 * A `match` as a chain of ifs. Values and alternatives of values are compared with the subject; patterns that
 * look inside it (sequences, mappings, classes) are an unknown test, and nothing is known of what they bind.
 */
export function lowerMatch(node: SyntaxNode, low: Lowering): Statement[] {
  const written = child(node, 'subject')
  const subject = written === undefined ? nothingKnown(node, low) : low.expression(written)
  const cases = (child(node, 'body')?.children ?? []).filter((one) => one.type === 'case_clause')
  return cases.reduceRight<Statement[]>((otherwise, clause) => {
    const { test, bound } = patternOf(clause, subject, low)
    const guard = child(clause, 'guard')?.children[0]
    const then = low.block(child(clause, 'consequence')?.children ?? [])
    const span = low.spanOf(clause)
    return withPrelude(low, () => {
      const also = guard === undefined ? null : low.expression(guard)
      // A guard reads what its pattern binds, so that is bound before the test.
      const whole: Expression | null =
        test !== null && also !== null
          ? { kind: 'binary', operator: 'and', left: test, right: also, span }
          : (test ?? also)
      if (whole === null) return [...bound, ...then]
      return [...bound, { kind: 'if', test: whole, then, otherwise, span }]
    })
  }, [])
}

function patternOf(clause: SyntaxNode, subject: Expression, low: Lowering): Pattern {
  const patterns = clause.children.filter((one) => one.type === 'case_pattern')
  const [pattern] = patterns
  const inside = pattern?.children[0]
  if (pattern === undefined) return notFollowed(clause, patterns, low)
  // `_`
  if (inside === undefined) return { test: null, bound: [] }
  const value = comparedValue(pattern, low)
  const span = low.spanOf(pattern)
  const equals = (right: Expression): Expression => ({
    kind: 'binary',
    operator: '==',
    left: subject,
    right,
    span,
  })
  if (value !== null) return { test: equals(value), bound: [] }
  if (inside.type === 'dotted_name') {
    return {
      test: null,
      bound: [{ kind: 'assign', targets: [low.target(nameIn(inside))], value: subject, span }],
    }
  }
  const values =
    inside.type === 'union_pattern' ? inside.children.map((one) => comparedValue(one, low)) : [null]
  const [first, ...others] = values.flatMap((one) => (one === null ? [] : [equals(one)]))
  if (first === undefined || values.includes(null)) return notFollowed(clause, patterns, low)
  const test = others.reduce<Expression>(
    (left, right) => ({ kind: 'binary', operator: 'or', left, right, span }),
    first,
  )
  return { test, bound: [] }
}

const nameIn = (node: SyntaxNode): SyntaxNode => node.children[0] ?? node

/** A literal (`1`, `-1`, `'a'`, `None`) or a dotted name; null for any other pattern. */
function comparedValue(node: SyntaxNode, low: Lowering): Expression | null {
  if (node.type === 'case_pattern') {
    const [inside] = node.children
    return inside === undefined ? null : comparedValue(inside, low)
  }
  if (literals.has(node.type)) return low.expression(node)
  const [first, ...others] = node.children
  if (node.type !== 'dotted_name' || first === undefined || others.length === 0) return null
  return others.reduce<Expression>((object, one) => {
    const own = low.spanOf({ start: node.start, end: one.end })
    return { kind: 'attribute', object, name: low.textOf(one), nameSpan: low.spanOf(one), span: own }
  }, low.expression(first))
}

const literals = new Set([
  'number',
  'unary_operator',
  'string',
  'concatenated_string',
  'true',
  'false',
  'none',
])

function notFollowed(clause: SyntaxNode, patterns: SyntaxNode[], low: Lowering): Pattern {
  const bound: Statement[] = []
  const open = [...patterns]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const span = low.spanOf(node)
    if (node.type === 'identifier')
      bound.push({ kind: 'assign', targets: [low.target(node)], value: nothingKnown(node, low), span })
    else open.push(...bindingParts(node))
  }
  return { test: nothingKnown(clause, low), bound: bound.reverse() }
}

/** The parts of a pattern that may bind: not the class it names, nor the keyword, nor a dotted value. */
function bindingParts(node: SyntaxNode): SyntaxNode[] {
  if (node.type === 'dict_pattern') return node.children.filter((one) => one.field !== 'key')
  if (node.type === 'class_pattern' || node.type === 'keyword_pattern') return node.children.slice(1)
  return node.type === 'dotted_name' && node.children.length > 1 ? [] : node.children
}
