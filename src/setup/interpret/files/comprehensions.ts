import { callOf, type FileExpression } from '../../../model/file-expression.ts'
import type { Expression } from '../../program.ts'
import { itemOf } from '../containers.ts'
import type { Machine } from '../machine.ts'
import { Variables } from '../scope.ts'
import { assignTo } from '../targets.ts'
import { type Scope, unknown, type Value } from '../values/value.ts'
import { roundOf } from './branches.ts'
import { withExpression } from './calls.ts'

type Comprehension = Extract<Expression, { kind: 'comprehension' }>

/** A list or dict built from a list that is known as an expression; of images, as a list of the one that stands for all. */
export function builtOf(
  node: Comprehension,
  iterable: Value,
  over: FileExpression,
  scope: Scope,
  machine: Machine,
): Value {
  const { context } = machine.record.files
  const { span } = node
  const inside = new Variables(scope)
  const round = roundOf(iterable, itemOf(iterable, span), machine)
  const depth = context.length
  context.push(round.loop)
  machine.looping += 1
  try {
    assignTo(node.target, round.item, inside, machine)
    const tests = node.conditions.map((one) => machine.evaluate(one, inside))
    const element = machine.evaluate(node.element, inside)
    const gives = given(node, element, inside, machine)
    const kept = tests.reduceRight((inner, test) => keptBy(test, inner, machine), gives)
    const id = round.loop.kind === 'loop' ? round.loop.id : 0
    const list = kept && ({ kind: 'each', id, over, gives: kept } as const)
    return withExpression(
      shapeOf(element, iterable, span),
      node.key === null ? list : list && callOf('dict', { pairs: list }),
      machine,
    )
  } finally {
    machine.looping -= 1
    context.length = depth
  }
}

/** The list that one item adds. */
function given(
  node: Comprehension,
  element: Value,
  scope: Scope,
  machine: Machine,
): FileExpression | undefined {
  const value = machine.record.files.of(element)
  if (value === undefined || node.element.kind === 'spread') return value
  if (node.key === null) return { kind: 'list', items: [value] }
  const key = machine.record.files.of(machine.evaluate(node.key, scope))
  return key && { kind: 'list', items: [{ kind: 'list', items: [key, value] }] }
}

function keptBy(
  test: Value,
  inner: FileExpression | undefined,
  machine: Machine,
): FileExpression | undefined {
  const expression = machine.record.files.of(test)
  return expression && inner && { kind: 'if', test: expression, yes: inner, no: { kind: 'list', items: [] } }
}

/** What came out before: nothing but the folder, or images that have all come the same way. */
function shapeOf(element: Value, iterable: Value, span: Value['span']): Value {
  if (element.kind === 'tensor' || element.kind === 'arrays')
    return { kind: 'list', items: [element], complete: false, span }
  if (iterable.kind === 'unknown' && iterable.path !== undefined) return { ...iterable, span }
  return unknown(span)
}
