import type { Dataset, Sample } from '../../model/dataset.ts'
import { groupBy } from '../../model/group-by.ts'
import type { ImageFacts } from '../../model/images.ts'
import { pairKey, versionPairs } from '../splits.ts'
import { groupingsByCamera } from './by-camera.ts'
import { groupingsByName, namesOf } from './by-name.ts'
import { chains, neighbours } from './by-sequence.ts'
import { type Grouping, type Photo, straddling } from './grouping.ts'
import { layoutOf } from './resemblance.ts'
import { enough, type Support, supportOf } from './support.ts'

/** A grouping that the images support. */
export interface InferredGroups extends Grouping {
  support: Support
  /** Corrected for the groupings that were tried (Bonferroni). */
  pValue: number
  /** Members of each group that lies in more than one split. */
  straddling: Sample[][]
}

/**
 * The groups of the photos that nobody declared: what names, cameras and numbering suggest, as far as members across
 * the split resemble each other more than strangers do. The finest groupings are tried first, and pairs that one of
 * them explains prove nothing for a coarser one; nor do versions of one photo, which are other rules' business.
 */
export function inferGroups(
  { samples }: Dataset,
  images: ImageFacts,
  gone: ReadonlySet<string>,
): InferredGroups[] {
  const photos = samples.flatMap((sample) => {
    const fact = images.images.get(sample.path)
    return fact?.ok && !gone.has(sample.path) && sample.split !== 'all'
      ? [{ sample, layout: layoutOf(fact) }]
      : []
  })
  if (new Set(photos.map(({ sample }) => sample.split)).size < 2) return []
  const names = namesOf(photos)
  const suggested = [
    ...groupingsByName(names),
    ...groupingsByCamera(photos, images),
    neighbours(names, photos),
  ]
  const tried = suggested.filter((grouping) => mayBeTrue(grouping, photos)).sort(finestFirst)
  const versions = versionPairs(images)
  const found: InferredGroups[] = []
  for (const grouping of tried) {
    const explained = (a: Photo, b: Photo) =>
      versions.has(pairKey(a.sample.path, b.sample.path)) ||
      found.some(({ groups }) => sameValue(groups, a, b))
    const support = supportOf(grouping, photos, { skip: explained })
    if (support === null) continue
    const pValue = Math.min(1, support.pValue * tried.length)
    if (support.compared < enough.groups || support.above < enough.above || pValue > enough.pValue) continue
    const between = (support.resemblance + support.strangers) / 2
    const groups = grouping.kind === 'sequence' ? chains(names, photos, between) : grouping.groups
    found.push({ ...grouping, groups, support, pValue, straddling: straddlingOf(photos, groups) })
  }
  return found.filter((one, at) => !found.slice(at + 1).some((coarser) => contains(coarser, one)))
}

/** Groups that are few to a class, or of which hardly any straddles, are none. */
function mayBeTrue({ groups }: Grouping, photos: readonly Photo[]): boolean {
  if (straddlingOf(photos, groups).length < enough.groups) return false
  const classes = groupBy(photos, ({ sample }) =>
    groups.has(sample.path) ? (sample.label ?? '') : undefined,
  )
  return [...classes.values()].some(
    (members) => new Set(members.map(({ sample }) => groups.get(sample.path))).size >= 3,
  )
}

const straddlingOf = (photos: readonly Photo[], groups: ReadonlyMap<string, string>) =>
  straddling(
    photos.map(({ sample }) => sample),
    ({ path }) => groups.get(path),
  )

const sizeOf = ({ groups }: Grouping) => new Set(groups.values()).size

const finestFirst = (a: Grouping, b: Grouping) => sizeOf(b) - sizeOf(a) || (a.basis < b.basis ? -1 : 1)

function contains(coarser: InferredGroups, finer: InferredGroups): boolean {
  const covered = new Set(coarser.straddling.flat().map(({ path }) => path))
  return finer.straddling.flat().every(({ path }) => covered.has(path))
}

function sameValue(values: ReadonlyMap<string, string>, a: Photo, b: Photo): boolean {
  const value = values.get(a.sample.path)
  return value !== undefined && value === values.get(b.sample.path)
}
