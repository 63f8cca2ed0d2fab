import type { Span } from '../../model/span.ts'
import type { StreamValue } from './values/data.ts'
import type { LossValue, ModelTensorValue, ModelValue, OptimizerValue } from './values/networks.ts'
import type { InstanceValue } from './values/program.ts'
import type { LoaderValue } from './values/torch.ts'
import type { Value } from './values/value.ts'

type ScheduleValue = Extract<Value, { kind: 'callback' }>

/** One execution of a loop. */
export interface LoopRecord {
  span: Span
  /** The whole source lines of the span, where they can be edited. */
  lines?: string[]
  /** The loader whose batches it goes over, and their stream, where it does. */
  loader: LoaderValue | null
  stream: StreamValue | null
  /** How many rounds it takes, where it counts. */
  count: Value | null
  /** Where the list that it goes over was filled one class after the other. */
  ordered?: Span
  /** Place in program order of its first and last event. */
  start: number
  end: number
  /** Modes of the modules that were set in it, as they are at its end: those of its next round's beginning. */
  modes: ReadonlyMap<Value, Mode>
}

/** Whether a module is in training mode; null when not known. */
export interface Mode {
  training: boolean | null
  /** When it was set last; 0 for a module that is as it was made. */
  order: number
  span: Span | null
}

export interface Happening {
  order: number
  span: Span
  /** Enclosing loops, outermost first. */
  loops: readonly LoopRecord[]
  /** In a branch that may not be taken. */
  undecided: boolean
}

/** What a training loop does, in program order. */
export type LoopEvent = Happening &
  (
    | {
        kind: 'forward'
        module: Value
        tensor: ModelTensorValue | null
        mode: Mode
        gradients: boolean | null
      }
    | { kind: 'loss'; loss: LossValue; input: Value | null; gradients: boolean | null }
    | { kind: 'backward' }
    | { kind: 'step'; optimizer: OptimizerValue | null }
    | { kind: 'zero' }
    | { kind: 'schedule'; schedule: ScheduleValue | null; given: Value | null; name: string | null }
    /** A call that we do not see into and that may do any of the above to what it is given. */
    | { kind: 'unseen'; gets: readonly Value[] }
  )

type Of<Kind extends LoopEvent['kind']> = Extract<LoopEvent, { kind: Kind }>
/** An event before its circumstances are added. */
export type LoopDeed = { [Kind in LoopEvent['kind']]: Omit<Of<Kind>, keyof Happening> }[LoopEvent['kind']]

/** A run of Lightning's trainer. */
export interface TrainerRun {
  model: InstanceValue | ModelValue | null
  train: StreamValue | null
  validation: StreamValue | null
  epochs: Value | null
  /** null where the loader alone tells it. */
  batchSize: Value | null
  optimizer: Value | null
  schedule: Value | null
  /** What the trainer was given as callbacks; null for none. */
  callbacks: Value | null
  /** What its steps do to one batch. */
  events: LoopEvent[]
  order: number
  span: Span
}

/** Loops that are under way, the modes of modules, whether gradients are recorded, and what has happened. */
export class Trace {
  readonly events: LoopEvent[] = []
  readonly trained: TrainerRun[] = []
  readonly loaders = new Set<LoaderValue>()
  /** The streams that a loader gave, by its dataset's state. */
  readonly streams = new Map<LoaderValue, { key: string; stream: StreamValue }[]>()
  /** The module of the program that a model describes. */
  readonly moduleOf = new Map<ModelValue, Value>()
  /** What a chain of modules was made of. */
  readonly parts = new Map<ModelValue, Value[]>()
  readonly schedules: ScheduleValue[] = []
  /** Datasets whose transform was set through a part of them. */
  readonly transforms: {
    dataset: Value
    random: { before: boolean | null; after: boolean | null }
    order: number
    span: Span
  }[] = []
  /** Optimizers whose rate the program sets itself. */
  readonly adjusted = new Set<Value>()
  readonly loops: LoopRecord[] = []
  readonly modes = new Map<Value, Mode>()
  /** null: not known. */
  gradients: boolean | null = true
  /** As `gradients`, where the module was called whose `forward` runs. */
  gradientsAround: boolean | null = true
  /** More than 0 while the body of a module's `forward` runs. */
  forward = 0
  /**
   * PyTorch's own generator has been seeded, by this value where it is known, and drawn from so often since; `spent`: and
   * perhaps by others.
   */
  seeded: { seed: Value | null; draws: number; spent: boolean } | null = null
  private draws = 0

  /** A name for a draw that no other draw repeats. */
  newDraw(): string {
    this.draws += 1
    return `draw ${this.draws}`
  }

  modeOf(module: Value): Mode {
    return this.modes.get(module) ?? { training: true, order: 0, span: null }
  }

  /** What branches may change: modes and whether gradients are recorded. */
  state(): TraceState {
    return { modes: new Map(this.modes), gradients: this.gradients }
  }

  restore({ modes, gradients }: TraceState): void {
    this.modes.clear()
    for (const [module, mode] of modes) this.modes.set(module, mode)
    this.gradients = gradients
  }

  /** After two branches: where they differ, nothing is known. */
  mergeState(other: TraceState): void {
    for (const module of new Set([...this.modes.keys(), ...other.modes.keys()])) {
      const own = this.modeOf(module)
      const mode = other.modes.get(module) ?? { training: true, order: 0, span: null }
      const later = mode.order > own.order ? mode : own
      this.modes.set(module, { ...later, training: own.training === mode.training ? own.training : null })
    }
    if (this.gradients !== other.gradients) this.gradients = null
  }
}

interface TraceState {
  modes: Map<Value, Mode>
  gradients: boolean | null
}
