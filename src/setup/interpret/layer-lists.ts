import type { Span } from '../../model/span.ts'
import { givenValues } from './arguments.ts'
import type { Evaluated, Machine } from './machine.ts'
import type { LayersValue } from './values/networks.ts'
import { unknown, type Value } from './values/value.ts'

/** Methods of `model.layers` as JavaScript has them; undefined for any other. */
export function callLayers(
  layers: LayersValue,
  name: string,
  given: Evaluated,
  span: Span,
  machine: Machine,
): Value | undefined {
  const [first, second] = given.positional.map((one) => one.value)
  switch (name) {
    case 'forEach':
    case 'map':
      if (first !== undefined) {
        machine.callValue(first, givenValues([{ value: { ...layers, single: true }, span }]), span)
      }
      return layers
    case 'slice':
      if (layers.from !== null || layers.to !== null) return someOf(layers, span)
      return { ...layers, from: first ?? null, to: second ?? null, span }
    case 'filter':
      return someOf(layers, span)
    default:
      return undefined
  }
}

/** Some of the layers: which ones is not known. */
export const someOf = (layers: LayersValue, span: Span): LayersValue => ({
  ...layers,
  from: unknown(span),
  to: unknown(span),
})
