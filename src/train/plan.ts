import type { DuplicateCluster } from '../model/images.ts'
import { affordableImages, type Budget, type ExtraViews, inputSizeFor } from './budget.ts'
import type { Ground } from './ground.ts'
import { sampleGround } from './sampling.ts'

/** What is planned with. */
export interface Wishes {
  whole: Ground
  /** Training copies of evaluation samples, by the latter's path. */
  copies: ReadonlyMap<string, readonly string[]>
  /** Side of the input in pixels that the person trains at. */
  inputSize: number
  budget: Budget
  /** Milliseconds per image of 299x299. */
  costAt299: number
  extraViews: ExtraViews
  seed: number
}

/** Which samples go through the trunk, and at what size: the same wherever the same is wished. */
export interface Plan {
  ground: Ground
  /** Side of the input in pixels. */
  size: number
}

/** Chooses samples of the whole ground and an input size within the budget. */
export function planOf({ whole, copies, inputSize, budget, costAt299, extraViews, seed }: Wishes): Plan {
  const passes = ({ train, evaluation }: Ground) =>
    train.length * (1 + extraViews.training) + evaluation.length * (1 + extraViews.evaluation)
  const wished = sampleGround(whole, budget.samples, copies, seed)
  const images = passes(wished)
  const size = inputSizeFor(inputSize, { images, costAt299 }, budget)
  const affordable = affordableImages(size, { images, costAt299 }, budget) / images
  const wishedSamples = wished.train.length + wished.evaluation.length
  return {
    size,
    ground: sampleGround(whole, Math.floor(wishedSamples * Math.min(affordable, 1)), copies, seed),
  }
}

/** Other images found together with an evaluation image, by the latter's path. */
export function copiesAmong(
  clusters: readonly Pick<DuplicateCluster, 'members'>[],
  { evaluation }: Ground,
): Map<string, string[]> {
  const measured = new Set(evaluation.map(({ path }) => path))
  const copies = new Map<string, string[]>()
  for (const { members } of clusters) {
    const others = members.filter((path) => !measured.has(path))
    for (const path of members)
      if (measured.has(path)) copies.set(path, [...(copies.get(path) ?? []), ...others])
  }
  return copies
}
