import type { TrainableChange } from '../../model/network.ts'
import type { Statistics } from '../../model/pipeline.ts'
import type { Span } from '../../model/span.ts'
import { FileNotes } from './files/notes.ts'
import { type LoopDeed, type LoopRecord, Trace } from './trace.ts'
import type { StreamValue } from './values/data.ts'
import type { LossValue, ModelValue, OptimizerValue } from './values/networks.ts'
import type { InstanceValue } from './values/program.ts'
import type { Bound, Trace as SampleTrace, Value } from './values/value.ts'

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

/** An `if` over a score: it decides which weights are kept, or whether the loops around it end. */
export interface SteerRecord {
  stream: StreamValue
  how: 'keeps' | 'stops'
  /** Outermost first. */
  loops: readonly LoopRecord[]
  span: Span
}

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
  /** Datasets that metrics of a library were last shown, by where the metric was made. */
  readonly meters = new Map<string, StreamValue>()
  /** What hand-written loops decide by a score on a dataset. */
  readonly steered: SteerRecord[] = []
  /** What loops give their rounds: see `noteRound`. */
  readonly rounds = new WeakMap<Value, LoopRecord>()
  /** A list was put in another order somewhere: how files that were listed come is not known. */
  shufflesLists = false
  /** Datasets of the program's own classes (`keras.utils.Sequence`), each read once. */
  readonly sequences = new Map<InstanceValue, StreamValue>()
  /** Models of the program's own classes. */
  readonly subclassed = new Map<InstanceValue, ModelValue>()
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
  private readonly unseen = new Map<string, Value[]>()

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

  /** A name for a value that is not followed: another one for each of those that one place made. */
  sourceOf(value: Value): string {
    const { path, line, column } = value.span
    const place = `${path}:${line}:${column}`
    const made = this.unseen.get(place) ?? []
    if (!made.includes(value)) made.push(value)
    this.unseen.set(place, made)
    const index = made.indexOf(value)
    return index === 0 ? place : `${place} (${index + 1})`
  }

  addStream(stream: StreamValue, from: StreamValue | null): StreamValue {
    this.streams.push(stream)
    if (from !== null) this.consumed.add(from)
    return stream
  }
}
