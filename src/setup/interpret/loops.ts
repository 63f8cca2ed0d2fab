import type { Span } from '../../model/span.ts'
import type { Expression, Statement, Target } from '../program.ts'
import { loaderOf, streamOfLoader } from './effects/torch/loaders.ts'
import type { Context } from './files/growth.ts'
import type { Frame, Machine } from './machine.ts'
import { scoreLoop } from './measured.ts'
import { orderOf } from './rounds.ts'
import { linesOf } from './source-texts.ts'
import type { LoopRecord } from './trace.ts'
import type { StreamValue } from './values/data.ts'
import { type Scope, unknown, type Value } from './values/value.ts'

/** What a loop goes over, as far as training is concerned. */
type Over = Pick<LoopRecord, 'loader' | 'stream' | 'count' | 'ordered'>

/** The loader whose batches a loop sees, alone or beside other things; how many rounds a counting loop takes. */
export function loopOver(iterable: Value, item: Value, machine: Machine): Over {
  const known = iterable.kind === 'list' && iterable.complete
  const loader = iterable.kind === 'loader' ? iterable : known ? null : (loaderOf(item) ?? null)
  const stream = loader === null ? datasetOver(iterable) : streamOfLoader(loader, machine)
  const count = iterable.kind === 'list' ? (iterable.count ?? null) : null
  return { loader, stream, count, ...orderOf([iterable]) }
}

/** The dataset of TensorFlow that a loop goes over, alone or beside other things. */
function datasetOver(iterable: Value): StreamValue | null {
  if (iterable.kind === 'stream') return iterable
  return iterable.kind === 'list' ? (iterable.batches ?? null) : null
}

/**
 * Runs a loop body once, for all rounds: constants that it assigns (counters, flags) are unknown in it and behind
 * it, and lists that it fills have an unknown number of items.
 */
export function executeLoop(
  { body, span }: { body: readonly Statement[]; span: Span },
  scope: Scope,
  frame: Frame,
  machine: Machine,
  { bind, over, rounds }: { bind: () => void; over: Over | null; rounds: Context },
): void {
  for (const name of filledIn(body)) {
    const value = scope.read(name)
    // How long it is by now depends on the round.
    if (value?.kind === 'list') value.complete = false
  }
  const { context } = machine.record.files
  const depth = context.length
  try {
    inLoop(span, over, machine, () => {
      vary(body, scope, machine)
      context.push(rounds)
      bind()
      machine.execute(body, scope, frame)
    })
    if (over?.stream != null) scoreLoop(over.stream, body, scope)
  } finally {
    context.length = depth
  }
}

/** What a loop assigns anew differs from round to round: a constant (a counter, a flag) is not known in its body. */
function vary(body: readonly Statement[], scope: Scope, { record }: Machine): void {
  const loop = record.trace.loops.at(-1)
  for (const name of assignedIn(body)) {
    const value = scope.read(name)
    if (value?.kind === 'constant' && value.value !== null) {
      const counter: Value = { ...unknown(value.span), varies: true }
      if (loop !== undefined) record.rounds.set(counter, loop)
      scope.write(name, counter)
    } else if (value !== undefined && value.kind !== 'list' && record.files.noted(value) !== undefined)
      scope.write(name, forgotten(value))
  }
}

/** Runs what a loop repeats once, with the loop on record. */
export function inLoop<T>(span: Span, over: Over | null, machine: Machine, run: () => T): T {
  const { record } = machine
  const lines = linesOf(span, machine)?.slice(span.line - 1, span.endLine)
  const loop: LoopRecord = {
    span,
    ...(lines === undefined ? {} : { lines }),
    ...(over ?? { loader: null, stream: null, count: null }),
    start: record.next(),
    end: 0,
    modes: new Map(),
  }
  machine.looping += 1
  record.trace.loops.push(loop)
  try {
    return run()
  } finally {
    machine.looping -= 1
    record.trace.loops.pop()
    loop.end = record.next()
    loop.modes = new Map([...record.trace.modes].filter(([, { order }]) => order > loop.start))
  }
}

/** What a loop assigns anew is, in its body, of this round or of the one before: which files it means is not known. */
function forgotten(value: Value): Value {
  if (value.kind === 'tensor') {
    const { file: _, ...rest } = value
    return rest
  }
  if (value.kind === 'arrays' || value.kind === 'stream') {
    const { samples: _, ...rest } = value
    return rest
  }
  return { ...value }
}

/** Names of lists that statements add to. */
function filledIn(body: readonly Statement[]): string[] {
  return body.flatMap((node) => {
    if (node.kind === 'expression') return receiverOfGrowth(node.value)
    if (node.kind === 'if') return filledIn([...node.then, ...node.otherwise])
    if (node.kind === 'try') return filledIn([...node.body, ...node.handlers.flat(), ...node.finally])
    return node.kind === 'for' || node.kind === 'while' || node.kind === 'with' ? filledIn(node.body) : []
  })
}

function receiverOfGrowth(node: Expression): string[] {
  if (node.kind !== 'call' || node.callee.kind !== 'attribute' || node.callee.object.kind !== 'name')
    return []
  return ['append', 'extend', 'insert', 'push'].includes(node.callee.name) ? [node.callee.object.name] : []
}

/** Names that statements assign, those in nested blocks included. */
function assignedIn(body: readonly Statement[]): Set<string> {
  return new Set(body.flatMap(namesOf))
}

function namesOf(node: Statement): string[] {
  switch (node.kind) {
    case 'assign':
      return node.targets.flatMap(namesIn)
    case 'update':
      return namesIn(node.target)
    case 'if':
      return [...node.then, ...node.otherwise].flatMap(namesOf)
    case 'for':
      return [...namesIn(node.target), ...node.body.flatMap(namesOf)]
    case 'while':
    case 'with':
      return node.body.flatMap(namesOf)
    case 'try':
      return [...node.body, ...node.handlers.flat(), ...node.finally].flatMap(namesOf)
    default:
      return []
  }
}

function namesIn(target: Target): string[] {
  if (target.kind === 'name') return [target.name]
  if (target.kind === 'tuple') return target.items.flatMap(namesIn)
  if (target.kind === 'record') return target.entries.flatMap((entry) => namesIn(entry.target))
  return target.kind === 'star' ? namesIn(target.target) : []
}
