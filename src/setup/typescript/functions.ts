import type { ts } from 'ts-morph'
import { withPrelude } from '../lowering.ts'
import type { Parameter, Statement } from '../program.ts'
import {
  declare,
  type FunctionExpression,
  type FunctionNode,
  type FunctionShape,
  inScope,
  type Lowering,
} from './lowering.ts'
import { bindingTarget } from './targets.ts'

/** Methods take their instance as a parameter called `this`, as Python's take `self`. */
export const instanceParameter: Parameter = { name: 'this', default: null, rest: null, pattern: null }

/** A function, arrow function or method. `async` changes nothing: a promise is taken for its value. */
export function lowerFunction(node: FunctionNode, low: Lowering, shape?: FunctionShape): FunctionExpression {
  const { ts } = low
  const named = node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : null
  const { result, outer } = inScope(low, () => {
    const parameters = parametersOf(node, low)
    const opening = shape?.opening() ?? []
    return { parameters, body: [...opening, ...bodyOf(node, low)] }
  })
  const parameters = shape?.instance ? [instanceParameter, ...result.parameters] : result.parameters
  return { kind: 'function', parameters, body: result.body, name: named, outer, span: low.spanOf(node) }
}

function parametersOf(node: FunctionNode, low: Lowering): Parameter[] {
  const { ts } = low
  return node.parameters.flatMap((parameter): Parameter[] => {
    const target = bindingTarget(parameter.name, low)
    const name = target.kind === 'name' ? target.name : ''
    if (name === 'this') return []
    return [
      {
        name,
        default: parameter.initializer === undefined ? null : low.expression(parameter.initializer),
        rest: parameter.dotDotDotToken === undefined ? null : 'positional',
        pattern: ts.isIdentifier(parameter.name) ? null : target,
      },
    ]
  })
}

function bodyOf(node: FunctionNode, low: Lowering): Statement[] {
  const { body } = node
  if (body === undefined) return []
  if (low.ts.isBlock(body)) return low.block(body.statements)
  return withPrelude(low, () => {
    const value = low.expression(body)
    return [{ kind: 'return', value, span: value.span }]
  })
}

/** `function name() {}` as a statement. Without a name it is a default export, called `default`. */
export function lowerDeclaration(node: ts.FunctionDeclaration, low: Lowering): Statement[] {
  if (node.body === undefined) return []
  const name = node.name?.text ?? 'default'
  declare(low, name)
  return [{ kind: 'define', name, function: low.functionOf(node), span: low.spanOf(node) }]
}
