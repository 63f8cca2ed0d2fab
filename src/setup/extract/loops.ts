import type { Read, Span } from '../../model/span.ts'
import type { BatchLoop } from '../../model/training.ts'
import { isModal } from '../interpret/effects/torch/modules.ts'
import type { Recorder } from '../interpret/recorder.ts'
import type { LoopEvent } from '../interpret/trace.ts'
import type { StreamValue } from '../interpret/values/data.ts'
import type { Value } from '../interpret/values/value.ts'
import { type BatchLoopEvents, eventsOf, moduleOf } from './batch-loops.ts'

interface Names {
  pipelineOf(stream: StreamValue): string | null
  modelOf(module: Value): string | null
}

/** A hand-written loop as the rules see it. */
export function describeLoop(batch: BatchLoopEvents, names: Names, record: Recorder): BatchLoop {
  const { loop, training } = batch
  const forward = moduleOf(batch)
  const clearing = clearedIn(batch)
  return {
    role: training ? 'training' : 'evaluation',
    order: loop.start,
    span: loop.span,
    ...(loop.lines === undefined ? {} : { lines: loop.lines }),
    pipeline: loop.stream === null ? null : names.pipelineOf(loop.stream),
    model: forward === null ? null : names.modelOf(forward.module),
    called: forward === null ? null : calledBy(forward.span),
    forward: forward?.span ?? null,
    ...modesOf(batch),
    modal: forward === null ? null : isModal(forward.module, record),
    gradients: gradientsOf(batch),
    ...clearing,
  }
}

/** `model` of `model(images)`. */
function calledBy(span: Span): string | null {
  return /^([A-Za-z_][\w.]*)\(/.exec(span.snippet.slice(span.column - 1))?.[1] ?? null
}

const known = (value: boolean, span: Span | null): Read<boolean> =>
  span === null ? { from: 'default', value } : { from: 'code', value, span }
const notKnown: Read<boolean> = { from: 'unknown', value: null }

/**
 * The mode of the model when it is called, and in later rounds of the loops around: what was not set within a loop is
 * then as that loop left it.
 */
function modesOf(batch: BatchLoopEvents): Pick<BatchLoop, 'training' | 'trainingLater'> {
  const forward = moduleOf(batch)
  if (forward === null) return { training: notKnown, trainingLater: notKnown }
  const { mode, module } = forward
  const training = mode.training === null ? notKnown : known(mode.training, mode.span)
  for (const loop of batch.around) {
    const left = loop.modes.get(module)
    if (left === undefined || mode.order > loop.start) continue
    return { training, trainingLater: left.training === null ? notKnown : known(left.training, left.span) }
  }
  return { training, trainingLater: training }
}

function gradientsOf(batch: BatchLoopEvents): Read<boolean> {
  const flags = eventsOf(batch, 'forward').map(({ gradients }) => gradients)
  if (flags.length === 0 || flags.includes(null)) return notKnown
  return { from: 'default', value: flags.includes(true) }
}

type Clearing = Pick<BatchLoop, 'cleared' | 'backward' | 'step' | 'clear'>

/** Whether gradients are cleared in the innermost loop that holds the step: how often it is run, they are cleared. */
function clearedIn(batch: BatchLoopEvents): Clearing {
  const step = eventsOf(batch, 'step')[0] ?? null
  const backward = eventsOf(batch, 'backward')[0] ?? null
  const places = { backward: backward?.span ?? null, step: step?.span ?? null, clear: null }
  if (step === null || backward === null) return { cleared: 'unknown', ...places }
  const innermost = step.loops.at(-1)
  const inside = batch.events.filter(({ loops }) => innermost !== undefined && loops.includes(innermost))
  const zeros = inside.filter(({ kind }) => kind === 'zero')
  const [zero] = zeros
  if (zero === undefined) {
    const unseen = inside.some(({ kind }) => kind === 'unseen')
    return { cleared: unseen ? 'unknown' : 'no', ...places }
  }
  const lost = zeros.length === 1 && isLost(zero, backward, step, inside)
  return { cleared: lost ? 'lost' : 'yes', ...places, clear: zero.span }
}

/** Cleared behind the only `backward()` and before the only step, in each round. */
function isLost(
  zero: LoopEvent,
  backward: LoopEvent,
  step: LoopEvent,
  inside: readonly LoopEvent[],
): boolean {
  const once = inside.filter(({ kind }) => kind === 'backward' || kind === 'step').length === 2
  const certain = ![zero, backward, step].some(({ undecided }) => undecided)
  const together = zero.loops.at(-1) === step.loops.at(-1) && backward.loops.at(-1) === step.loops.at(-1)
  return once && certain && together && backward.order < zero.order && zero.order < step.order
}
