import type { HeadLayer } from '../../model/network.ts'
import { argument, numberOf, readValue, stringOf } from '../interpret/read-value.ts'
import type { Bound, Value } from '../interpret/values/value.ts'

type Penalty = Pick<HeadLayer, 'l1' | 'l2'>

/** The factors of a layer's kernel regulariser; nothing where it has none. */
export function penaltyOf(bound: Bound): Penalty {
  const [inPython, inJavaScript] = [
    argument(bound, 'kernel_regularizer')?.value,
    argument(bound, 'kernelRegularizer')?.value,
  ]
  const value = inPython ?? inJavaScript
  if (value === undefined || (value.kind === 'constant' && value.value === null)) return {}
  const { span } = value
  const unread: Penalty = { l2: { from: 'unknown', value: null, span } }
  if (value.kind === 'regularizer') return factorsOf(value) ?? unread
  const named = stringOf(value) ?? ''
  const [l1, l2] = (inPython === undefined ? namedInJavaScript : namedInPython)[named] ?? []
  if (l1 === undefined || l2 === undefined) return unread
  return {
    l2: { from: 'code', value: l2, span },
    ...(l1 === 0 ? {} : { l1: { from: 'code', value: l1, span } }),
  }
}

/** The factors that a name stands for: `keras.regularizers.get`, and `getRegularizer` of tfjs-layers. */
const namedInPython: Readonly<Record<string, readonly [l1: number, l2: number]>> = {
  l1: [0.01, 0],
  L1: [0.01, 0],
  l2: [0, 0.01],
  L2: [0, 0.01],
}
const namedInJavaScript: typeof namedInPython = { l1l2: [0.01, 0.01], L1L2: [0.01, 0.01] }

function factorsOf({ row, arguments: bound }: Extract<Value, { kind: 'regularizer' }>): Penalty | null {
  const { meaning } = row
  if (meaning.kind !== 'regularizer') return null
  const { defaults } = meaning
  // Keras 2 called the one factor `l` for a while.
  const read = (name: 'l1' | 'l2') => {
    const other = defaults[name === 'l1' ? 'l2' : 'l1']
    const given = other === 0 ? argument(bound, name, 'l') : argument(bound, name)
    return readValue(given, numberOf, defaults[name] ?? undefined)
  }
  const [l1, l2] = [read('l1'), read('l2')]
  return l1.from === 'default' && l1.value === 0 ? { l2 } : { l1, l2 }
}
