import { depthBound } from '../lowering.ts'
import type { Expression, Program, Statement } from '../program.ts'
import { lowerExpression } from './expressions.ts'
import { type Lowering, nothingKnown, unknownOf } from './lowering.ts'
import { type SpanAt, spanner } from './spans.ts'
import { lowerBlock } from './statements.ts'
import { suppressionsOf } from './suppressions.ts'
import { parseTree } from './syntax/parse.ts'
import { lowerTarget } from './targets.ts'
import type { SyntaxNode } from './tree.ts'

/** Expressions, targets and blocks nested deeper than this are not followed: no person writes them. */
const deepest = 150

/** What one file or one notebook cell contributes to a Program. */
export type Lowered = Pick<Program, 'body' | 'suppressions' | 'gaps'>

/**
 * Lowers one Python file to the Program that the interpreter runs. Purely syntactic: nothing is resolved or
 * executed. Never throws: what does not parse is named in `gaps`, and the rest is lowered.
 */
export function parsePython(file: { path: string; text: string }): Program {
  const lowered = lowerText(file.text, spanner(file.text, file.path), new Set())
  return { path: file.path, language: 'python', ...lowered }
}

/** `modules` collects the dotted imports; the cells of a notebook share it. `indented`: all lines may be. */
export function lowerText(text: string, spanAt: SpanAt, modules: Set<string>, indented = false): Lowered {
  const { root, comments, error } = parseTree(text, indented)
  const low = loweringOf(text, spanAt, modules)
  return {
    body: low.block(root.children),
    suppressions: suppressionsOf(comments, text, spanAt),
    gaps:
      error === null ? [] : [{ reason: 'does not parse as Python', span: spanAt(error.start, error.end) }],
  }
}

/** Ties the parts of the lowering together and bounds their depth, so that no input exhausts the stack. */
function loweringOf(text: string, spanAt: SpanAt, modules: Set<string>): Lowering {
  const bounded = depthBound(deepest)
  const low: Lowering = {
    textOf: (node) => text.slice(node.start, node.end),
    spanOf: ({ start, end }) => spanAt(start, end),
    expression: (node) =>
      bounded<Expression>(
        () => nothingKnown(node, low),
        () => lowerExpression(node, low) ?? unknownOf(node, low),
      ),
    target: (node) =>
      bounded(
        () => ({ kind: 'name', name: '_', span: low.spanOf(node) }),
        () => lowerTarget(node, low),
      ),
    block: (nodes) =>
      bounded<Statement[]>(
        () => nodes.map((node) => notFollowed(node, low)),
        () => lowerBlock(nodes, low),
      ),
    prelude: [],
    outer: [],
    modules,
  }
  return low
}

const notFollowed = (node: SyntaxNode, low: Lowering): Statement => ({
  kind: 'unknown',
  span: low.spanOf(node),
  reads: [],
})
