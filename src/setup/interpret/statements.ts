import type { Statement, Target } from '../program.ts'
import { extend, itemOf } from './containers.ts'
import { batchOf } from './effects/torch/loaders.ts'
import { branchTests, oneRound, remain, roundOf } from './files/branches.ts'
import { withExpression } from './files/calls.ts'
import type { Context } from './files/growth.ts'
import { binaryExpression, eitherExpression } from './files/operators.ts'
import { type Doubt, join } from './join.ts'
import { executeLoop, loopOver } from './loops.ts'
import type { Frame, Machine } from './machine.ts'
import { binary, randomOf, truthOf } from './operators.ts'
import { picksTrunk } from './parameter-names.ts'
import { noteRound } from './rounds.ts'
import { Variables } from './scope.ts'
import { noteSteering } from './steering.ts'
import { assignTo } from './targets.ts'
import { toggleOf } from './toggles.ts'
import type { ClassValue, ListValue } from './values/program.ts'
import { type Scope, unknown, type Value } from './values/value.ts'

/** Runs a block; true when it ended (return, break, raise). */
export function executeBlock(
  body: readonly Statement[],
  scope: Scope,
  frame: Frame,
  machine: Machine,
): boolean {
  for (const statement of body) if (executeStatement(statement, scope, frame, machine)) return true
  return false
}

function executeStatement(node: Statement, scope: Scope, frame: Frame, machine: Machine): boolean {
  machine.statement = node.span
  switch (node.kind) {
    case 'assign': {
      const value = machine.evaluate(node.value, scope)
      for (const target of node.targets) assignTo(target, value, scope, machine)
      return false
    }
    case 'update':
      update(node, scope, machine)
      return false
    case 'expression':
      evaluateEffect(node, scope, frame, machine)
      return false
    case 'define':
      scope.write(node.name, { kind: 'function', node: node.function, scope, self: null, span: node.span })
      return false
    case 'class':
      scope.write(node.name, classOf(node, scope, machine))
      return false
    case 'return':
      frame.returns.push(
        node.value === null
          ? { kind: 'constant', value: null, span: node.span }
          : machine.evaluate(node.value, scope),
      )
      return true
    case 'leave':
      return true
    case 'if':
      return executeIf(node, scope, frame, machine)
    case 'for':
      executeFor(node, scope, frame, machine)
      return false
    case 'while':
      machine.evaluate(node.test, scope)
      executeLoop(node, scope, frame, machine, {
        bind: () => undefined,
        over: null,
        rounds: machine.record.files.loop(null),
      })
      return false
    case 'with':
      return executeWith(node, scope, frame, machine)
    case 'try': {
      const ended = machine.execute(node.body, scope, frame)
      for (const handler of node.handlers) branch(handler, scope, frame, machine, 'undecided')
      return machine.execute(node.finally, scope, frame) || ended
    }
    case 'import':
      for (const { module, name, local } of node.bindings) {
        if (local !== '*') scope.write(local, machine.importModule(module, name, node.span))
        else importAll(machine.importModule(module, null, node.span), scope, machine)
      }
      return false
    case 'unknown':
      for (const part of node.reads) machine.evaluate(part, scope)
      return false
  }
}

/**
 * Names of phases or folders, alone or with what they stand for, and datasets or parts of a network are few: the body
 * is run for each of them.
 */
const mostNames = 6

/** Any other loop runs its body once, on what its items have in common. */
function executeFor(
  node: Extract<Statement, { kind: 'for' }>,
  scope: Scope,
  frame: Frame,
  machine: Machine,
): void {
  const iterable = machine.evaluate(node.iterable, scope)
  const round = (item: Value, rounds: Context) =>
    executeLoop(node, scope, frame, machine, {
      bind: () => {
        assignTo(node.target, item, scope, machine)
        noteRound(node, scope, machine.record.trace.loops.at(-1), machine.record)
      },
      over: loopOver(iterable, item, machine),
      rounds,
    })
  if (isFew(iterable)) {
    for (const item of iterable.items) round(item, oneRound(node.body))
    return
  }
  const any = anyOf(iterable, node.span, machine)
  const { item, loop } = roundOf(iterable, any, machine)
  round(item, loop)
}

