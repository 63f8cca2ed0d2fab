import type { FitRecord, Recorder, TapeEvent, UseRecord } from '../interpret/recorder.ts'
import type { LoopRecord } from '../interpret/trace.ts'
import type { StreamValue } from '../interpret/values/data.ts'
import type { ModelValue } from '../interpret/values/networks.ts'
import { type Bound, unknown } from '../interpret/values/value.ts'

type Of<Kind extends TapeEvent['kind']> = Extract<TapeEvent, { kind: Kind }>

/**
 * What loops over datasets train by hand (`tf.GradientTape` and `apply_gradients`), as calls of `fit` would tell it,
 * and the datasets that such loops only call the model on.
 */
export function tapeFits(record: Recorder): { fits: FitRecord[]; uses: UseRecord[] } {
  const { tape } = record
  const steps = tape.filter((event): event is Of<'step'> => event.kind === 'step')
  const training = new Set(steps.map(({ loops }) => overBatches(loops)))
  const passes = passesOf(tape, training)
  const fits = [...training].flatMap((loop) => {
    const step = steps.find(({ loops }) => overBatches(loops) === loop)
    return loop === undefined || step === undefined ? [] : [fitOf(loop, step, record, training)]
  })
  const validated = new Set(fits.flatMap(({ train, validation }) => [train, validation]))
  const uses = passes.flatMap(({ loops }): UseRecord[] => {
    const loop = overBatches(loops)
    return loop?.stream == null || validated.has(loop.stream)
      ? []
      : [{ stream: loop.stream, how: 'loop', span: loop.span }]
  })
  return { fits, uses: steps.length === 0 ? [] : uses }
}

/** Calls of a model in loops over datasets that do not train. */
const passesOf = (tape: readonly TapeEvent[], training: ReadonlySet<LoopRecord | undefined>): Of<'call'>[] =>
  tape.filter((event): event is Of<'call'> => {
    const loop = overBatches(event.loops)
    return event.kind === 'call' && loop !== undefined && !training.has(loop)
  })

/** The innermost loop over a dataset. */
const overBatches = (loops: readonly LoopRecord[]): LoopRecord | undefined =>
  loops.findLast(({ stream }) => stream !== null)

function fitOf(
  loop: LoopRecord,
  step: Of<'step'>,
  record: Recorder,
  training: ReadonlySet<LoopRecord | undefined>,
): FitRecord {
  const { tape } = record
  const passes = passesOf(tape, training)
  const inside = tape.filter((event) => event.loops.includes(loop))
  const called = inside.find((event): event is Of<'call'> => event.kind === 'call')
  const loss = inside.find((event): event is Of<'loss'> => event.kind === 'loss')
  const around = step.loops.slice(0, step.loops.indexOf(loop))
  const { optimizer, order } = step
  const values: Bound['values'] = new Map([['optimizer', { value: optimizer, span: optimizer.span }]])
  if (loss !== undefined) values.set('loss', { value: loss.loss, span: loss.loss.span })
  return {
    model: called?.model ?? null,
    train: loop.stream,
    validation: called === undefined ? null : validationOf(loop.stream, called, around, passes),
    arguments: argumentsOf(
      around,
      loop,
      called !== undefined && isForTrainingAlone(called.model, loop.stream, training, record),
    ),
    // The variables are read when the step is made: what is frozen between the optimizer and here counts.
    compiled: { arguments: { values, complete: true, rest: [] }, span: optimizer.span, order },
    order,
    loop: true,
    span: loop.span,
  }
}

/** Another dataset that the same model is called on in a loop beside the training loop. */
function validationOf(
  train: StreamValue | null,
  { model }: Of<'call'>,
  around: readonly LoopRecord[],
  passes: readonly Of<'call'>[],
): StreamValue | null {
  const beside = passes.find(
    (one) =>
      one.model === model &&
      overBatches(one.loops)?.stream !== train &&
      one.loops.some((loop) => around.includes(loop)),
  )
  return overBatches(beside?.loops ?? [])?.stream ?? null
}

/**
 * Whether nothing can measure the model: training loops alone call it, no function that we do not see gets it, and no
 * other dataset is left for one.
 */
const isForTrainingAlone = (
  model: ModelValue,
  train: StreamValue | null,
  training: ReadonlySet<LoopRecord | undefined>,
  { tape, trace, streams, consumed }: Recorder,
): boolean =>
  tape.every((event) => event.kind !== 'call' || training.has(overBatches(event.loops))) &&
  !trace.events.some((event) => event.kind === 'unseen' && event.gets.includes(model)) &&
  streams.every((stream) => stream === train || consumed.has(stream))

/** What lowers the rate or ends training, the loop itself may do: its callbacks are not known. */
function argumentsOf(around: readonly LoopRecord[], { span }: LoopRecord, complete: boolean): Bound {
  const epochs = around.findLast(({ count }) => count !== null)?.count ?? unknown(span)
  const values: Bound['values'] = new Map([
    ['epochs', { value: epochs, span: epochs.span }],
    ['callbacks', { value: unknown(span), span }],
  ])
  return { values, complete, rest: [] }
}
