import type { Span } from '../../../model/span.ts'
import type { StreamValue } from './data.ts'
import type { OptimizerValue } from './networks.ts'
import type { FunctionNode, Scope, Value } from './value.ts'

/** What programs of any kind compute with: lists, dicts, functions, classes and their instances. */
declare module './value.ts' {
  interface Kinds {
    list: ListValue
    dict: DictValue
    function: FunctionValue
    class: ClassValue
    instance: InstanceValue
    /** A function with some of its arguments: `partial(read, training=True)`. */
    partial: { kind: 'partial'; callee: Value; given: Given; span: Span }
    parser: { kind: 'parser'; fields: Map<string, Value>; span: Span }
  }
}

export interface ListValue {
  kind: 'list'
  items: Value[]
  /** The dataset whose batches it lists, beside other things: `enumerate(train_ds)`. */
  batches?: StreamValue
  /** How many rounds a loop over it takes: of `range(epochs)`. */
  count?: Value
  /** Labels that were put into it one class after the other: where. */
  ordered?: Span
  /** What the generator function that yields it was given. */
  given?: readonly Value[]
  /** False when there may be other items. */
  complete: boolean
  span: Span
}

export interface DictValue {
  kind: 'dict'
  entries: Map<string, { value: Value; span: Span }>
  complete: boolean
  /** The optimizer whose group of parameters it is. */
  groupOf?: OptimizerValue
  /** How many undecided branches deep it was made; 0 when absent. */
  undecided?: number
  span: Span
}

export interface FunctionValue {
  kind: 'function'
  node: FunctionNode
  scope: Scope
  self: Value | null
  /** A member that is not bound to the instance as usual: see Python's decorators of these names. */
  binding?: Binding
  span: Span
}

export type Binding = 'static' | 'class' | 'property'

export interface ClassValue {
  kind: 'class'
  name: string
  bases: Value[]
  members: Map<string, Value>
  span: Span
}

export interface InstanceValue {
  kind: 'instance'
  class: ClassValue
  fields: Map<string, Value>
  /** The object itself, where this is how `super()` sees it. */
  behind?: InstanceValue
  span: Span
}
