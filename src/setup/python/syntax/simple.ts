import type { SyntaxNode } from '../tree.ts'
import type { Grammar } from './grammar.ts'
import { importFrom, importModules } from './imports.ts'
import { endsList } from './lists.ts'
import { as, leaf, name, node } from './nodes.ts'
import { restOfLine } from './recovery.ts'
import { checkedTarget, singleTarget } from './targets.ts'
import { fault, type Tokens } from './tokens.ts'
import { typeParameters } from './type-parameters.ts'

/** A statement that holds no others, up to its line end or `;`. @throws fault */
export function simpleStatement(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start, word, kind } = tokens
  if (kind === 'keyword') {
    switch (word) {
      case 'import':
        return importModules(tokens)
      case 'from':
        return importFrom(tokens)
      case 'return':
      case 'raise':
      case 'del':
        return withValues(tokens, grammar)
      case 'pass':
      case 'break':
      case 'continue':
        return leaf(tokens, `${word}_statement`)
      case 'assert':
        tokens.next()
        return node(tokens, 'assert_statement', start, row(tokens, grammar.expression))
      case 'global':
      case 'nonlocal':
        tokens.next()
        return node(
          tokens,
          `${word}_statement`,
          start,
          row(tokens, () => name(tokens)),
        )
    }
  }
  return kind === 'name' && soft.has(word) ? softStatement(tokens, grammar) : effect(tokens, grammar)
}

/** `return`, `raise` and `del`. */
function withValues(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start, word } = tokens
  tokens.next()
  if (word === 'del')
    return node(tokens, 'delete_statement', start, [checkedTarget(grammar.expressions(), false)])
  const values = endsList(tokens) ? [] : [unnamed(grammar.expressions())]
  if (word === 'raise' && tokens.accept('from')) values.push(grammar.expression())
  return node(tokens, `${word}_statement`, start, values)
}

function row(tokens: Tokens, item: () => SyntaxNode): SyntaxNode[] {
  const items = [item()]
  while (tokens.accept(',')) items.push(item())
  return items
}

const soft = new Set(['print', 'exec', 'type'])

/** Python 2's `print x` and `exec x`, and `type X = int`: names, unless something follows that goes on no expression. */
function softStatement(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const mark = tokens.mark()
  const { start, word } = tokens
  tokens.next()
  const isOperand =
    ['name', 'number', 'string', 'f-string'].includes(tokens.kind) || startsOperand.has(tokens.word)
  if (word === 'type' && tokens.kind === 'name') return alias(tokens, grammar, start)
  if (word === 'print' && (isOperand || tokens.word === '>>')) {
    const stream = tokens.accept('>>') ? grammar.expression() : null
    if (stream !== null) tokens.accept(',')
    const values: SyntaxNode[] = []
    while (!endsList(tokens)) {
      values.push(as('argument', grammar.expression()))
      if (!tokens.accept(',')) break
    }
    return node(tokens, 'print_statement', start, values)
  }
  if (word === 'exec' && isOperand)
    return node(tokens, 'exec_statement', start, row(tokens, grammar.expression))
  tokens.reset(mark)
  return effect(tokens, grammar)
}

const startsOperand = new Set(['None', 'True', 'False', 'lambda', '{', '~'])

function alias(tokens: Tokens, grammar: Grammar, start: number): SyntaxNode {
  name(tokens)
  typeParameters(tokens, grammar)
  tokens.expect('=')
  grammar.expression()
  return node(tokens, 'type_alias_statement', start)
}

/** Python wants `a := b` in parentheses where it is all of a statement or value. @throws fault */
function unnamed(value: SyntaxNode): SyntaxNode {
  if (value.type === 'named_expression') throw fault
  return value
}

/** Assignments and expressions. */
function effect(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start } = tokens
  if (tokens.word === 'yield')
    return node(tokens, 'expression_statement', start, [assigned(tokens, grammar, grammar.value())])
  const first = unnamed(grammar.expressions())
  if (tokens.atLineEnd() || tokens.at(';')) {
    const bare = first.type === 'expression_list' ? first.children : [first]
    return node(tokens, 'expression_statement', start, bare)
  }
  return node(tokens, 'expression_statement', start, [assigned(tokens, grammar, first)])
}

/** `a = b = value`, `a += value`, `a: type = value` behind their first target; the target itself where none follows. */
function assigned(tokens: Tokens, grammar: Grammar, first: SyntaxNode): SyntaxNode {
  const { word } = tokens
  if (word.length > 1 && word.endsWith('=') && !comparisons.has(word)) {
    singleTarget(first)
    const operator = as('operator', leaf(tokens, word))
    const right = as('right', guarded(tokens, grammar))
    return node(tokens, 'augmented_assignment', first.start, [as('left', first), operator, right])
  }
  if (word === ':') {
    singleTarget(first)
    tokens.next()
    grammar.expression()
    const left = as('left', first)
    if (tokens.word !== '=') return node(tokens, 'assignment', first.start, [left])
    tokens.next()
    return node(tokens, 'assignment', first.start, [left, as('right', guarded(tokens, grammar))])
  }
  if (word !== '=') return first
  const targets: SyntaxNode[] = []
  let value = first
  while (tokens.word === '=') {
    targets.push(as('left', checkedTarget(value)))
    tokens.next()
    value = guarded(tokens, grammar)
  }
  return targets.reduceRight(
    (right, left) => node(tokens, 'assignment', left.start, [left, as('right', right)]),
    value,
  )
}

const comparisons = new Set(['==', '!=', '<=', '>='])

/** A value; one that does not parse is nothing known, so that its target is. */
function guarded(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start } = tokens
  try {
    const value = unnamed(grammar.value())
    if (!tokens.atLineEnd() && !tokens.at(';') && !tokens.at('=')) throw fault
    return value
  } catch (reason) {
    return restOfLine(tokens, start, reason)
  }
}
