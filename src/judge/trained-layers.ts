import type { TrainableChange } from '../model/network.ts'

/**
 * Which of a trunk's `count` layers learn after the changes, first (input) to last (output); null where the code
 * leaves it open. Slices follow Python: negative bounds count from the end, bounds beyond the ends are cut.
 */
export function trainedLayers(changes: readonly TrainableChange[], count: number): boolean[] | null {
  let layers: boolean[] | null = Array.from({ length: count }, () => true)
  for (const change of changes) layers = changed(layers, change, count)
  return layers
}

function changed(layers: boolean[] | null, change: TrainableChange, count: number): boolean[] | null {
  const { value, target } = change
  if (value.value === null) return null
  const all = Array.from({ length: count }, () => value.value === true)
  if (target === 'backbone') return all
  // Keras 3 does not pass `model.trainable = True` on to layers that were frozen one by one; Keras 2 does.
  if (target === 'model') return value.value ? null : all
  if (target === 'other' || target === 'some' || layers === null) return null
  const bounds = sliceOf(change)
  if (bounds === null) return null
  const inside = new Set(
    Array.from({ length: count }, (_, i) => i).slice(bounds.from ?? 0, bounds.to ?? undefined),
  )
  return layers.map((old, index) => (inside.has(index) ? value.value === true : old))
}

/** The bounds of a slice of layers, null for an open end; null where one of them is not known. */
export function sliceOf({ from, to }: TrainableChange): { from: number | null; to: number | null } | null {
  if (from?.from === 'unknown' || to?.from === 'unknown') return null
  return { from: from?.value ?? null, to: to?.value ?? null }
}
