import type { Language, Tree, TreeCursor } from '@vscode/tree-sitter-wasm'

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

/**
 * Copies a tree by cursor: one pass, no recursion, whatever its depth. Each question to the cursor is a call into
 * WASM: tokens that carry no meaning are passed over with the fewest.
 */
export function readTree(tree: Tree): SyntaxTree {
  const cursor = tree.walk()
  const kinds = kindsOf(tree.language)
  const flawed = tree.rootNode.hasError
  const root = nodeAt(cursor, cursor.nodeType, null, cursor.nodeType === 'ERROR')
  const result: SyntaxTree = { root, comments: [], error: null }
  const ancestors: SyntaxNode[] = []
  let last: SyntaxNode | null = root
  for (;;) {
    if (last !== null && !leaves.has(last.type) && cursor.gotoFirstChild()) ancestors.push(last)
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
    last = readNode(cursor, parent, kinds, flawed)
    if (last?.type === 'comment') result.comments.push(last)
    if (last?.broken) {
      parent.broken = true
      result.error ??= last
    }
  }
  if (root.broken) result.error ??= root
  cursor.delete()
  return result
}

/** Reads the cursor's node into its parent; null for a token that is passed over. */
function readNode(cursor: TreeCursor, parent: SyntaxNode, kinds: Kinds, flawed: boolean): SyntaxNode | null {
  const { type, named } = kinds(cursor.nodeTypeId)
  const broken = type === 'ERROR' || (flawed && cursor.nodeIsMissing)
  const field = punctuation.has(type) || withoutRoles.has(parent.type) ? null : cursor.currentFieldName
  const kept = named || field !== null || tokensMatterIn.has(parent.type)
  if (!kept && !broken) return null
  const node = nodeAt(cursor, type, field, broken)
  if (kept && !extras.has(type)) parent.children.push(node)
  return node
}

/** Name of a node type, and whether it is more than a token, by its number in the grammar. */
type Kinds = (id: number) => { type: string; named: boolean }

/** The grammar's own answers, asked once for each type. Its number for errors has no name. */
function kindsOf(language: Language): Kinds {
  const known = new Map<number, ReturnType<Kinds>>()
  return (id) => {
    let kind = known.get(id)
    if (kind === undefined) {
      const type = language.types[id]
      kind = { type: type ?? 'ERROR', named: type === undefined || language.nodeTypeIsNamed(id) }
      known.set(id, kind)
    }
    return kind
  }
}

const nodeAt = (cursor: TreeCursor, type: string, field: string | null, broken: boolean): SyntaxNode => ({
  type,
  field,
  start: cursor.startIndex,
  end: cursor.endIndex,
  children: [],
  broken,
})

/** Tokens that never have a role; a comma may have one, in `for x in a, b`. */
const punctuation = new Set(['.', '(', ')', '[', ']', '{', '}', ':', '='])

/** Nodes whose children are a plain row, none with a role. */
const withoutRoles = new Set([
  ...['module', 'block', 'expression_statement', 'parameters', 'argument_list', 'list', 'tuple'],
  ...['dotted_name', 'string'],
])

/** Nodes that hold no others, but for a text's escape sequences, one node each: they are read from the text instead. */
const leaves = new Set([
  ...['identifier', 'integer', 'float', 'true', 'false', 'none', 'comment'],
  ...['string_start', 'string_content', 'string_end'],
])

const extras = new Set(['comment', 'line_continuation'])

/** Where a token itself carries meaning: the colons of a slice, the `=` of `f'{x=}'`. */
const tokensMatterIn = new Set(['slice', 'interpolation'])

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
