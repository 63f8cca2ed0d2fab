import type { Tree, TreeCursor } from '@vscode/tree-sitter-wasm'

/** A node of the concrete syntax, read out of WASM memory: without comments, keywords and punctuation. */
export interface SyntaxNode {
  /** The grammar's name of the node, or the operator's text where the grammar keeps it as a field. */
  type: string
  /** The role in the parent, where the grammar names it. */
  field: string | null
  /** Offsets in UTF-16 code units, end exclusive. */
  start: number
  end: number
  children: SyntaxNode[]
  /** A syntax error in it or below it. */
  broken: boolean
}

export interface SyntaxTree {
  root: SyntaxNode
  comments: SyntaxNode[]
  /** The first place that does not parse. */
  error: SyntaxNode | null
}

/** Copies a tree by cursor: one pass, no recursion, whatever its depth. */
export function readTree(tree: Tree): SyntaxTree {
  const cursor = tree.walk()
  const root = nodeAt(cursor)
  const result: SyntaxTree = { root, comments: [], error: null }
  const ancestors: SyntaxNode[] = []
  let last = root
  for (;;) {
    // Escape sequences, one node each, are read from the text instead.
    if (last.type !== 'string_content' && cursor.gotoFirstChild()) ancestors.push(last)
    else {
      while (ancestors.length > 0 && !cursor.gotoNextSibling()) {
        cursor.gotoParent()
        const closed = ancestors.pop()
        const enclosing = ancestors.at(-1)
        if (closed?.broken && enclosing !== undefined) enclosing.broken = true
      }
    }
    const parent = ancestors.at(-1)
    if (parent === undefined) break
    last = nodeAt(cursor)
    if (last.type === 'comment') result.comments.push(last)
    if (last.broken) {
      parent.broken = true
      result.error ??= last
    }
    if (isKept(last, cursor, parent)) parent.children.push(last)
  }
  if (root.broken) result.error ??= root
  cursor.delete()
  return result
}

const nodeAt = (cursor: TreeCursor): SyntaxNode => ({
  type: cursor.nodeType,
  field: cursor.currentFieldName,
  start: cursor.startIndex,
  end: cursor.endIndex,
  children: [],
  broken: cursor.nodeType === 'ERROR' || cursor.nodeIsMissing,
})

const extras = new Set(['comment', 'line_continuation'])

/** Where a token itself carries meaning: the colons of a slice, the `=` of `f'{x=}'`. */
const tokensMatterIn = new Set(['slice', 'interpolation'])

function isKept(node: SyntaxNode, cursor: TreeCursor, parent: SyntaxNode): boolean {
  if (cursor.nodeIsNamed) return !extras.has(node.type)
  return node.field !== null || tokensMatterIn.has(parent.type)
}

/** The first child in a role. */
export const child = (node: SyntaxNode, field: string): SyntaxNode | undefined =>
  node.children.find((one) => one.field === field)

/** All children in a role; null for those that the grammar gives none. */
export const childrenIn = (node: SyntaxNode, field: string | null): SyntaxNode[] =>
  node.children.filter((one) => one.field === field)

export const childOfType = (node: SyntaxNode, type: string): SyntaxNode | undefined =>
  node.children.find((one) => one.type === type)

export const childrenOfType = (node: SyntaxNode, type: string): SyntaxNode[] =>
  node.children.filter((one) => one.type === type)
