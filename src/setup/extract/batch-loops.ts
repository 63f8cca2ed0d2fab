import { ownersOf } from '../interpret/effects/torch/parameters.ts'
import type { LoopEvent, LoopRecord } from '../interpret/trace.ts'
import type { Value } from '../interpret/values/value.ts'

type Of<Kind extends LoopEvent['kind']> = Extract<LoopEvent, { kind: Kind }>

/** What happened in one execution of a loop over batches, in program order. */
export interface BatchLoopEvents {
  loop: LoopRecord
  /** Loops around it, outermost first. */
  around: readonly LoopRecord[]
  events: LoopEvent[]
  training: boolean
}

/** The events of each execution of a loop in which a model is called or trained. */
export function batchLoopsOf(events: readonly LoopEvent[]): BatchLoopEvents[] {
  const found = new Map<LoopRecord, BatchLoopEvents>()
  for (const event of events) {
    // Gradients that a loop over optimizers clears are cleared for the loops around it, too.
    const places = event.kind === 'zero' ? event.loops.map((_, at) => at) : [batchLoopAt(event)]
    for (const at of places) {
      const loop = event.loops[at]
      if (loop === undefined) continue
      const known = found.get(loop) ?? { loop, around: event.loops.slice(0, at), events: [], training: false }
      known.events.push(event)
      found.set(loop, known)
    }
  }
  return [...found.values()]
    .map((one) => ({ ...one, training: trains(one.events) }))
    .filter(({ events: own }) => own.some(({ kind }) => kind === 'forward' || kind === 'step'))
    .sort((a, b) => a.loop.start - b.loop.start)
}

/** The innermost loop over a loader, else the innermost loop; -1 outside of loops. */
function batchLoopAt({ loops }: LoopEvent): number {
  const over = loops.findLastIndex(({ loader }) => loader !== null)
  return over === -1 ? loops.length - 1 : over
}

/** Also a call that gets the optimizer may train. */
const trains = (events: readonly LoopEvent[]): boolean =>
  events.some(
    (event) =>
      event.kind === 'backward' ||
      event.kind === 'step' ||
      (event.kind === 'unseen' && event.gets.some(({ kind }) => kind === 'optimizer')),
  )

export const eventsOf = <Kind extends LoopEvent['kind']>(
  { events }: Pick<BatchLoopEvents, 'events'>,
  kind: Kind,
): Of<Kind>[] => events.filter((event): event is Of<Kind> => event.kind === kind)

/**
 * The model of a loop: the one whose parameters its optimizer was given, else the first that is called and has a
 * pretrained network, else the first.
 */
export function moduleOf(loop: Pick<BatchLoopEvents, 'events'>): Of<'forward'> | null {
  const calls = eventsOf(loop, 'forward')
  const trained = eventsOf(loop, 'step').flatMap(({ optimizer }) =>
    optimizer === null ? [] : ownersOf(optimizer),
  )
  const own = calls.find(({ module }) => trained.includes(module))
  if (own !== undefined) return own
  return calls.find(({ tensor }) => tensor?.backbone != null) ?? calls[0] ?? null
}

/** A loop that evaluates the model of a training loop within the same outer loop. */
export function validationOf(
  training: BatchLoopEvents,
  all: readonly BatchLoopEvents[],
): BatchLoopEvents | null {
  const module = moduleOf(training)?.module
  const beside = all.filter(
    (one) =>
      !one.training &&
      one.loop.stream !== null &&
      one.loop.stream !== training.loop.stream &&
      moduleOf(one)?.module === module &&
      one.around.some((loop) => training.around.includes(loop)),
  )
  return beside.find(({ loop }) => loop.start > training.loop.start) ?? beside[0] ?? null
}

/** How often a training loop is run: by the innermost loop around it that counts, or itself without a loader. */
export function epochsOf({ loop, around }: BatchLoopEvents): Value | null {
  if (loop.loader === null && loop.count !== null) return loop.count
  return around.findLast(({ count }) => count !== null)?.count ?? null
}
