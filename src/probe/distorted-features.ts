import type { Trunk, View } from '../embed/trunk.ts'
import type { WorkContext } from '../model/progress.ts'
import { Random } from '../model/random.ts'
import type { ProbeSample } from '../train/ground.ts'
import { distort } from './transforms/apply.ts'
import type { Distortion } from './transforms/distortion.ts'

/** One random draw for each of some samples. */
export interface Draw {
  samples: readonly ProbeSample[]
  distortions: readonly Distortion[]
  /** Draws of other names are other draws. */
  name: string
}

interface Eye {
  trunk: Trunk
  /** Side of the input in pixels. */
  size: number
  work: WorkContext
}

/** Pooled features of random draws, by draw, in the order of its samples; the same for the same seed and names. */
export async function distortedFeatures(
  { trunk, size, work }: Eye,
  draws: readonly Draw[],
): Promise<Float32Array[][]> {
  const views = draws.flatMap(({ samples, distortions, name }) => {
    const id = JSON.stringify([distortions, work.seed, name])
    return samples.map(({ source, bytesDigest }): View => {
      const apply = (pixels: Uint8Array, side: number) =>
        distort(pixels, side, distortions, new Random(work.seed, 'distortion', name, bytesDigest))
      return { source, bytesDigest, transform: { id, apply } }
    })
  })
  const title = 'computing features under random transforms'
  const features = (await trunk.features(views, { size, title })).values()
  return draws.map(({ samples }) => samples.map(() => features.next().value ?? new Float32Array()))
}

/** `count` draws of the training samples under training transforms, by draw: what a bank of views is made of. */
export const trainingDraws = (
  samples: readonly ProbeSample[],
  distortions: readonly Distortion[],
  count: number,
): Draw[] =>
  Array.from({ length: distortions.length > 0 ? count : 0 }, (_, i) => ({
    samples,
    distortions,
    name: `training ${i}`,
  }))

/** Views by digest with a bank of further ones, which {@link trainingDraws} gave, behind the plain ones. */
export function withBank(
  views: ReadonlyMap<string, readonly Float32Array[]>,
  samples: readonly ProbeSample[],
  bank: readonly (readonly Float32Array[])[],
): Map<string, readonly Float32Array[]> {
  const all = new Map(views)
  samples.forEach(({ bytesDigest }, i) => {
    const plain = views.get(bytesDigest)?.slice(0, 1) ?? []
    all.set(bytesDigest, [...plain, ...bank.flatMap((draw) => draw.slice(i, i + 1))])
  })
  return all
}
