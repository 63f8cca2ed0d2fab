import type { Expression } from '../program.ts'
import { callOf, type Lowering } from './lowering.ts'
import { child, childOfType, childrenOfType, type SyntaxNode } from './tree.ts'

/** A string literal, an f-string, or several written one after another, which Python joins. */
export function lowerString(node: SyntaxNode, low: Lowering): Expression | null {
  const strings = node.type === 'concatenated_string' ? node.children : [node]
  const span = low.spanOf(node)
  const parts: Expression[] = []
  let isText = true
  for (const one of strings) {
    const opening = childOfType(one, 'string_start')
    if (opening === undefined) continue
    const prefix = low.textOf(opening).toLowerCase()
    const holes = childrenOfType(one, 'interpolation')
    // Template strings (PEP 750) are objects, not text.
    if (prefix.includes('t')) isText = false
    const end = one.end - prefix.replace(/^[a-z]+/, '').length
    let from = opening.end
    for (const hole of holes) {
      parts.push(...textPart(from, hole.start, prefix, low), ...lowerInterpolation(hole, prefix, low))
      from = hole.end
    }
    parts.push(...textPart(from, end, prefix, low))
  }
  if (!isText) return { kind: 'unknown', span, reads: parts.filter((part) => part.kind !== 'literal') }
  const texts = parts.map((part) =>
    part.kind === 'literal' && typeof part.value === 'string' ? part.value : null,
  )
  if (texts.every((text) => text !== null)) return { kind: 'literal', value: texts.join(''), span }
  return { kind: 'template', parts, span }
}

/** The characters between two interpolations, as Python reads them; not known where one is called by its name. */
function textPart(start: number, end: number, prefix: string, low: Lowering): Expression[] {
  if (start >= end) return []
  const span = low.spanOf({ start, end })
  const written = low.textOf({ start, end }).replace(/\r\n?/g, '\n')
  const braced = prefix.includes('f') ? written.replace(/\{\{|\}\}/g, (pair) => pair.charAt(0)) : written
  if (prefix.includes('r')) return [{ kind: 'literal', value: braced, span }]
  const inBytes = prefix.includes('b')
  if (!inBytes && /(?<!\\)(?:\\\\)*\\N\{/.test(written)) return [{ kind: 'unknown', span, reads: [] }]
  return [{ kind: 'literal', value: decoded(braced, inBytes), span }]
}

/** `{x}` is x; `{x!r:>8}` is `format(repr(x), '>8')`; `{x=}` is the text `x=` and then `repr(x)`. */
function lowerInterpolation(node: SyntaxNode, prefix: string, low: Lowering): Expression[] {
  const inside = child(node, 'expression')
  if (inside === undefined) return []
  const span = low.spanOf(node)
  const conversion = child(node, 'type_conversion')
  const specifier = child(node, 'format_specifier')
  const equals = childOfType(node, '=')
  const named = equals !== undefined && conversion === undefined && specifier === undefined
  const converter = conversion === undefined ? (named ? '!r' : '') : low.textOf(conversion)
  const name = new Map([
    ['!r', 'repr'],
    ['!s', 'str'],
    ['!a', 'ascii'],
  ]).get(converter)
  const plain = low.expression(inside)
  const value = name === undefined ? plain : callOf(name, [plain], span)
  const shown =
    specifier === undefined ? value : callOf('format', [value, specification(specifier, prefix, low)], span)
  if (equals === undefined) return [shown]
  const end = (conversion ?? specifier)?.start ?? node.end - 1
  const text = low.textOf({ start: node.start + 1, end })
  return [{ kind: 'literal', value: text, span }, shown]
}

function specification(node: SyntaxNode, prefix: string, low: Lowering): Expression {
  const span = low.spanOf(node)
  const text = (start: number, end: number): Expression => ({
    kind: 'literal',
    value: prefix.includes('r') ? low.textOf({ start, end }) : decoded(low.textOf({ start, end }), false),
    span: low.spanOf({ start, end }),
  })
  const parts: Expression[] = []
  let from = node.start + 1
  for (const hole of node.children) {
    parts.push(text(from, hole.start), ...lowerInterpolation(hole, prefix, low))
    from = hole.end
  }
  if (parts.length === 0) return { ...text(from, node.end), span }
  return { kind: 'template', parts: [...parts, text(from, node.end)], span }
}

const escapeSequence =
  /\\(?:(\n)|([\\'"abfnrtv])|([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/g

const named: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/**
 * Escape sequences of the language reference (section 2.4.1.1) but `\N{name}`; one that is none stays as written, which
 * in bytes those of Unicode are.
 */
function decoded(text: string, inBytes: boolean): string {
  return text.replace(escapeSequence, (whole, line, letter, octal, x, u, U) => {
    if (inBytes && (u ?? U) !== undefined) return whole
    if (line !== undefined) return ''
    if (letter !== undefined) return named[letter] ?? letter
    const code = octal === undefined ? Number.parseInt(x ?? u ?? U, 16) : Number.parseInt(octal, 8)
    return code > 0x10ffff ? whole : String.fromCodePoint(code)
  })
}
