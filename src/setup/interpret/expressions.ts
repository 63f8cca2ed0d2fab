import { callOf } from '../../model/file-expression.ts'
import { findRow } from '../frameworks/index.ts'
import type { Expression } from '../program.ts'
import { attribute } from './attributes.ts'
import { boundedItems, longestText } from './bounds.ts'
import { evaluateCall } from './calls.ts'
import { comprehension } from './comprehensions.ts'
import { isDataset, sampleOf } from './effects/torch/datasets.ts'
import { isFileCall, withExpression } from './files/calls.ts'
import {
  attributeExpression,
  binaryExpression,
  eitherExpression,
  subscriptExpression,
  templateExpression,
  unaryExpression,
} from './files/operators.ts'
import { noteTorchRead } from './files/torch-randomness.ts'
import { join } from './join.ts'
import type { Machine } from './machine.ts'
import { binary, randomOf, truthOf } from './operators.ts'
import { plain } from './read-value.ts'
import { subscript } from './subscript.ts'
import { countUnseen, noteComparison, traceOf } from './traces.ts'
import type { DictValue } from './values/program.ts'
import { type Scope, unknown, type Value } from './values/value.ts'

/** The abstract value of an expression. */
export function evaluateExpression(node: Expression, scope: Scope, machine: Machine): Value {
  const { span } = node
  switch (node.kind) {
    case 'literal':
      return { kind: 'constant', value: node.value, span }
    case 'name':
      return readName(node.name, node, scope, machine)
    case 'attribute': {
      const object = machine.evaluate(node.object, scope)
      return withExpression(
        attribute(object, node, machine),
        attributeExpression(object, node.name, machine),
        machine,
      )
    }
    case 'subscript':
      return evaluateSubscript(node, scope, machine)
    case 'call':
      return evaluateCall(node, scope, machine)
    case 'list':
    case 'tuple':
      return listOf(node.items, scope, machine, span)
    case 'dict':
      return dictOf(node, scope, machine)
    case 'binary':
      return evaluateBinary(node, scope, machine)
    case 'unary':
      return evaluateUnary(node, scope, machine)
    case 'conditional':
      return conditional(node, scope, machine)
    case 'template':
      return template(node, scope, machine)
    case 'function':
      return { kind: 'function', node, scope, self: null, span }
    case 'comprehension':
      return comprehension(node, scope, machine)
    case 'spread':
      return machine.evaluate(node.value, scope)
    case 'slice':
    case 'yield':
      return unknown(span)
    case 'unknown':
      for (const part of node.reads) machine.evaluate(part, scope)
      return unknown(span)
  }
}

function readName(name: string, node: Expression, scope: Scope, machine: Machine): Value {
  const value = scope.read(name)
  if (value !== undefined) return value
  const path = `${machine.language()}.${name}`
  if (machine.rows.has(path) || builtIns.has(path) || isFileCall(path))
    return { kind: 'symbol', path, span: node.span }
  if (name === '__file__') return machine.record.files.set(unknown(node.span), callOf('script', {}))
  if (name === '__name__') return { kind: 'constant', value: '__main__', span: node.span }
  // `...` in a template: whatever the person puts there.
  if (name === 'Ellipsis') return unknown(node.span)
  if (name === 'undefined') return { kind: 'constant', value: null, span: node.span }
  const imported = machine.record.stars
    .map((library) => `${library}.${name}`)
    .findLast((one) => findRow(machine.rows, one) !== undefined)
  return imported === undefined
    ? { kind: 'unknown', span: node.span, undefined: name }
    : { kind: 'symbol', path: imported, span: node.span }
}

/** Names that the language itself defines and whose members the tables know. */
const builtIns = new Set(['javascript.Math', 'javascript.process', 'javascript.console', 'javascript.Object'])

function listOf(
  nodes: readonly Expression[],
  scope: Scope,
  machine: Machine,
  span: Expression['span'],
): Value {
  const items: Value[] = []
  let complete = true
  for (const node of nodes) {
    const value = machine.evaluate(node, scope)
    if (node.kind !== 'spread') items.push(value)
    else if (value.kind === 'list') {
      items.push(...value.items)
      complete &&= value.complete
    } else complete = false
  }
  return machine.record.files.begin({ kind: 'list', ...boundedItems(items, complete), span })
}

