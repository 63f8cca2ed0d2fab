import type { Shared } from '../cache/search-record.ts'
import type { LocalFeatures } from '../features/local-features.ts'
import { hypothesise, matchesOf } from '../features/matching.ts'
import type { Comparer } from './comparer.ts'
import { FeatureIndex, type Meeting, scarcity } from './feature-index.ts'

/**
 * Of the images that share local features with one, so many are looked at more closely; more where it has few, as chance
 * then tells more, and is as quickly told.
 */
const considered = { least: 24, most: { small: 192, large: 64 } }
const consideredFor = (features: number, whole: boolean): number => {
  const few = scarcity(features)
  return whole
    ? Math.min(considered.most.small, Math.round(considered.least * few * few))
    : Math.min(considered.most.large, Math.round(considered.least * few))
}

interface Search {
  comparer: Pick<Comparer, 'features' | 'featureCount'>
  /** For each image what an earlier search found that still holds; null for new images. */
  known: readonly (readonly Shared[] | null)[]
  /** Of small sets all features of two images are compared, of large ones those that the index brings together. */
  whole: boolean
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
export function sharedDetails(search: Search): Promise<SearchResult> {
  return search.known.every((found) => found === null) ? searchAll(search) : searchNew(search)
}

async function searchAll({ comparer, known, whole, step }: Search): Promise<SearchResult> {
  const all = [...known.keys()]
  const index = indexFor(comparer, all)
  // Of small sets they are few enough to be kept beside the index, which would copy them each time.
  const kept: LocalFeatures[] = []
  const features: FeaturesOf = (image) => kept[image] ?? index.features(image)
  const shared: Shared[][] = []
  for (const b of all) {
    const own = comparer.features(b)
    if (whole) kept.push(own)
    const met = index.meetings(own, consideredFor(own.count, whole))
    index.add(own)
    shared.push(met.map((meeting) => looked(own, meeting.image, meeting, features, whole)))
    await step()
  }
  return { shared, features }
}

/**
 * Asks for the new images alone, among those before them as in a whole search, then among those behind them, from the end:
 * as many images then lie between two that may meet as when the later one asks, so that the slots of the index hold as
 * much. What meets is told with the later image.
 */
async function searchNew({ comparer, known, whole, step, breathe }: Search): Promise<SearchResult> {
  const all = [...known.keys()]
  const fresh = all.filter((image) => known[image] === null)
  const expecting = () => {
    const index = indexFor(comparer, all)
    for (const image of fresh) index.expect(comparer.features(image))
    return index
  }
  const shared: (Shared | Met)[][] = known.map((found) => [...(found ?? [])])
  const behind = expecting()
  for (const image of all.toReversed()) {
    const own = comparer.features(image)
    if (known[image] === null)
      for (const meeting of behind.meetings(own, consideredFor(own.count, whole))) {
        const other = all.length - 1 - meeting.image
        // Two new images meet when the later one asks.
        if (known[other] !== null)
          shared[other]?.push(metBy(image, turned(meeting, own.count, comparer.featureCount(other))))
      }
    behind.add(own)
    await breathe()
  }
  const before = expecting()
  for (const image of all) {
    const own = comparer.features(image)
    if (known[image] === null)
      for (const meeting of before.meetings(own, consideredFor(own.count, whole)))
        shared[image]?.push(metBy(meeting.image, meeting))
    before.add(own)
    await step()
  }
  const features: FeaturesOf = (image) => before.features(image)
  const heaviest = shared.map((others, image) => {
    const most = others
      .sort((x, y) => y.weight - x.weight || x.image - y.image)
      .slice(0, consideredFor(comparer.featureCount(image), whole))
    return most.map((one) =>
      'meeting' in one ? looked(features(image), one.image, one.meeting, features, whole) : one,
    )
  })
  return { shared: heaviest, features }
}

/** An image that was met and not looked at yet. */
interface Met {
  image: number
  weight: number
  meeting: Meeting
}

const metBy = (image: number, meeting: Meeting): Met => ({ image, weight: rounded(meeting), meeting })

const rounded = ({ weight }: Meeting): number => Math.round(1e6 * weight)

/**
 * Of what an image shares details with, the ones where most features agree on one arrangement: `always` so many, up to `most`
 * where `agreeing` or more do, and half as many as with the first.
 */
export function agreeingMost(
  others: readonly Shared[],
  { always, most, agreeing: least }: { always: number; most: number; agreeing: number },
): Shared[] {
  const sorted = others
    .filter(({ agreeing }) => agreeing > 0)
    .sort((x, y) => y.agreeing - x.agreeing || x.image - y.image)
  const bar = Math.max(least, (sorted[0]?.agreeing ?? 0) / 2)
  return sorted.slice(0, most).filter(({ agreeing }, index) => index < always || agreeing >= bar)
}

function indexFor(comparer: Search['comparer'], images: readonly number[]): FeatureIndex {
  const capacity = images.reduce((sum, image) => sum + comparer.featureCount(image), 0)
  return new FeatureIndex(images.length, capacity)
}

/** The meeting seen from the other image, whose features are `others`; `own` are those of the one that asked. */
const turned = (meeting: Meeting, own: number, others: number): Meeting => ({
  ...meeting,
  weight: meeting.weight * Math.sqrt(others / Math.max(1, own)),
  matches: meeting.matches.map(({ from, to }) => ({ from: to, to: from })),
})

/**
 * How many features agree on one arrangement with those of `image`. In small sets all are compared, not only those that met:
 * of what a plain crop shares with its photo the index misses half.
 */
function looked(
  own: LocalFeatures,
  image: number,
  meeting: Meeting,
  features: FeaturesOf,
  whole: boolean,
): Shared {
  const { mirrored } = meeting
  const other = features(image)
  const matches = whole ? matchesOf(own, other, mirrored) : meeting.matches
  const found = hypothesise(own, other, matches, { mirrored, least: 3 })
  const scarce = whole ? Math.sqrt(scarcity(own.count)) : 1
  const share = ((found?.agreeing ?? 0) / Math.sqrt(other.count)) * scarce
  return { image, mirrored, weight: rounded(meeting), agreeing: Math.round(1e6 * share) }
}
