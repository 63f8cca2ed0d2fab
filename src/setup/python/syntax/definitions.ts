import type { SyntaxNode } from '../tree.ts'
import { argumentList } from './brackets.ts'
import { type Blocks, header } from './headers.ts'
import { as, name, node } from './nodes.ts'
import { parameters } from './parameters.ts'
import { fault } from './tokens.ts'
import { typeParameters } from './type-parameters.ts'

/** `def`, also behind `async`, which is taken and began at `start`. @throws fault */
export function functionDefinition(blocks: Blocks, start: number): SyntaxNode {
  const { tokens } = blocks
  const { indent } = tokens
  tokens.next()
  const named = as('name', name(tokens))
  const given = header(blocks, () => {
    typeParameters(tokens, blocks)
    tokens.expect('(')
    const given = as('parameters', parameters(tokens, blocks, ')'))
    tokens.expect(')')
    if (tokens.accept('->')) blocks.expressions()
    return [given]
  })
  return node(tokens, 'function_definition', start, [named, ...given, as('body', blocks.suite(indent))])
}

/** @throws fault */
export function classDefinition(blocks: Blocks): SyntaxNode {
  const { tokens } = blocks
  const { start, indent } = tokens
  tokens.next()
  const named = as('name', name(tokens))
  const bases = header(blocks, () => {
    typeParameters(tokens, blocks)
    return tokens.word === '(' ? [as('superclasses', argumentList(tokens, blocks))] : []
  })
  return node(tokens, 'class_definition', start, [named, ...bases, as('body', blocks.suite(indent))])
}

/** Decorators and what they decorate. @throws fault */
export function decorated(blocks: Blocks): SyntaxNode {
  const { tokens } = blocks
  const { start } = tokens
  const decorators: SyntaxNode[] = []
  while (tokens.word === '@') {
    const from = tokens.start
    tokens.next()
    decorators.push(node(tokens, 'decorator', from, [blocks.expression()]))
    if (tokens.kind !== 'newline') throw fault
    tokens.next()
  }
  const from = tokens.start
  const isAsync = tokens.word === 'async'
  if (isAsync) tokens.next()
  if (tokens.word !== 'def' && tokens.word !== 'class') throw fault
  const definition = tokens.word === 'def' ? functionDefinition(blocks, from) : classDefinition(blocks)
  return node(tokens, 'decorated_definition', start, [...decorators, as('definition', definition)])
}