/** What stands for all items; of a layer it is known how certain the loop is to be run. */
function anyOf(iterable: Value, span: Value['span'], machine: Machine): Value {
  if (iterable.kind === 'loader') return batchOf(iterable, machine)
  const item = itemOf(iterable, span)
  return item.kind === 'layers' ? { ...item, undecided: machine.undecided } : item
}

const isFew = (value: Value): value is ListValue =>
  value.kind === 'list' &&
  value.complete &&
  value.items.length > 1 &&
  value.items.length <= mostNames &&
  (value.items.every((item) => isName(item) || (item.kind === 'list' && isName(item.items[0]))) ||
    value.items.every(({ kind }) => things.has(kind)))

/** What a loop changes or goes over, one after the other. */
const things: ReadonlySet<Value['kind']> = new Set([
  'dataset',
  'loader',
  'stream',
  'model',
  'backbone',
  'submodule',
  'layers',
])

const isName = (value: Value | undefined) => value?.kind === 'constant' && typeof value.value === 'string'

/** `with torch.no_grad():` holds for the block. */
function executeWith(
  node: Extract<Statement, { kind: 'with' }>,
  scope: Scope,
  frame: Frame,
  machine: Machine,
): boolean {
  const { trace } = machine.record
  const before = trace.gradients
  for (const { value, target } of node.items) {
    const opened = machine.evaluate(value, scope)
    if (opened.kind === 'gradients') trace.gradients = opened.enabled
    if (target !== null) assignTo(target, opened, scope, machine)
  }
  const ended = machine.execute(node.body, scope, frame)
  trace.gradients = before
  return ended
}

/** `x += 1`; a list grows in place, seen through every name that it has. */
function update(node: Extract<Statement, { kind: 'update' }>, scope: Scope, machine: Machine): void {
  const { target, operator, span } = node
  const before = machine.evaluate(readOf(target), scope)
  const value = machine.evaluate(node.value, scope)
  if (before.kind === 'list' && value.kind === 'list' && operator.startsWith('+')) {
    machine.record.files.extend(before, machine.record.files.of(value))
    extend(before, value.items, value.complete && machine.looping === 0 && machine.undecided === 0)
    return
  }
  const more = operator.startsWith('+') ? machine.record.files.noted(value) : undefined
  if (before.kind === 'list' && more !== undefined) {
    machine.record.files.extend(before, more)
    before.complete = false
    return
  }
  const after = binary(operator, before, value, span, `${operator}=`)
  const expression = binaryExpression(operator.replace(/=$/, ''), before, value, machine)
  assignTo(target, withExpression(after, expression, machine), scope, machine)
}

function evaluateEffect(
  node: Extract<Statement, { kind: 'expression' }>,
  scope: Scope,
  frame: Frame,
  machine: Machine,
): void {
  const { value } = node
  if (value.kind !== 'yield') {
    machine.evaluate(value, scope)
    return
  }
  if (value.value === null) return
  const yielded = machine.evaluate(value.value, scope)
  frame.yields.push(value.each ? itemOf(yielded, value.span) : yielded)
}

/** The expression that reads what a target writes. */
function readOf(target: Target): Parameters<Machine['evaluate']>[0] {
  const { span } = target
  if (target.kind === 'name') return { kind: 'name', name: target.name, span }
  if (target.kind === 'attribute')
    return { kind: 'attribute', object: target.object, name: target.name, nameSpan: span, span }
  if (target.kind === 'subscript')
    return { kind: 'subscript', object: target.object, index: target.index, span }
  return { kind: 'unknown', span, reads: [] }
}

