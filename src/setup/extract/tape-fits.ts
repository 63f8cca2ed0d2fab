import type { FitRecord, Recorder, TapeEvent, UseRecord } from '../interpret/recorder.ts'
import type { LoopRecord } from '../interpret/trace.ts'
import { type Bound, type StreamValue, unknown } from '../interpret/values.ts'

type Of<Kind extends TapeEvent['kind']> = Extract<TapeEvent, { kind: Kind }>

/**
 * What loops over datasets train by hand (`tf.GradientTape` and `apply_gradients`), as calls of `fit` would tell it,
 * and the datasets that such loops only call the model on. What lowers the rate, the loop itself may do: its callbacks
 * are not known.
 */
export function tapeFits({ tape }: Recorder): { fits: FitRecord[]; uses: UseRecord[] } {
  const steps = tape.filter((event): event is Of<'step'> => event.kind === 'step')
  const calls = tape.filter((event): event is Of<'call'> => event.kind === 'call')
  const training = new Set(steps.map(({ loops }) => overBatches(loops)))
  const passes = calls.filter(({ loops }) => {
    const loop = overBatches(loops)
    return loop !== undefined && !training.has(loop)
  })
  const fits = [...training].flatMap((loop) => {
    const step = steps.find(({ loops }) => overBatches(loops) === loop)
    return loop === undefined || step === undefined ? [] : [fitOf(loop, step, tape, passes)]
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

/** The innermost loop over a dataset. */
const overBatches = (loops: readonly LoopRecord[]): LoopRecord | undefined =>
  loops.findLast(({ stream }) => stream !== null)

function fitOf(
  loop: LoopRecord,
  step: Of<'step'>,
  tape: readonly TapeEvent[],
  passes: readonly Of<'call'>[],
): FitRecord {
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
    arguments: argumentsOf(around, loop),
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

function argumentsOf(around: readonly LoopRecord[], { span }: LoopRecord): Bound {
  const epochs = around.findLast(({ count }) => count !== null)?.count ?? unknown(span)
  return { values: new Map([['epochs', { value: epochs, span: epochs.span }]]), complete: false, rest: [] }
}
