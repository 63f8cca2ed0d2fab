import type { SyntaxNode } from '../tree.ts'
import { as, leaf, name, node } from './nodes.ts'
import type { Tokens } from './tokens.ts'

/** `import a.b, c as d` @throws fault */
export function importModules(tokens: Tokens): SyntaxNode {
  const { start } = tokens
  tokens.next()
  const names = [imported(tokens, dottedName)]
  while (tokens.accept(',')) names.push(imported(tokens, dottedName))
  return node(tokens, 'import_statement', start, names)
}

/** `from .a.b import c as d, e`, with or without parentheses, and `from a import *`. @throws fault */
export function importFrom(tokens: Tokens): SyntaxNode {
  const { start } = tokens
  tokens.next()
  const from = as('module_name', moduleName(tokens))
  tokens.expect('import')
  const type =
    tokens.text.slice(from.start, from.end) === '__future__'
      ? 'future_import_statement'
      : 'import_from_statement'
  if (tokens.word === '*') return node(tokens, type, start, [from, leaf(tokens, 'wildcard_import')])
  const closing = tokens.accept('(') ? ')' : ''
  const names = [imported(tokens, name)]
  while (tokens.accept(',')) {
    if (tokens.word === closing && closing !== '') break
    names.push(imported(tokens, name))
  }
  if (closing !== '') tokens.expect(closing)
  return node(tokens, type, start, [from, ...names])
}

function moduleName(tokens: Tokens): SyntaxNode {
  const { start } = tokens
  let dots = 0
  while (tokens.accept('.') || tokens.accept('...')) dots += 1
  if (dots > 0 && tokens.word === 'import') return node(tokens, 'relative_import', start)
  dottedName(tokens)
  return node(tokens, dots > 0 ? 'relative_import' : 'dotted_name', start)
}

function imported(tokens: Tokens, read: (tokens: Tokens) => SyntaxNode): SyntaxNode {
  const { start } = tokens
  const module = as('name', read(tokens))
  if (!tokens.accept('as')) return module
  return as('name', node(tokens, 'aliased_import', start, [module, as('alias', name(tokens))]))
}

/** `a.b.c`, also a value that a pattern names. @throws fault */
export function dottedName(tokens: Tokens): SyntaxNode {
  const { start } = tokens
  const parts: SyntaxNode[] = []
  do {
    parts.push(name(tokens))
  } while (tokens.accept('.'))
  return node(tokens, 'dotted_name', start, parts)
}
