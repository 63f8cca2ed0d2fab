import type { Meaning } from '../../frameworks/table.ts'
import { bind } from '../arguments.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { argumentValue } from '../read-value.ts'
import { type Bound, unknown, type Value } from '../values/value.ts'

/** An optimizer with its learning rate: the argument, or the framework's default. */
export function makeOptimizer(
  call: LibraryCall,
  meaning: Extract<Meaning, { kind: 'optimizer' }>,
  machine: Machine,
): Value {
  const bound = bind(call.row, call.arguments)
  const rate = argumentValue(bound, ...meaning.rate)
  return {
    kind: 'optimizer',
    name: meaning.optimizer,
    rate:
      decays(bound) || hasOwnRates(argumentValue(bound, 'params'))
        ? unknown(call.span)
        : (rate ?? (bound.complete ? null : unknown(call.span))),
    defaultRate: meaning.defaultRate,
    arguments: bound,
    order: machine.record.next(),
    span: call.span,
  }
}

/** PyTorch's groups of parameters may each have a rate of their own. */
const hasOwnRates = (params: Value | undefined): boolean =>
  params?.kind === 'list' && params.items.some((item) => item.kind === 'dict' && item.entries.has('lr'))

/** Keras 2 lowers the rate a little at every step when it is given a `decay`: that is no one rate. */
function decays(bound: Bound): boolean {
  const decay = argumentValue(bound, 'decay')
  return decay !== undefined && !(decay.kind === 'constant' && !decay.value)
}

/** A callback with the arguments as given; extraction adds the defaults. */
export const makeCallback = (call: LibraryCall): Value => ({
  kind: 'callback',
  row: call.row,
  name: call.written,
  arguments: bind(call.row, call.arguments),
  span: call.span,
})

/** A regulariser with the factors as given; extraction adds the defaults. */
export const makeRegularizer = ({ row, arguments: given, span }: LibraryCall): Value => ({
  kind: 'regularizer',
  row,
  arguments: bind(row, given),
  span,
})

/** A loss object. */
export const makeLoss = (call: LibraryCall): Value => ({
  kind: 'loss',
  name: lastName(call.written),
  arguments: bind(call.row, call.arguments),
  span: call.span,
})

const lastName = (written: string) => written.slice(written.lastIndexOf('.') + 1)
