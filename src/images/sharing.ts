import type { Comparer } from './comparer.ts'
import { FeatureIndex, type Meeting } from './feature-index.ts'
import type { LocalFeatures } from './local-features.ts'
import { hypothesise } from './matching.ts'
import type { Shared, SharedDetails } from './shared-record.ts'

/** Of the images that share local features with one, so many are looked at more closely. */
const consideredPerImage = 12
/** Where more than one in so many images is new, the search begins anew: it would save little. */
const fewestKnown = 4

interface Search {
  comparer: Comparer
  digests: readonly string[]
  /** Called after each image. */
  step: () => Promise<void>
}

interface SearchResult {
  /** By image, those where most agrees first. */
  shared: Shared[][]
  /** The features of an image, from where the search has them. */
  features: FeaturesOf
}
type FeaturesOf = (image: number) => LocalFeatures

/**
 * For each image those before it that share details with it. After an `earlier` search only the new images are looked
 * for, among all: what the earlier one found for the others still holds. (Not to the last candidate: in a full slot of
 * the index the latest entries win, and these may be others now. What is at stake is the twelfth best.)
 */
export async function sharedDetails(
  search: Search,
  earlier: SharedDetails | undefined,
): Promise<SearchResult> {
  const known = knownOf(search.digests, earlier)
  const fresh = known.filter((one) => one === null).length
  return fresh * fewestKnown > known.length ? searchAll(search) : searchNew(search, known)
}

async function searchAll({ comparer, digests, step }: Search): Promise<SearchResult> {
  const all = [...digests.keys()]
  const index = indexFor(comparer, all)
  const features: FeaturesOf = (image) => index.features(image)
  const shared: Shared[][] = []
  for (const b of all) {
    const own = comparer.features(b)
    const met = index.meetings(own, consideredPerImage)
    index.add(own)
    shared.push(best(met.flatMap((meeting) => agreed(own, meeting.image, meeting, features) ?? [])))
    await step()
  }
  return { shared, features }
}

/** `known`: what the earlier search found, null for new images. */
async function searchNew(
  { comparer, step }: Search,
  known: readonly (readonly Shared[] | null)[],
): Promise<SearchResult> {
  const features: FeaturesOf = (image) => comparer.features(image)
  const fresh = [...known.keys()].filter((image) => known[image] === null)
  const index = indexFor(comparer, fresh)
  for (const image of fresh) index.add(comparer.features(image))
  const shared: Shared[][] = known.map((found) => [...(found ?? [])])
  for (const image of fresh.length === 0 ? [] : known.keys()) {
    const own = features(image)
    for (const meeting of index.meetings(own, consideredPerImage)) {
      const other = fresh[meeting.image] ?? image
      if (other === image) continue
      const [a, b] = other < image ? [other, image] : [image, other]
      // Two new images meet twice.
      if (other > image && known[image] === null) continue
      const found =
        b === image ? agreed(own, a, meeting, features) : agreed(features(b), a, turned(meeting), features)
      if (found !== null) shared[b]?.push(found)
    }
    await step()
  }
  return { shared: shared.map(best), features }
}

/** Found for the earlier search's images by it, as far as they are still there; null for all others. */
function knownOf(
  digests: readonly string[],
  earlier: SharedDetails | undefined,
): (readonly Shared[] | null)[] {
  const now = new Map(digests.map((digest, index) => [digest, index]))
  const then = new Map(earlier?.digests.map((digest, index) => [digest, index]))
  const nowOf = (image: number) => now.get(earlier?.digests[image] ?? '')
  return digests.map((digest) => {
    const before = then.get(digest)
    if (before === undefined) return null
    return (earlier?.shared[before] ?? []).flatMap((one) => {
      const image = nowOf(one.image)
      return image === undefined ? [] : [{ ...one, image }]
    })
  })
}

function indexFor(comparer: Comparer, images: readonly number[]): FeatureIndex {
  const capacity = images.reduce((sum, image) => sum + comparer.features(image).count, 0)
  return new FeatureIndex(images.length, capacity)
}

/** The matches seen from the other image. */
const turned = (meeting: Meeting): Meeting => ({
  ...meeting,
  matches: meeting.matches.map(({ from, to }) => ({ from: to, to: from })),
})

/** Whether the features that met some of `image` agree on one arrangement. */
function agreed(
  own: LocalFeatures,
  image: number,
  { mirrored, matches }: Meeting,
  features: FeaturesOf,
): Shared | null {
  const other = features(image)
  const found = hypothesise(own, other, matches, { mirrored, least: 3 })
  if (found === null) return null
  return { image, mirrored, agreeing: Math.round((1e6 * found.agreeing) / Math.sqrt(other.count)) }
}

const best = (shared: readonly Shared[]): Shared[] =>
  [...shared].sort((x, y) => y.agreeing - x.agreeing || x.image - y.image).slice(0, consideredPerImage)
