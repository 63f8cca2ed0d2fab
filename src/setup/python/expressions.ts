import type { Expression } from '../program.ts'
import { lowerCall } from './calls.ts'
import { lowerComprehension } from './comprehensions.ts'
import { lowerLambda } from './functions.ts'
import { type Lowering, nameOf } from './lowering.ts'
import { lowerOperator } from './operators.ts'
import { lowerString } from './strings.ts'
import { child, type SyntaxNode } from './tree.ts'

/** The expression that a node stands for; null when it is one that the program has no form for. */
export function lowerExpression(node: SyntaxNode, low: Lowering): Expression | null {
  return (
    lowerAtom(node, low) ??
    lowerAccess(node, low) ??
    lowerCollection(node, low) ??
    lowerOperator(node, low) ??
    lowerFlow(node, low)
  )
}

function lowerAtom(node: SyntaxNode, low: Lowering): Expression | null {
  const span = low.spanOf(node)
  switch (node.type) {
    case 'identifier':
      return nameOf(node, low)
    case 'number':
      return lowerNumber(node, low)
    case 'string':
    case 'concatenated_string':
      return lowerString(node, low)
    case 'true':
    case 'false':
      return { kind: 'literal', value: node.type === 'true', span }
    case 'none':
      return { kind: 'literal', value: null, span }
    case 'ellipsis':
      return { kind: 'name', name: 'Ellipsis', span }
    default:
      return null
  }
}

/** `1_000`, `0x10`, `1.`, `1e-3`; null for complex numbers, Python 2's `10L` and `010`, and what a double cannot hold. */
function lowerNumber(node: SyntaxNode, low: Lowering): Expression | null {
  const text = low.textOf(node).replaceAll('_', '')
  const value = Number(text)
  return Number.isFinite(value) && !/^0+[1-9]\d*$/.test(text)
    ? { kind: 'literal', value, span: low.spanOf(node) }
    : null
}

function lowerAccess(node: SyntaxNode, low: Lowering): Expression | null {
  const span = low.spanOf(node)
  if (node.type === 'call') return lowerCall(node, low)
  if (node.type === 'attribute') {
    const object = child(node, 'object')
    const name = child(node, 'attribute')
    if (object === undefined || name === undefined) return null
    if (low.modules.has(low.textOf(node))) return nameOf(node, low)
    const nameSpan = low.spanOf(name)
    return { kind: 'attribute', object: low.expression(object), name: low.textOf(name), nameSpan, span }
  }
  if (node.type === 'subscript') {
    const object = child(node, 'value')
    const index = child(node, 'subscript')
    if (object === undefined || index === undefined) return null
    return { kind: 'subscript', object: low.expression(object), index: low.expression(index), span }
  }
  return node.type === 'slice' ? lowerSlice(node, low) : null
}

function lowerSlice(node: SyntaxNode, low: Lowering): Expression {
  const bounds: (SyntaxNode | null)[] = [null]
  for (const one of node.children) {
    if (one.type === ':') bounds.push(null)
    else bounds[bounds.length - 1] = one
  }
  const [from = null, to = null, step = null] = bounds.map((one) =>
    one === null ? null : low.expression(one),
  )
  return { kind: 'slice', from, to, step, span: low.spanOf(node) }
}

function lowerCollection(node: SyntaxNode, low: Lowering): Expression | null {
  const span = low.spanOf(node)
  const items = () => node.children.map((one) => low.expression(one))
  switch (node.type) {
    case 'list':
    case 'set':
      return { kind: 'list', items: items(), span }
    case 'tuple':
    case 'expression_list':
      return { kind: 'tuple', items: items(), span }
    case 'list_splat': {
      const [value] = node.children
      return value === undefined ? null : { kind: 'spread', value: low.expression(value), span }
    }
    case 'dictionary':
      return { kind: 'dict', entries: node.children.flatMap((one) => lowerEntry(one, low)), span }
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      return lowerComprehension(node, low)
    default:
      return null
  }
}

type Entry = Extract<Expression, { kind: 'dict' }>['entries'][number]

function lowerEntry(node: SyntaxNode, low: Lowering): Entry[] {
  const span = low.spanOf(node)
  const key = child(node, 'key')
  const value = child(node, 'value')
  if (key !== undefined && value !== undefined) {
    return [{ key: low.expression(key), value: low.expression(value), span }]
  }
  const [spread] = node.children
  return spread === undefined ? [] : [{ key: null, value: low.expression(spread), span }]
}

/** What changes where a value comes from or goes to: parentheses, `await`, `lambda`, `yield`, `:=`. */
function lowerFlow(node: SyntaxNode, low: Lowering): Expression | null {
  const span = low.spanOf(node)
  const [inner] = node.children
  switch (node.type) {
    // A coroutine is taken for the value that it will hold.
    case 'parenthesized_expression':
    case 'await':
      return inner === undefined ? null : low.expression(inner)
    case 'lambda':
      return lowerLambda(node, low)
    case 'yield': {
      const each = /^yield\s+from\b/.test(low.textOf(node))
      return { kind: 'yield', value: inner === undefined ? null : low.expression(inner), each, span }
    }
    case 'named_expression': {
      const name = child(node, 'name')
      const value = child(node, 'value')
      if (name === undefined || value === undefined) return null
      low.prelude.push({ kind: 'assign', targets: [low.target(name)], value: low.expression(value), span })
      return low.expression(name)
    }
    default:
      return null
  }
}
