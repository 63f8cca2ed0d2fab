import type { ModelFacts, TrainableChange } from '../model/network.ts'
import type { Run } from '../model/training.ts'

/**
 * Which part of the pretrained trunk learns. `partly`: some layers do; `unknown`: the code leaves it open, or
 * framework versions differ (Keras 3 keeps single layers frozen under `model.trainable = True`, Keras 2 does not).
 */
export type TrunkState = 'frozen' | 'partly' | 'trainable' | 'unknown'

/** The state of the trunk just before `order`. A trunk is trainable until something is frozen. */
export function trunkStateAt(model: ModelFacts, order: number): TrunkState {
  return changesBetween(model, -1, order).reduce<TrunkState>(after, 'trainable')
}

/** The state of the trunk in a run: what its optimizer was not given does not learn either. */
export function trunkStateIn(model: ModelFacts, { fit, compile }: Pick<Run, 'fit' | 'compile'>): TrunkState {
  return compile?.optimizer?.parameters === 'head' ? 'frozen' : trunkStateAt(model, fit.order)
}

/** Changes of `trainable` with `from` < order < `to`, in program order. */
export function changesBetween(model: ModelFacts, from: number, to: number): TrainableChange[] {
  return model.trainable.filter(({ order }) => order > from && order < to).sort((a, b) => a.order - b.order)
}

/** True when a slice names every layer: `base.layers` or `base.layers[0:]`. */
export const isWhole = ({ from, to }: TrainableChange): boolean =>
  (from === undefined || (from.from !== 'unknown' && (from.value ?? 0) === 0)) &&
  (to === undefined || (to.from !== 'unknown' && to.value === null))

function after(state: TrunkState, change: TrainableChange): TrunkState {
  const { target, value } = change
  if (value.value === null) return 'unknown'
  const moved: TrunkState = value.value ? 'trainable' : 'frozen'
  if (target === 'backbone' || state === moved) return moved
  if (target === 'model') return value.value ? 'unknown' : 'frozen'
  if (target === 'layers') return isWhole(change) ? moved : 'partly'
  if (target === 'some') return 'partly'
  // Layers of the head, or of the trunk, or none: what was frozen may still be.
  return state === 'trainable' || state === 'partly' ? 'partly' : 'unknown'
}
