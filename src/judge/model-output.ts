import type { HeadLayer, ModelFacts } from '../model/network.ts'
import type { Read } from '../model/span.ts'

/** What comes out of a model: numbers per sample, and through which activation (null: none). */
export interface ModelOutput {
  units: Read<number> | null
  activation: Read<string | null>
  /** The dense layer that makes the outputs. */
  dense: HeadLayer
}

/** The last layer of a model that was followed to its end; null where that is no dense layer or activation. */
export function outputOf({ head, complete }: ModelFacts): ModelOutput | null {
  const last = head.at(-1)
  if (!complete || last === undefined) return null
  const dense = last.kind === 'activation' ? head.at(-2) : last
  if (dense?.kind !== 'dense' || dense.activation === undefined) return null
  const units = dense.units ?? null
  if (last === dense) return { units, activation: dense.activation, dense }
  return last.activation === undefined || !isLinear(dense.activation)
    ? null
    : { units, activation: last.activation, dense }
}

/** Known to have no activation. */
export const isLinear = ({ from, value }: Read<string | null>): boolean =>
  from !== 'unknown' && (value === null || value === 'linear')
