import type { SyntaxNode } from '../tree.ts'
import { collection, suffix } from './brackets.ts'
import type { Grammar } from './grammar.ts'
import { as, leaf, name, node } from './nodes.ts'
import { parameters } from './parameters.ts'
import { strings } from './strings.ts'
import { fault, type Tokens } from './tokens.ts'

/** Every expression but `yield` and a bare list; an `if` behind it belongs to it unless it is `bare`. @throws fault */
export function expression(tokens: Tokens, grammar: Grammar, bare = false): SyntaxNode {
  const { start } = tokens
  if (tokens.word === 'lambda') return lambda(tokens, grammar)
  const first = operation(tokens, grammar, 0)
  if (tokens.word === 'if' && !bare) {
    tokens.next()
    const test = operation(tokens, grammar, 0)
    tokens.expect('else')
    const otherwise = grammar.expression()
    return node(tokens, 'conditional_expression', start, [first, test, otherwise])
  }
  if (tokens.word === ':=' && first.type === 'identifier') {
    tokens.next()
    const value = grammar.expression()
    return node(tokens, 'named_expression', start, [as('name', first), as('value', value)])
  }
  return first
}

function lambda(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start } = tokens
  tokens.next()
  const given = as('parameters', parameters(tokens, grammar, ':'))
  tokens.expect(':')
  return node(tokens, 'lambda', start, [given, as('body', grammar.expression())])
}

/** How strongly operators bind; comparisons of one row are one node. */
const strengths = new Map([
  ['or', 1],
  ['and', 2],
  ...['<', '<=', '==', '!=', '>=', '>', '<>', 'in', 'is', 'not'].map((word): [string, number] => [word, 4]),
  ['|', 5],
  ['^', 6],
  ['&', 7],
  ['<<', 8],
  ['>>', 8],
  ['+', 9],
  ['-', 9],
  ...['*', '@', '/', '%', '//'].map((word): [string, number] => [word, 10]),
  ['**', 12],
])
const negation = 3
const comparison = 4
const sign = 11
const power = 12

/** Operands and operators that bind at least as strongly as `weakest`. @throws fault */
export function operation(tokens: Tokens, grammar: Grammar, weakest: number): SyntaxNode {
  const { start } = tokens
  let left = operand(tokens, grammar, weakest)
  for (;;) {
    if (tokens.word === '' || tokens.kind === 'name') return left
    const strength = strengths.get(tokens.word)
    if (strength === undefined || strength < weakest) return left
    if (strength === comparison) {
      left = comparisons(tokens, grammar, left)
      continue
    }
    const operator = as('operator', leaf(tokens, tokens.word))
    // Powers are taken from the right.
    const right =
      strength === power
        ? grammar.within(() => operation(tokens, grammar, sign))
        : operation(tokens, grammar, strength + 1)
    const type = strength < negation ? 'boolean_operator' : 'binary_operator'
    left = node(tokens, type, start, [as('left', left), operator, as('right', right)])
  }
}

/** `a < b not in c` */
function comparisons(tokens: Tokens, grammar: Grammar, first: SyntaxNode): SyntaxNode {
  const row = [first]
  while (strengths.get(tokens.word) === comparison) {
    const operator = leaf(tokens, tokens.word)
    if (operator.type === 'not') {
      tokens.expect('in')
      operator.type = 'not in'
    } else if (operator.type === 'is' && tokens.accept('not')) operator.type = 'is not'
    row.push(as('operators', operator), operation(tokens, grammar, comparison + 1))
  }
  return node(tokens, 'comparison_operator', first.start, row)
}

function operand(tokens: Tokens, grammar: Grammar, weakest: number): SyntaxNode {
  const { start, word } = tokens
  if (word === 'not' && weakest <= negation) {
    tokens.next()
    const argument = grammar.within(() => operation(tokens, grammar, negation))
    return node(tokens, 'not_operator', start, [as('argument', argument)])
  }
  if (word === '-' || word === '+' || word === '~') {
    const operator = as('operator', leaf(tokens, word))
    const argument = grammar.within(() => operation(tokens, grammar, sign))
    return node(tokens, 'unary_operator', start, [operator, as('argument', argument)])
  }
  if (word === 'await') {
    tokens.next()
    return node(tokens, 'await', start, [grammar.within(() => primary(tokens, grammar))])
  }
  return primary(tokens, grammar)
}

/** An atom and the calls, subscripts and attributes behind it. */
function primary(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start } = tokens
  let one = atom(tokens, grammar)
  for (;;) {
    const { word } = tokens
    if (word === '.') {
      tokens.next()
      one = node(tokens, 'attribute', start, [as('object', one), as('attribute', name(tokens))])
    } else if (word === '(' || word === '[') one = suffix(tokens, grammar, one)
    else return one
  }
}

function atom(tokens: Tokens, grammar: Grammar): SyntaxNode {
  switch (tokens.kind) {
    case 'name':
      return leaf(tokens, 'identifier')
    case 'number':
      return leaf(tokens, 'number')
    case 'string':
    case 'f-string':
      return strings(tokens, grammar)
    case 'keyword': {
      const type = constants.get(tokens.word)
      if (type === undefined) throw fault
      return leaf(tokens, type)
    }
    default:
      return tokens.word === '...' ? leaf(tokens, 'ellipsis') : collection(tokens, grammar)
  }
}

const constants = new Map([
  ['None', 'none'],
  ['True', 'true'],
  ['False', 'false'],
])
