import type { Expression, Parameter, Statement } from '../program.ts'
import { argumentsOf } from './calls.ts'
import { lowerFunction } from './functions.ts'
import { callOf, type Lowering, nameOf } from './lowering.ts'
import { child, type SyntaxNode } from './tree.ts'

/** `def`, `class` and what decorates them. */
export function lowerDefinition(node: SyntaxNode, low: Lowering, decorators: SyntaxNode[] = []): Statement[] {
  if (node.type === 'decorated_definition') {
    const definition = child(node, 'definition')
    const found = node.children.filter((one) => one.type === 'decorator')
    return definition === undefined ? [] : lowerDefinition(definition, low, found)
  }
  const name = child(node, 'name')
  if (name === undefined) return []
  return node.type === 'class_definition'
    ? [lowerClass(node, name, low)]
    : lowerDecorated(node, name, low, decorators)
}

/** Keywords among the bases (`metaclass=...`) are left out; field declarations without a value bind nothing. */
function lowerClass(node: SyntaxNode, name: SyntaxNode, low: Lowering): Statement {
  const written = child(node, 'superclasses')
  const bases = written === undefined ? [] : argumentsOf(written, low)
  return {
    kind: 'class',
    name: low.textOf(name),
    bases: bases.filter((base) => base.name === null && base.spread === null).map((base) => base.value),
    body: low.block(child(node, 'body')?.children ?? []),
    span: low.spanOf(node),
  }
}

/** These change how a function is bound or read, so they are kept as the call that a decorator stands for. */
const binding = new Set(['staticmethod', 'classmethod', 'property'])

/** PyTorch's context managers that also decorate: the whole body runs inside them. */
const contexts = /(?:^|\.)(?:no_grad|inference_mode)(?:\(.*\))?$/s

/** What the command line of click gives a function. */
const options = /^(click\.)?option\(/

/** `@click.option('--batch-size', default=32)` gives the parameter `batch_size` its usual value. */
function giveDefault(parameters: Parameter[], option: Expression): void {
  if (option.kind !== 'call') return
  const names = option.arguments.flatMap(({ name, value }) =>
    name === null && value.kind === 'literal' && typeof value.value === 'string' ? [value.value] : [],
  )
  const named = names.find((name) => !name.startsWith('-')) ?? names.find((name) => name.startsWith('--'))
  const usual = option.arguments.find(({ name }) => name === 'default')
  const parameter = parameters.find(({ name }) => name === named?.replace(/^-+/, '').replaceAll('-', '_'))
  if (parameter !== undefined && usual !== undefined) parameter.default ??= usual.value
}

/** A decorated function stays the function that it is, whatever wraps it (`@tf.function`), with these exceptions. */
function lowerDecorated(
  node: SyntaxNode,
  name: SyntaxNode,
  low: Lowering,
  decorators: SyntaxNode[],
): Statement[] {
  const span = low.spanOf(node)
  const lowered = lowerFunction(node, low)
  const named = low.textOf(name)
  const define: Statement = { kind: 'define', name: named, function: lowered, span }
  const statements: Statement[] = [define]
  for (const decorator of decorators) {
    const [written] = decorator.children
    if (written === undefined) continue
    const text = low.textOf(written)
    if (options.test(text)) giveDefault(define.function.parameters, low.expression(written))
    else if (contexts.test(text)) {
      const items = [{ value: called(low.expression(written)), target: null }]
      define.function.body = [{ kind: 'with', items, body: define.function.body, span }]
    } else if (binding.has(text)) {
      const value = callOf(text, [nameOf(name, low)], low.spanOf(decorator))
      const target = { kind: 'name', name: named, span: low.spanOf(name) } as const
      statements.push({ kind: 'assign', targets: [target], value, span })
    }
  }
  return statements
}

/** `@torch.no_grad` is allowed for `@torch.no_grad()`. */
const called = (value: Expression): Expression =>
  value.kind === 'call' ? value : { kind: 'call', callee: value, arguments: [], span: value.span }
