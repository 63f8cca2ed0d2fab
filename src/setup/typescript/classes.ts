import type { ts } from 'ts-morph'
import { withPrelude } from '../lowering.ts'
import type { Expression, Parameter, Statement } from '../program.ts'
import { instanceParameter } from './functions.ts'
import { declare, type FunctionExpression, inScope, type Lowering } from './lowering.ts'
import { keyOf } from './targets.ts'

/**
 * A class in Python's shape: the constructor is `__init__`, instance fields and parameter properties are
 * assigned there, `this` is the first parameter of every method. Accessors are left out (their value is unknown).
 */
export function lowerClass(node: ts.ClassLikeDeclaration, low: Lowering, name: string): Statement[] {
  const { ts } = low
  declare(low, name)
  const heritage = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)
  const bases = heritage?.types.map((base) => low.expression(base.expression)) ?? []
  const body = [
    ...constructorOf(node, low, bases.length > 0),
    ...node.members.flatMap((member) => lowerMember(member, low)),
  ]
  return [{ kind: 'class', name, bases, body, span: low.spanOf(node) }]
}

function lowerMember(member: ts.ClassElement, low: Lowering): Statement[] {
  const { ts } = low
  const span = low.spanOf(member)
  if (ts.isClassStaticBlockDeclaration(member)) return low.block(member.body.statements)
  if (member.name === undefined) return []
  const name = keyOf(member.name, low)
  if (name === null) return []
  if (ts.isMethodDeclaration(member) && member.body !== undefined) {
    const shape = { instance: !isStatic(member, low), opening: () => [] }
    return [{ kind: 'define', name, function: low.functionOf(member, shape), span }]
  }
  if (ts.isPropertyDeclaration(member) && isStatic(member, low) && member.initializer !== undefined) {
    const { initializer } = member
    const target = { kind: 'name', name, span: low.spanOf(member.name) } as const
    return withPrelude(low, () => [
      { kind: 'assign', targets: [target], value: low.expression(initializer), span },
    ])
  }
  return []
}

function constructorOf(node: ts.ClassLikeDeclaration, low: Lowering, derived: boolean): Statement[] {
  const { ts } = low
  const written = node.members.filter(ts.isConstructorDeclaration).find((member) => member.body !== undefined)
  if (written !== undefined) {
    const opening = () => [...parameterProperties(written, low), ...fieldsOf(node, low)]
    const lowered = low.functionOf(written, { instance: true, opening })
    return [{ kind: 'define', name: '__init__', function: lowered, span: lowered.span }]
  }
  const span = low.spanOf(node)
  const { result: fields, outer } = inScope(low, () => fieldsOf(node, low))
  if (fields.length === 0) return []
  const body = derived ? [superCall(span), ...fields] : fields
  const rest: Parameter = { name: 'args', default: null, rest: 'positional', pattern: null }
  const parameters = [instanceParameter, rest]
  const lowered: FunctionExpression = { kind: 'function', parameters, body, name: null, outer, span }
  return [{ kind: 'define', name: '__init__', function: lowered, span }]
}

function superCall(span: Statement['span']): Statement {
  const object: Expression = {
    kind: 'call',
    callee: { kind: 'name', name: 'super', span },
    arguments: [],
    span,
  }
  const callee: Expression = { kind: 'attribute', object, name: '__init__', nameSpan: span, span }
  const args: Expression = { kind: 'name', name: 'args', span }
  const value: Expression = {
    kind: 'call',
    callee,
    arguments: [{ name: null, spread: 'positional', value: args, span }],
    span,
  }
  return { kind: 'expression', value, span }
}

/** `constructor(private readonly model: Model)` is `this.model = model`. */
function parameterProperties(node: ts.ConstructorDeclaration, low: Lowering): Statement[] {
  const { ts } = low
  return node.parameters
    .filter((parameter) => ts.isParameterPropertyDeclaration(parameter, node))
    .flatMap((parameter) => {
      if (!ts.isIdentifier(parameter.name)) return []
      return [assignField(parameter.name.text, low.expression(parameter.name), parameter, low)]
    })
}

function fieldsOf(node: ts.ClassLikeDeclaration, low: Lowering): Statement[] {
  const { ts } = low
  return node.members.filter(ts.isPropertyDeclaration).flatMap((member) => {
    const name = keyOf(member.name, low)
    const { initializer } = member
    if (name === null || initializer === undefined || isStatic(member, low)) return []
    return withPrelude(low, () => [assignField(name, low.expression(initializer), member, low)])
  })
}

function assignField(name: string, value: Expression, node: ts.Node, low: Lowering): Statement {
  const span = low.spanOf(node)
  const object: Expression = { kind: 'name', name: 'this', span }
  return { kind: 'assign', targets: [{ kind: 'attribute', object, name, span }], value, span }
}

const isStatic = (member: ts.MethodDeclaration | ts.PropertyDeclaration, low: Lowering) =>
  member.modifiers?.some((modifier) => modifier.kind === low.ts.SyntaxKind.StaticKeyword) ?? false
