import type { Shared } from '../cache/search-record.ts'
import type { Met } from '../features/index-machine.ts'
import type { LocalFeatures } from '../features/local-features.ts'
import { hypothesise, matchesOf } from '../features/matching.ts'
import type { Comparer } from './comparer.ts'
import { FeatureIndex, scarcity } from './feature-index.ts'

/**
 * Of the images that share local features with one, so many are looked at more closely; more where it has few, as chance
 * then tells more, and is as quickly told. Of 240 cropped photos on white card among 3,600 images 227 are among those of large
 * sets, 230 among 16 and up to 192, for twice the work.
 */
const considered = { small: { least: 24, most: 192 }, large: { least: 10, most: 64 } }

/** A new image may be among the heaviest of one behind it which is not among its own. */
const mostBehind = 256

interface Search {
  comparer: Pick<Comparer, 'features' | 'featureCount'>
  /** For each image what an earlier search found that still holds; null for new images. */
  known: readonly (readonly Shared[] | null)[]
  /** Whether the set is small enough to look at more. */
  small: boolean
  /** Called after each image. */
  step: () => Promise<void>
  /** Called in between; throws when the work is aborted. */
  breathe: () => Promise<void>
}

interface SearchResult {
  /** By image, those that weigh most first. */
  shared: Shared[][]
  /** The features of an image, from where the search has them. */
  features: FeaturesOf
}
type FeaturesOf = (image: number) => LocalFeatures

/**
 * For each image those before it that share details with it. After an earlier search of a large set only the new images
 * are looked for: what the earlier one found for the others still holds. (Not to the last candidate: an image looks at
 * those that weigh most, of which some may be gone.)
 */
export async function sharedDetails({
  comparer,
  known,
  small,
  step,
  breathe,
}: Search): Promise<SearchResult> {
  const index = new FeatureIndex(
    known.map((_, image) => comparer.featureCount(image)),
    small,
  )
  for (const image of known.keys()) {
    index.add(comparer.features(image))
    await breathe()
  }
  const features: FeaturesOf = (image) => index.features(image)
  const { least, most } = small ? considered.small : considered.large
  const mostFor = (image: number) => Math.min(most, Math.round(least * scarcity(features(image).count) ** 2))
  const met: (Shared | Met)[][] = known.map((found) => [...(found ?? [])])
  const isFirst = known.every((found) => found === null)
  const shared: Shared[][] = []
  for (const [image, others] of met.entries()) {
    if (known[image] === null) {
      others.push(...index.meetings(image, 'before', mostFor(image)).map(rounded))
      for (const meeting of isFirst ? [] : index.meetings(image, 'behind', mostBehind)) {
        // Of two new images the later one asks.
        if (known[meeting.image] !== null) met[meeting.image]?.push(turned(meeting, image, features))
      }
    }
    const heaviest = others.sort((x, y) => y.weight - x.weight || x.image - y.image).slice(0, mostFor(image))
    shared.push(heaviest.map((one) => ('agreeing' in one ? one : looked(image, one, features))))
    await step()
  }
  return { shared, features }
}

const rounded = (met: Met): Met => ({ ...met, weight: Math.round(1e6 * met.weight) })

/**
 * Of what an image shares details with, the ones where most features agree on one arrangement: `always` so many where more than
 * `least` do, up to `most` where `agreeing` or more do, and half as many as with the first.
 */
export function agreeingMost(
  others: readonly Shared[],
  {
    always,
    least,
    most,
    agreeing: enough,
  }: { always: number; least: number; most: number; agreeing: number },
): Shared[] {
  const sorted = others
    .filter(({ agreeing }) => agreeing > least)
    .sort((x, y) => y.agreeing - x.agreeing || x.image - y.image)
  const bar = Math.max(enough, (sorted[0]?.agreeing ?? 0) / 2)
  return sorted.slice(0, most).filter(({ agreeing }, index) => index < always || agreeing >= bar)
}

/** The meeting seen from the other image, of which `image` was the one that asked. */
function turned(met: Met, image: number, features: FeaturesOf): Met {
  const [own, others] = [features(image).count, features(met.image).count]
  return rounded({ ...met, image, weight: met.weight * Math.sqrt(others / Math.max(1, own)) })
}

/**
 * How many features agree on one arrangement with those of an image that was met. All are compared, not only those that met:
 * of what a plain crop shares with its photo the index misses half.
 */
function looked(one: number, { image, mirrored, weight }: Met, features: FeaturesOf): Shared {
  const [own, other] = [features(one), features(image)]
  const found = hypothesise(own, other, matchesOf(own, other, mirrored), { mirrored, least: 3 })
  const share = ((found?.agreeing ?? 0) / Math.sqrt(other.count)) * Math.sqrt(scarcity(own.count))
  return { image, mirrored, weight, agreeing: Math.round(1e6 * share) }
}
