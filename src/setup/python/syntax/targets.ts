import type { SyntaxNode } from '../tree.ts'
import { fault } from './tokens.ts'

const targets = new Set(['identifier', 'attribute', 'subscript'])
const rows = new Set(['tuple', 'list', 'expression_list', 'pattern_list', 'parenthesized_expression'])

/** Something that Python assigns to, or without `stars` deletes. @throws fault where it is not */
export function checkedTarget(one: SyntaxNode, stars = true): SyntaxNode {
  const open = [one]
  for (let target = open.pop(); target !== undefined; target = open.pop()) {
    if (rows.has(target.type) || (stars && target.type === 'list_splat')) open.push(...target.children)
    else if (!targets.has(target.type)) throw fault
  }
  return one
}

/** The target of `a += b` and `a: b`, which is no row. @throws fault where it is */
export function singleTarget(one: SyntaxNode): void {
  let target: SyntaxNode | undefined = one
  while (target?.type === 'parenthesized_expression') target = target.children[0]
  if (target === undefined || !targets.has(target.type)) throw fault
}
