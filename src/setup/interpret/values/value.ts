import type { Pipeline, Statistics } from '../../../model/pipeline.ts'
import type { Span } from '../../../model/span.ts'
import type { Expression } from '../../program.ts'

/** Where names are looked up and written. */
export interface Scope {
  /** The variables of this scope alone. */
  readonly variables: Map<string, Value>
  read(name: string): Value | undefined
  write(name: string, value: Value): void
  /** Writes to the nearest scope that has the name, the module's if none has. */
  overwrite(name: string, value: Value): void
  /** The variables as they are now, to come back to after a branch. */
  snapshot(): Map<string, Value>
  restore(variables: ReadonlyMap<string, Value>): void
}

/** Arguments of a call, evaluated. */
export interface Given {
  positional: { value: Value; node: Expression; span: Span }[]
  keyword: Map<string, { value: Value; node: Expression | null; span: Span }>
  /** False when a spread could not be opened. */
  complete: boolean
}

export type FunctionNode = Extract<Expression, { kind: 'function' }>

/**
 * Every kind of value by its name. Values hold one another, so that no kind could be declared before the others: each file
 * beside this one adds its kinds here by declaration merging, and refers to those of later files as `Kinds['name']`.
 */
export interface Kinds {
  unknown: UnknownValue
  constant: { kind: 'constant'; value: string | number | boolean | null; span: Span }
  /** A name of a library, e.g. `keras.layers`; calling it looks up the framework tables. */
  symbol: { kind: 'symbol'; path: string; span: Span }
  /** A method of a value that the interpreter made, looked up in the tables as `Type.name`. */
  method: { kind: 'method'; receiver: Value; receiverNode: Expression; name: string; span: Span }
}

/** What the abstract interpreter computes with. Values are immutable but for lists, dicts, instances and models. */
export type Value = Kinds[keyof Kinds]

/** Not decidable. The fields say why, for rules that must tell "cannot be seen" from "is not there". */
export interface UnknownValue {
  kind: 'unknown'
  span: Span
  /** A name that the program never defines; otherwise something that we do not follow. */
  undefined?: string
  /** What a caller that we do not see gives for the parameter of this name. */
  parameter?: string
  /** Drawn at random, by the call of this name. */
  random?: { name: string; span: Span }
  /** A file or folder that this value was read from. */
  path?: Value
  /** So many times the samples of a dataset; see `share`. */
  share?: Share
  /** Given at the prompt or by the environment (`process.argv[2]`): a default written beside it holds. */
  setting?: true
  trace?: Trace
  /** A mean or deviation of arrays of images. */
  learned?: Statistics
  /** Labels that come one class after the other. */
  ordered?: Span
  /** Labels, in this form. */
  labels?: NonNullable<Pipeline['labels']>
  /** A score on this dataset: what a loop over it adds up, and what is computed from that. */
  measured?: Kinds['stream']
  /** What a call that is not followed made it of: as many samples, perhaps changed. */
  derived?: Value
  /** The name that `named_parameters()` gives. */
  parameterName?: true
  /** Assigned by the loop that reads it (a flag that flips at some layer): differs from round to round. */
  varies?: true
}

/** What a value was computed from: how many samples a dataset has, predictions on it, or its labels. */
export interface Trace {
  what: 'count' | 'predictions' | 'labels'
  /** `sampleKey` of the dataset. */
  of: string
  /** Labels that were gathered in a pass over the dataset, not read in the order of its files. */
  iterated?: true
  span: Span
}

/** `int(0.8 * len(dataset))`, or with `rest` what is left of the dataset without that. */
export interface Share {
  of: Value
  times: number
  rest: boolean
}

/** Arguments by parameter name. */
export interface Bound {
  values: Map<string, { value: Value; span: Span }>
  /** False when there are arguments that could not be followed. */
  complete: boolean
  /** Positional arguments beyond the known parameters. */
  rest: { value: Value; span: Span }[]
}

export const unknown = (span: Span): UnknownValue => ({ kind: 'unknown', span })
