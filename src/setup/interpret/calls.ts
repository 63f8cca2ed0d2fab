import type { Span } from '../../model/span.ts'
import { type Dialect, findRow } from '../frameworks/index.ts'
import type { Row } from '../frameworks/table.ts'
import type { Expression } from '../program.ts'
import { evaluateArguments } from './arguments.ts'
import { member } from './attributes.ts'
import { callContainer } from './container-calls.ts'
import { effectOf } from './effects/index.ts'
import { callLayer } from './effects/layers.ts'
import { noteLoss, noteModelCall } from './effects/tape.ts'
import { hyperparameters } from './effects/torch/hyperparameters.ts'
import { callLoss } from './effects/torch/loops.ts'
import { callModule, isModule } from './effects/torch/modules.ts'
import { callTransform } from './effects/torch/transforms.ts'
import { callExpression, fileCallOf, withExpression } from './files/calls.ts'
import { noteTorchDraw } from './files/torch-randomness.ts'
import type { Evaluated, LibraryCall, Machine } from './machine.ts'
import { useMeter } from './measured.ts'
import { isSubclassed, modelOf } from './subclassed.ts'
import { callUnknown } from './unknown-calls.ts'
import type { ClassValue, FunctionValue, InstanceValue } from './values/program.ts'
import { type Scope, unknown, type Value } from './values/value.ts'

type CallNode = Extract<Expression, { kind: 'call' }>

/** Calls whatever the callee is, with the arguments evaluated in order. */
export function evaluateCall(node: CallNode, scope: Scope, machine: Machine): Value {
  const callee = machine.evaluate(node.callee, scope)
  const given = evaluateArguments(node.arguments, scope, machine)
  if (node.callee.kind === 'name' && node.callee.name === 'super')
    return asBase(scope.read('self') ?? scope.read('this') ?? unknown(node.span))
  noteTorchDraw(callee, given, node.callee, machine)
  if (shuffles(callee, node, machine)) machine.record.shufflesLists = true
  const call = fileCallOf(callee, given, node)
  const expression = call === undefined ? undefined : callExpression(call, machine)
  return withExpression(callValue(callee, given, node.span, machine, node), expression, machine)
}

/** A function that puts lists in another order, by its name; datasets are shuffled by a method of their own. */
function shuffles(callee: Value, { callee: written }: CallNode, machine: Machine): boolean {
  const name = written.kind === 'name' || written.kind === 'attribute' ? written.name : ''
  if (!/shuffl|permutation/i.test(name)) return false
  if (callee.kind === 'method')
    return machine.language() === 'javascript' && callee.receiver.kind !== 'stream'
  return callee.kind === 'function' || callee.kind === 'symbol' || callee.kind === 'unknown'
}

/** The same object, seen as an instance of the class that its own extends. */
function asBase(self: Value): Value {
  if (self.kind !== 'instance') return self
  const base = self.class.bases.find((one) => one.kind === 'class')
  const behind = self.behind ?? self
  return { ...self, behind, class: base ?? { ...self.class, bases: [], members: new Map() } }
}

/** Calls a value: a function or class of the program, a layer, a library name, a method. */
export function callValue(
  callee: Value,
  given: Evaluated,
  span: Span,
  machine: Machine,
  node?: CallNode,
): Value {
  switch (callee.kind) {
    case 'function':
      return calledBy(callee, given, span, machine, node)
    case 'partial':
      return callValue(callee.callee, together(callee.given, given), span, machine)
    case 'class':
      return construct(callee, given, span, machine)
    case 'instance':
      if (isModule(callee)) return callModule(callee, given, span, machine)
      if (isSubclassed(callee)) return callValue(modelOf(callee, machine), given, span, machine, node)
      return callMember(callee, ['__call__', 'call', 'forward'], given, span, machine)
    case 'submodule':
      return callModule(callee, given, span, machine)
    case 'layer':
    case 'model':
      if (callee.kind === 'model' && callee.torch === undefined) noteModelCall(callee, span, machine)
      return isModule(callee) ? callModule(callee, given, span, machine) : callLayer(callee, given, span)
    case 'backbone':
      return callLayer(callee, given, span)
    case 'transform':
      return callTransform(callee, given, span, machine)
    case 'loss':
      noteLoss(callee, span, machine)
      return callLoss(callee, given, span, machine)
    case 'symbol':
      return callLibrary(callee.path, null, null, given, span, machine, node)
    case 'method':
      return callMethod(callee, given, span, machine, node)
    default:
      useMeter(callee, '__call__', span, machine)
      return callUnknown(callee, given, span, machine)
  }
}

/** The arguments that a function was given first, and those of its call. */
const together = (first: Evaluated, then: Evaluated): Evaluated => ({
  positional: [...first.positional, ...then.positional],
  keyword: new Map([...first.keyword, ...then.keyword]),
  complete: first.complete && then.complete,
})

/** Calls a function of the program, with the call on record. */
function calledBy(
  callee: FunctionValue,
  given: Evaluated,
  span: Span,
  machine: Machine,
  node: CallNode | undefined,
): Value {
  const { caller } = machine
  machine.caller = node === undefined ? null : { node, of: callee.node }
  try {
    return machine.callFunction(callee, given, span)
  } finally {
    machine.caller = caller
  }
}

function construct(callee: ClassValue, given: Evaluated, span: Span, machine: Machine): Value {
  const inherited = inheritedDataset(callee, given, span, machine)
  if (inherited !== null) return inherited
  const instance: InstanceValue = { kind: 'instance', class: callee, fields: new Map(), span }
  const initialise =
    member(callee, '__init__', instance, machine) ?? member(callee, 'constructor', instance, machine)
  if (initialise?.kind === 'function') {
    const own = hyperparameters(callee, initialise, given, machine)
    if (own !== null) instance.fields.set('hparams', own)
    machine.callFunction(initialise, given, span)
  } else for (const [name, { value }] of given.keyword) instance.fields.set(name, value)
  return instance
}

