import type { Dataset } from '../model/dataset.ts'
import type { ImageFacts } from '../model/images.ts'

/**
 * What several rules derive from the same facts, worked out once for them: the result is shared, and nobody may
 * change it. It is forgotten with the facts.
 */
export function derived<T>(
  derive: (dataset: Dataset, images: ImageFacts) => T,
): (dataset: Dataset, images: ImageFacts) => T {
  const known = new WeakMap<Dataset, WeakMap<ImageFacts, { value: T }>>()
  return (dataset, images) => {
    const own = known.get(dataset) ?? new WeakMap<ImageFacts, { value: T }>()
    known.set(dataset, own)
    const held = own.get(images) ?? { value: derive(dataset, images) }
    own.set(images, held)
    return held.value
  }
}
