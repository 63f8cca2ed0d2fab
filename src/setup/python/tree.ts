/** A node of the concrete syntax: without comments, keywords and punctuation. */
export interface SyntaxNode {
  /** The grammar's name of the node, or the operator's text. */
  type: string
  /** The role in the parent, where it has one. */
  field: string | null
  /** Offsets in UTF-16 code units, end exclusive. */
  start: number
  end: number
  children: SyntaxNode[]
}

export interface SyntaxTree {
  /** The statements. */
  root: SyntaxNode
  comments: SyntaxNode[]
  /** The first place that does not parse. */
  error: { start: number; end: number } | null
}

/** The first child in a role. */
export const child = (node: SyntaxNode, field: string): SyntaxNode | undefined =>
  node.children.find((one) => one.field === field)

/** All children in a role; null for those that have none. */
export const childrenIn = (node: SyntaxNode, field: string | null): SyntaxNode[] =>
  node.children.filter((one) => one.field === field)

export const childOfType = (node: SyntaxNode, type: string): SyntaxNode | undefined =>
  node.children.find((one) => one.type === type)

export const childrenOfType = (node: SyntaxNode, type: string): SyntaxNode[] =>
  node.children.filter((one) => one.type === type)
