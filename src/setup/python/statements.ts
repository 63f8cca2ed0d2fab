import { withPrelude } from '../lowering.ts'
import type { Statement } from '../program.ts'
import { lowerAssignment, lowerDeletion, lowerUpdate } from './assignments.ts'
import { lowerBranch } from './branches.ts'
import { lowerDefinition } from './definitions.ts'
import { lowerImport } from './imports.ts'
import { callOf, type Lowering, unknownOf } from './lowering.ts'
import { childrenIn, type SyntaxNode } from './tree.ts'

export const lowerBlock = (nodes: readonly SyntaxNode[], low: Lowering): Statement[] =>
  nodes.flatMap((node) => withPrelude(low, () => lowerStatement(node, low)))

/** Python 2's `exec` and what does not parse are unknown. */
function lowerStatement(node: SyntaxNode, low: Lowering): Statement[] {
  return (
    lowerSimple(node, low) ?? lowerDeclarative(node, low) ?? lowerBranch(node, low) ?? [unknownOf(node, low)]
  )
}

function lowerSimple(node: SyntaxNode, low: Lowering): Statement[] | null {
  const span = low.spanOf(node)
  switch (node.type) {
    case 'expression_statement':
      return node.children.flatMap((one) => lowerEffect(one, low))
    case 'return_statement': {
      const [value] = node.children
      return [{ kind: 'return', value: value === undefined ? null : low.expression(value), span }]
    }
    case 'break_statement':
      return [{ kind: 'leave', how: 'break', span }]
    case 'continue_statement':
      return [{ kind: 'leave', how: 'continue', span }]
    case 'raise_statement':
      return [{ kind: 'leave', how: 'raise', span }]
    case 'assert_statement': {
      const [test] = node.children
      return test === undefined ? [] : [{ kind: 'expression', value: low.expression(test), span }]
    }
    case 'delete_statement':
      return lowerDeletion(node, low)
    case 'print_statement': {
      const values = childrenIn(node, 'argument').map((one) => low.expression(one))
      return [{ kind: 'expression', value: callOf('print', values, span), span }]
    }
    default:
      return null
  }
}

function lowerEffect(node: SyntaxNode, low: Lowering): Statement[] {
  if (node.type === 'assignment') return lowerAssignment(node, low)
  if (node.type === 'augmented_assignment') return lowerUpdate(node, low)
  // `...` as a body.
  if (node.type === 'ellipsis') return []
  return [{ kind: 'expression', value: low.expression(node), span: low.spanOf(node) }]
}

function lowerDeclarative(node: SyntaxNode, low: Lowering): Statement[] | null {
  switch (node.type) {
    case 'function_definition':
    case 'class_definition':
    case 'decorated_definition':
      return lowerDefinition(node, low)
    case 'import_statement':
    case 'import_from_statement':
      return lowerImport(node, low)
    case 'global_statement':
    case 'nonlocal_statement':
      for (const name of node.children) low.outer.at(-1)?.add(low.textOf(name))
      return []
    case 'pass_statement':
    case 'future_import_statement':
    case 'type_alias_statement':
      return []
    default:
      return null
  }
}
