import type { Statistics, TrainableChange } from '../../model/setup.ts'
import type { Span } from '../../model/span.ts'
import { FileNotes } from './files/notes.ts'
import { type LoopDeed, type LoopRecord, Trace } from './trace.ts'
import type {
  Bound,
  InstanceValue,
  LossValue,
  ModelValue,
  OptimizerValue,
  Trace as SampleTrace,
  StreamValue,
  Value,
} from './values.ts'

export interface FitRecord {
  model: ModelValue | null
  train: StreamValue | null
  validation: StreamValue | null
  arguments: Bound
  compiled: ModelValue['compiled']
  order: number
  /** A hand-written loop rather than a call of `fit`. */
  loop?: true
  span: Span
}

export interface UseRecord {
  stream: StreamValue
  how: 'evaluate' | 'predict' | 'loop'
  /** Several times, without any training in between. */
  repeated?: true
  span: Span
}

/** What a hand-written loop of Keras or TensorFlow.js does, with the loops around it, outermost first. */
export type TapeEvent = { loops: readonly LoopRecord[]; order: number; span: Span } & (
  | { kind: 'call'; model: ModelValue }
  | { kind: 'loss'; loss: LossValue }
  | { kind: 'step'; optimizer: OptimizerValue }
)

/** What running the program left behind, in program order. */
export class Recorder {
  readonly models: ModelValue[] = []
  readonly fits: FitRecord[] = []
  readonly uses: UseRecord[] = []
  readonly streams: StreamValue[] = []
  /** Streams that went on into another one: they are no pipelines of their own. */
  readonly consumed = new Set<StreamValue>()
  /** The variables of datasets and loaders. */
  readonly names = new Map<Value, string>()
  /** By the backbone or model value that was changed. */
  readonly trainable: { of: Value; change: TrainableChange }[] = []
  /** By the backbone or model that was given weights of its own. */
  readonly weightsLoaded: { of: Value; order: number }[] = []
  readonly comparisons: { predictions: SampleTrace; labels: SampleTrace; span: Span }[] = []
  /** Of every transform that learns from data. */
  readonly statistics: Statistics[] = []
  /** A list was put in another order somewhere: how files that were listed come is not known. */
  shufflesLists = false
  /** Datasets of the program's own classes (`keras.utils.Sequence`), each read once. */
  readonly sequences = new Map<InstanceValue, StreamValue>()
  /** Libraries of which all names were imported (`from keras.layers import *`). */
  readonly stars: string[] = []
  /** Defaults of the flags that the command line of absl has. */
  readonly flags = new Map<string, Value>()
  readonly gaps: { reason: string; span?: Span }[] = []
  /** What lists of samples are made of. */
  readonly files = new FileNotes()
  /** What hand-written loops of Keras and TensorFlow.js do. */
  readonly tape: TapeEvent[] = []
  /** What PyTorch's loops do. */
  readonly trace = new Trace()
  private count = 0
  private readonly places = new Map<string, number>()

  /** The next place in program order. */
  next(): number {
    this.count += 1
    return this.count
  }

  /** Writes down what a loop does, with the loops around it. */
  happen(machine: { undecided: number }, deed: LoopDeed, span: Span): void {
    const { events, loops } = this.trace
    events.push({ ...deed, order: this.next(), span, loops: [...loops], undecided: machine.undecided > 0 })
  }

  /** One stream takes the place of those that two branches left. */
  replace(parts: readonly (Value | undefined)[], joined: StreamValue): void {
    for (const part of parts) {
      if (part?.kind !== 'stream' || part === joined) continue
      this.consumed.add(part)
      const name = this.names.get(part)
      if (name !== undefined) this.names.set(joined, name)
    }
  }

  /** A name for what is made at a place, another one each time that the place is run. */
  sourceAt(place: string): string {
    const times = (this.places.get(place) ?? 0) + 1
    this.places.set(place, times)
    return times === 1 ? place : `${place} (${times})`
  }

  addStream(stream: StreamValue, from: StreamValue | null): StreamValue {
    this.streams.push(stream)
    if (from !== null) this.consumed.add(from)
    return stream
  }
}