function executeIf(
  node: Extract<Statement, { kind: 'if' }>,
  scope: Scope,
  frame: Frame,
  machine: Machine,
): boolean {
  const test = machine.evaluate(node.test, scope)
  const truth = truthOf(test)
  if (truth !== undefined) {
    const { toggle } = machine
    const nothingElse = truth && node.otherwise.length === 0
    machine.toggle = (nothingElse ? toggleOf(node.test, test, machine) : null) ?? toggle
    try {
      return machine.execute(truth ? node.then : node.otherwise, scope, frame)
    } finally {
      machine.toggle = toggle
    }
  }
  noteSteering(node, test, machine)
  const doubt: Doubt = randomOf(test) === undefined ? 'undecided' : 'chance'
  const tests = branchTests(test, machine)
  const { trace } = machine.record
  const before = scope.snapshot()
  const modes = trace.state()
  const { trunkPicked } = machine
  machine.trunkPicked = picksTrunk(node.test, scope)
  const thenEnded = guarded(node.then, tests.yes, scope, frame, machine)
  machine.trunkPicked = trunkPicked
  const after = scope.snapshot()
  const modesAfter = trace.state()
  scope.restore(before)
  trace.restore(modes)
  const otherwiseEnded = guarded(node.otherwise, tests.no, scope, frame, machine)
  if (thenEnded && otherwiseEnded) return true
  if (thenEnded) remain(node.then, tests.no, machine)
  else if (otherwiseEnded) {
    scope.restore(after)
    trace.restore(modesAfter)
    remain(node.otherwise, tests.yes, machine)
  } else {
    merge(scope, after, doubt, machine, node.span, test)
    trace.mergeState(modesAfter)
  }
  return false
}

/** Runs a block that may not be taken, under a test. */
function guarded(
  body: readonly Statement[],
  test: Context,
  scope: Scope,
  frame: Frame,
  machine: Machine,
): boolean {
  const { context } = machine.record.files
  const depth = context.length
  context.push(test)
  machine.undecided += 1
  try {
    return machine.execute(body, scope, frame)
  } finally {
    machine.undecided -= 1
    context.length = depth
  }
}

function branch(
  body: readonly Statement[],
  scope: Scope,
  frame: Frame,
  machine: Machine,
  doubt: Doubt,
): void {
  const before = scope.snapshot()
  const ended = guarded(body, { kind: 'branch', test: null }, scope, frame, machine)
  if (ended) scope.restore(before)
  else merge(scope, before, doubt, machine, body[0]?.span)
}

function merge(
  scope: Scope,
  other: ReadonlyMap<string, Value>,
  doubt: Doubt,
  machine: Machine,
  span: Value['span'] | undefined,
  test?: Value,
): void {
  for (const [name, value] of other) {
    const own = scope.variables.get(name)
    // Assigned on one side only: reading it elsewhere would be the program's own error.
    const either = own === undefined ? value : join(own, value, doubt, span ?? value.span)
    const joined =
      own === undefined || own === value
        ? either
        : withExpression(either, test && eitherExpression(test, value, own, machine), machine)
    if (joined.kind === 'stream' && own !== value) machine.record.replace([own, value], joined)
    scope.variables.set(name, joined)
  }
}

function classOf(node: Extract<Statement, { kind: 'class' }>, scope: Scope, machine: Machine): ClassValue {
  const inside = new Variables(scope)
  const bases = node.bases.map((base) => machine.evaluate(base, scope))
  machine.execute(node.body, inside, { returns: [], yields: [] })
  return { kind: 'class', name: node.name, bases, members: inside.variables, span: node.span }
}

function importAll(module: Value, scope: Scope, { record }: Machine): void {
  if (module.kind === 'dict') for (const [name, entry] of module.entries) scope.write(name, entry.value)
  else if (module.kind === 'symbol') record.stars.push(module.path)
  else scope.write('*', unknown(module.span))
}
