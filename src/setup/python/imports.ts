import type { ImportBinding, Statement } from '../program.ts'
import type { Lowering } from './lowering.ts'
import { child, childOfType, childrenIn, type SyntaxNode } from './tree.ts'

export function lowerImport(node: SyntaxNode, low: Lowering): Statement[] {
  const bindings = node.type === 'import_statement' ? modulesOf(node, low) : namesOf(node, low)
  return bindings.length === 0 ? [] : [{ kind: 'import', bindings, span: low.spanOf(node) }]
}

/**
 * `import a`, `import a.b as c`. `import a.b` binds `a`; the submodule itself is bound to the name `a.b`, which no
 * source can hold, and `a.b` in the program is lowered to that name.
 */
function modulesOf(node: SyntaxNode, low: Lowering): ImportBinding[] {
  return childrenIn(node, 'name').flatMap((one) => {
    const { imported: module, local } = nameAndAlias(one, low)
    if (local !== null) return [{ module, name: null, local }]
    const [top = module] = module.split('.')
    if (top === module) return [{ module, name: null, local: module }]
    low.modules.add(module)
    return [
      { module: top, name: null, local: top },
      { module, name: null, local: module },
    ]
  })
}

/** `from module import a, b as c` and `from module import *`; relative modules keep their dots. */
function namesOf(node: SyntaxNode, low: Lowering): ImportBinding[] {
  const from = child(node, 'module_name')
  if (from === undefined) return []
  const module = low.textOf(from).replace(/\s/g, '')
  if (childOfType(node, 'wildcard_import') !== undefined) return [{ module, name: null, local: '*' }]
  return childrenIn(node, 'name').map((one) => {
    const { imported: name, local } = nameAndAlias(one, low)
    return { module, name, local: local ?? name }
  })
}

function nameAndAlias(node: SyntaxNode, low: Lowering): { imported: string; local: string | null } {
  const alias = child(node, 'alias')
  const name = low.textOf(child(node, 'name') ?? node).replace(/\s/g, '')
  return { imported: name, local: alias === undefined ? null : low.textOf(alias) }
}