/** A class that only adds to a dataset (or trainer) of a library, without a constructor of its own, is that one. */
function inheritedDataset(callee: ClassValue, given: Evaluated, span: Span, machine: Machine): Value | null {
  if (callee.members.has('__init__')) return null
  const base = callee.bases.find((one) => one.kind === 'symbol')
  const row = base?.kind === 'symbol' ? findRow(machine.rows, base.path) : undefined
  const kind = row?.meaning.kind
  if (base?.kind !== 'symbol' || (kind !== 'dataset' && kind !== 'trainer-cli')) return null
  return callLibrary(base.path, null, null, given, span, machine)
}

function callMember(
  object: InstanceValue,
  names: string[],
  given: Evaluated,
  span: Span,
  machine: Machine,
): Value {
  for (const name of names) {
    const found = member(object.class, name, object, machine)
    if (found?.kind === 'function') return machine.callFunction(found, given, span)
  }
  return unknown(span)
}

type MethodValue = Extract<Value, { kind: 'method' }>

function callMethod(
  written: MethodValue,
  given: Evaluated,
  span: Span,
  machine: Machine,
  node?: CallNode,
): Value {
  const { name } = written
  const receiver = isSubclassed(written.receiver) ? modelOf(written.receiver, machine) : written.receiver
  const callee = { ...written, receiver }
  // The sizes of an image are no image, and one number of a tensor is no tensor.
  if (receiver.kind === 'tensor' && sizes.has(name)) return unknown(span)
  if (receiver.kind === 'model-tensor' && name === 'item') return unknown(span)
  const contained = callContainer(callee, given, span, machine)
  if (contained !== undefined) return contained
  for (const type of typesOf(receiver, machine.language())) {
    const row = findRow(machine.rows, `${type}.${name}`)
    if (row !== undefined) return callRow(row, callee, given, span, machine, node)
  }
  return useMeter(receiver, name, span, machine) ?? callUnknown(receiver, given, span, machine)
}

const sizes = new Set(['size', 'dim', 'numel', 'get_shape', 'element_size'])

/** The names under which the tables know a value's methods, most special first. */
function typesOf(value: Value, language: Dialect): string[] {
  const types = generalTypes(value)
  return language === 'javascript' ? [...types.map((type) => `tfjs.${type}`), ...types] : types
}

function generalTypes(value: Value): string[] {
  switch (value.kind) {
    case 'stream':
      return [`${value.framework}.Stream`, 'Stream']
    case 'tensor':
    case 'arrays':
      return ['Tensor']
    case 'model-tensor':
      return ['ModelTensor']
    case 'augmenter':
      return ['Augmenter']
    case 'model':
      return ['Model', 'Layer']
    case 'backbone':
      return ['Backbone', 'Layer', 'Model']
    case 'layer':
      return ['Layer']
    case 'layers':
      return ['Submodule', 'Layers']
    case 'submodule':
      return ['Submodule']
    case 'optimizer':
      return ['Optimizer']
    case 'callback':
      return ['Schedule']
    case 'generator':
      return ['Generator']
    case 'parameters':
      return ['Parameters']
    case 'trainer':
      return ['Trainer']
    case 'hub-trainer':
      return ['HubTrainer']
    case 'dataset':
      return ['Dataset']
    case 'dict':
      return ['DatasetDict']
    case 'estimator':
      return ['Estimator']
    case 'transformer':
      return ['Transformer']
    case 'parser':
      return ['Parser']
    case 'constant':
      return [typeof value.value === 'string' ? 'String' : 'Number']
    case 'instance':
      return ['Model']
    case 'unknown':
    case 'method':
    case 'list':
      return ['Unknown']
    default:
      return []
  }
}

function callRow(
  row: Row,
  callee: MethodValue,
  given: Evaluated,
  span: Span,
  machine: Machine,
  node?: CallNode,
): Value {
  const call = libraryCall(row, given, span, callee.name, node)
  return effectOf(row)({ ...call, receiver: callee.receiver, receiverNode: callee.receiverNode }, machine)
}

function callLibrary(
  path: string,
  receiver: Value | null,
  receiverNode: Expression | null,
  given: Evaluated,
  span: Span,
  machine: Machine,
  node?: CallNode,
): Value {
  const row = findRow(machine.rows, path)
  if (row === undefined) return callUnknown(null, given, span, machine, path)
  const written = path.slice(path.lastIndexOf('.') + 1)
  return effectOf(row)({ ...libraryCall(row, given, span, written, node), receiver, receiverNode }, machine)
}

function libraryCall(
  row: Row,
  given: Evaluated,
  span: Span,
  name: string,
  node: CallNode | undefined,
): LibraryCall {
  const callee: Expression = { kind: 'unknown', span, reads: [] }
  return {
    row,
    written: node === undefined ? name : writtenName(node.callee, name),
    receiver: null,
    receiverNode: null,
    node: node ?? { kind: 'call', callee, arguments: [], span },
    arguments: given,
    span,
  }
}

/** `tf.image.random_crop` as the person wrote it; only the last name where the chain begins with a call. */
function writtenName(callee: Expression, name: string): string {
  if (callee.kind === 'name') return callee.name
  if (callee.kind !== 'attribute') return name
  const before = writtenName(callee.object, '')
  return before === '' ? callee.name : `${before}.${callee.name}`
}