function dictOf(node: Extract<Expression, { kind: 'dict' }>, scope: Scope, machine: Machine): Value {
  const { span } = node
  const { undecided } = machine
  const dict: DictValue = { kind: 'dict', entries: new Map(), complete: true, undecided, span }
  for (const entry of node.entries) {
    const value = machine.evaluate(entry.value, scope)
    if (entry.key !== null) {
      const key = plain(machine.evaluate(entry.key, scope))
      if (key === undefined) dict.complete = false
      else dict.entries.set(String(key), { value, span: entry.span })
    } else if (value.kind === 'dict') {
      for (const [key, own] of value.entries) dict.entries.set(key, own)
      dict.complete &&= value.complete
    } else dict.complete = false
  }
  return dict
}

function evaluateBinary(
  node: Extract<Expression, { kind: 'binary' }>,
  scope: Scope,
  machine: Machine,
): Value {
  const left = machine.evaluate(node.left, scope)
  const right = machine.evaluate(node.right, scope)
  noteComparison([left, right], node.span, machine.record)
  const result = binary(node.operator, left, right, node.span, nameOf(node))
  return withExpression(result, binaryExpression(node.operator, left, right, machine), machine)
}

function evaluateUnary(node: Extract<Expression, { kind: 'unary' }>, scope: Scope, machine: Machine): Value {
  const operand = machine.evaluate(node.operand, scope)
  const result = unary(node.operator, operand, node.span)
  return withExpression(result, unaryExpression(node.operator, operand, machine), machine)
}

function evaluateSubscript(
  node: Extract<Expression, { kind: 'subscript' }>,
  scope: Scope,
  machine: Machine,
): Value {
  const object = machine.evaluate(node.object, scope)
  noteTorchRead(object, machine)
  if (isDataset(object) && node.index.kind !== 'slice') return sampleOf(object, machine)
  if (object.kind === 'method' && object.name === 'shape' && object.receiver.kind === 'unknown')
    return { ...unknown(node.span), trace: countUnseen(object.receiver, node.span, machine.record) }
  const known = new Map<Expression, Value>()
  // Asked for twice, a part of the index is still evaluated once.
  const evaluate = (part: Expression) => {
    const value = known.get(part) ?? machine.evaluate(part, scope)
    known.set(part, value)
    return value
  }
  const result = subscript(object, node.index, node.span, evaluate)
  return withExpression(result, subscriptExpression(object, node.index, evaluate, machine), machine)
}

/** `tf.image.x(...) * 2` is shown by its operator and number, as written. */
function nameOf(node: Extract<Expression, { kind: 'binary' }>): string {
  const number = node.right.kind === 'literal' ? String(node.right.value) : ''
  return `${node.operator} ${number}`.trim()
}

function unary(operator: string, operand: Value, span: Expression['span']): Value {
  if (operator === 'await') return operand
  const random = randomOf(operand)
  if (random !== undefined) return { kind: 'unknown', span, random }
  if (operand.kind === 'tensor')
    return operator === '-' ? binary('*', operand, { kind: 'constant', value: -1, span }, span) : operand
  const truth = truthOf(operand)
  if ((operator === 'not' || operator === '!') && truth !== undefined)
    return { kind: 'constant', value: !truth, span }
  // A count stays one: `-(-len(x) // size)` rounds up, `~~(n / size)` down.
  const trace = traceOf(operand)
  if (operand.kind !== 'constant') return { ...unknown(span), ...(trace?.what === 'count' && { trace }) }
  if (typeof operand.value !== 'number') return unknown(span)
  if (operator === '-') return { kind: 'constant', value: -operand.value, span }
  return operator === '+' ? operand : unknown(span)
}

function conditional(
  node: Extract<Expression, { kind: 'conditional' }>,
  scope: Scope,
  machine: Machine,
): Value {
  const test = machine.evaluate(node.test, scope)
  const truth = truthOf(test)
  if (truth !== undefined) return machine.evaluate(truth ? node.then : node.otherwise, scope)
  const then = machine.evaluate(node.then, scope)
  const otherwise = machine.evaluate(node.otherwise, scope)
  const joined = join(then, otherwise, randomOf(test) === undefined ? 'undecided' : 'chance', node.span)
  return withExpression(joined, eitherExpression(test, then, otherwise, machine), machine)
}

function template(node: Extract<Expression, { kind: 'template' }>, scope: Scope, machine: Machine): Value {
  const parts = node.parts.map((part) => machine.evaluate(part, scope))
  const texts = parts.map((part) => plain(part))
  if (texts.every((text) => typeof text === 'string' || typeof text === 'number')) {
    const value = texts.join('')
    return value.length > longestText ? unknown(node.span) : { kind: 'constant', value, span: node.span }
  }
  const last = parts.at(-1)
  const text: Value = {
    kind: 'unknown',
    span: node.span,
    ...(last?.kind === 'constant' ? { path: last } : {}),
  }
  return withExpression(text, templateExpression(parts, machine), machine)
}
