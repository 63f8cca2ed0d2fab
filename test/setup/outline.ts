import type { Span } from '../../src/model/span.ts'
import type { Expression, Statement } from '../../src/setup/program.ts'

/**
 * A program as one line for each statement at the top: every node is `(kind line:column-line:column ...)` with its
 * fields in alphabetical order, as python/oracle/outline.py writes it of CPython's syntax tree.
 */
export const outline = (body: readonly Statement[]): string[] => body.map(written)

function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(' ')}]`
  if (value === null) return '-'
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'object') return inAscii(value)
  const fields = comparable(value)
  const shown = Object.keys(fields)
    .filter((key) => !unwritten.has(key))
    .sort()
    .map((key) => written(fields[key]))
  const place = isSpan(fields.span) ? [placeOf(fields.span)] : []
  return `(${[...(typeof fields.kind === 'string' ? [fields.kind] : []), ...place, ...shown].join(' ')})`
}

/** The place of an attribute's name follows from that of its end. */
const unwritten = new Set(['kind', 'span', 'nameSpan'])

const inAscii = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

const isSpan = (value: unknown): value is Span =>
  typeof value === 'object' && value !== null && 'endColumn' in value

const placeOf = ({ line, column, endLine, endColumn }: Span) => `${line}:${column}-${endLine}:${endColumn}`

/** The fields of a node, those left out that CPython's tree has none of. */
function comparable(value: object): Record<string, unknown> {
  const fields: Record<string, unknown> = { ...value }
  if (isNode(value)) return comparableNode(value)
  const named = 'spread' in fields && (fields.name !== null || fields.spread !== null)
  if (!named) delete fields.span
  return fields
}

const isNode = (value: object): value is Expression => 'kind' in value

function comparableNode(node: Expression): Record<string, unknown> {
  if (node.kind === 'name' && node.name.includes('.')) return { ...attributeOf(node) }
  if (node.kind === 'template') return { ...node, parts: joined(node.parts) }
  if (node.kind === 'call' && standsForSyntax(node)) {
    const values = node.arguments.map(({ value }, index) => (index === 0 ? value : plain(value)))
    return { kind: 'call', callee: node.callee.name, arguments: values }
  }
  return { ...node }
}

type Call = Extract<Expression, { kind: 'call' }>
type Name = Extract<Expression, { kind: 'name' }>

/** `{x!r}` is lowered to `repr(x)`, `{a, b}` as a set comprehension to `set([...])`. */
const standsForSyntax = (call: Call): call is Call & { callee: Name } =>
  call.callee.kind === 'name' && placeOf(call.callee.span) === placeOf(call.span)

const plain = (specification: Expression): unknown => {
  if (specification.kind === 'literal') return specification.value
  return specification.kind === 'template'
    ? { kind: 'template', parts: joined(specification.parts) }
    : specification
}

/** The parts of an f-string, texts between its holes in one piece and without a place. */
function joined(parts: readonly Expression[]): unknown[] {
  const all: unknown[] = []
  for (const part of parts) {
    const last = all.at(-1)
    if (part.kind !== 'literal' || typeof part.value !== 'string') all.push(part)
    else if (typeof last === 'string') all[all.length - 1] = last + part.value
    else if (part.value !== '') all.push(part.value)
  }
  return all
}

/** A submodule, which is read by the name `a.b`, as the attribute that was written. */
function attributeOf({ name, span }: Name): Expression {
  const dot = name.lastIndexOf('.')
  const before = name.slice(0, dot)
  const object: Name = {
    kind: 'name',
    name: before,
    span: { ...span, endLine: span.line, endColumn: span.column + before.length },
  }
  return { kind: 'attribute', object, name: name.slice(dot + 1), nameSpan: span, span }
}
