import type { ts } from 'ts-morph'
import type { Expression, Statement } from '../program.ts'
import { lowerRequire } from './imports.ts'
import type { Lowering } from './lowering.ts'
import { bindingTarget } from './targets.ts'

/** `const a = 1, { b } = c`; a variable without a value holds null until it is assigned. */
export function lowerVariables(list: ts.VariableDeclarationList, low: Lowering): Statement[] {
  return list.declarations.flatMap((declaration) => {
    const imported = lowerRequire(declaration, low)
    if (imported !== null) return [imported]
    const span = low.spanOf(declaration)
    const nothing: Expression = { kind: 'literal', value: null, span }
    const { initializer } = declaration
    const value = initializer === undefined ? nothing : low.expression(initializer)
    return [{ kind: 'assign', targets: [bindingTarget(declaration.name, low)], value, span }]
  })
}
