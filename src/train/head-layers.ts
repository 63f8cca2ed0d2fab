import type { HeadLayer, ModelFacts } from '../model/network.ts'
import type { HiddenLayer } from './head/hidden.ts'
import type { Penalty } from './head/penalty.ts'
import { known, positive } from './known.ts'
import type { Recipe } from './recipe.ts'

/**
 * The dense layers of a model's head with the dropout before each, pooling and flattening left out. Null where a layer is
 * not known well enough, or is one that the heads of trials do not have: batch normalisation, activations other than ReLU.
 */
export function headLayersOf({
  head,
  complete,
}: ModelFacts): Pick<Recipe, 'hidden' | 'dropout' | 'l1' | 'l2'> | null {
  const last = head.findLastIndex(({ kind }) => kind === 'dense')
  const penalty = penaltyOf(head[last])
  if (!complete || last < 0 || penalty === null) return null
  let layers: Layers | null = { hidden: [], dropout: 0 }
  for (const layer of head.slice(0, last)) layers = layers && withLayer(layers, layer)
  return layers && { ...layers, ...penalty }
}

/** What has been read, with the dropout before the next layer. */
type Layers = Pick<Recipe, 'hidden' | 'dropout'>

function withLayer({ hidden, dropout }: Layers, layer: HeadLayer): Layers | null {
  switch (layer.kind) {
    case 'pooling':
    case 'flatten':
      return { hidden, dropout }
    case 'dropout': {
      const rate = known(layer.rate)
      // What the one keeps, the other may leave out.
      return rate === null ? null : { hidden, dropout: Math.min(rate + (1 - rate) * dropout, MOST_DROPOUT) }
    }
    case 'dense': {
      const [units, activation, penalty] = [positive(layer.units), activationOf(layer), penaltyOf(layer)]
      if (units === null || activation === null || penalty === null) return null
      return { hidden: [...hidden, { units, activation, dropout, ...penalty }], dropout: 0 }
    }
    case 'activation': {
      const before = hidden.at(-1)
      if (before?.activation !== 'linear' || activationOf(layer) !== 'relu') return null
      return { hidden: [...hidden.slice(0, -1), { ...before, activation: 'relu' }], dropout }
    }
    default:
      return null
  }
}

/** More leaves nothing to learn from. */
const MOST_DROPOUT = 0.95

function activationOf({ activation }: HeadLayer): HiddenLayer['activation'] | null {
  if (activation === undefined || activation.from === 'unknown') return null
  const { value } = activation
  if (value === null || value === 'linear') return 'linear'
  return value === 'relu' ? 'relu' : null
}

/** Without a regulariser it costs nothing; null where one could not be read. */
function penaltyOf(layer: HeadLayer | undefined): Penalty | null {
  const [l1, l2] = [layer?.l1, layer?.l2].map((read) => (read === undefined ? 0 : known(read)))
  return l1 == null || l2 == null ? null : { l1, l2 }
}
