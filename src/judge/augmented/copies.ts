import type { Dataset, Sample } from '../../model/dataset.ts'
import type { Operation } from '../../model/fix.ts'
import type { ImageFacts } from '../../model/images.ts'
import type { Grouping, Photo } from '../groups/grouping.ts'
import { layoutOf, resemblanceTurned } from '../groups/resemblance.ts'
import { enough, type Support, supportOf } from '../groups/support.ts'
import { evaluationRank, pairKey, versionPairs } from '../splits.ts'
import { type Family, pairsOf, straddlingFamilies } from './families.ts'

/** Versions that lie apart from their source, by the naming scheme that tells. */
export interface AugmentedCopies {
  scheme: Family['scheme']
  /** At least one pair of each is confirmed by the images. */
  families: ConfirmedFamily[]
  /** What the images say of the scheme as a whole; null where there was too little to compare. */
  support: Support | null
}

export interface ConfirmedFamily extends Family {
  /** How the images confirm it: as versions of one photo, or as more alike than 19 of 20 strangers. */
  by: 'duplicates' | 'resemblance'
}

/**
 * Copies by their names whose source is in another split, as far as the images agree: the pair was found to show one
 * photo, or the scheme as a whole holds (see `supportOf`) and the pair resembles as hardly any strangers do. Names alone
 * are no evidence: numbering that begins anew in each split looks the same.
 * @param gone samples that other fixes take away
 */
export function augmentedCopies(
  { samples }: Dataset,
  images: ImageFacts,
  gone: ReadonlySet<string>,
): AugmentedCopies[] {
  const families = straddlingFamilies(samples.filter(({ path }) => !gone.has(path)))
  if (families.length === 0) return []
  const known = versionPairs(images)
  const schemes = [...new Set(families.map(({ scheme }) => scheme))].sort()
  return schemes.flatMap((scheme) => {
    const own = families.filter((family) => family.scheme === scheme)
    const duplicates = own.filter((family) =>
      pairsOf(family).some(([a, b]) => known.has(pairKey(a.path, b.path))),
    )
    const { support, alike } = byResemblance(
      own.filter((family) => !duplicates.includes(family)),
      images,
    )
    const confirmed: ConfirmedFamily[] = [
      ...duplicates.map((family) => ({ ...family, by: 'duplicates' as const })),
      ...alike.map((family) => ({ ...family, by: 'resemblance' as const })),
    ].sort((a, b) => (a.key < b.key ? -1 : 1))
    return confirmed.length > 0 ? [{ scheme, families: confirmed, support }] : []
  })
}

/**
 * The operations that end the leak: a version on the training side of its original is excluded; one that lies among
 * evaluation images goes to its original; of versions of a lost original those on the training side are excluded.
 */
export function mendFamily(family: Family): Operation[] {
  const { originals, versions } = family
  const rank = ({ split }: Sample) => evaluationRank[split]
  const highest = Math.max(...(originals.length > 0 ? originals : versions).map(rank))
  const home = originals[0]?.split
  return versions.flatMap((version): Operation[] => {
    if (rank(version) === highest) return []
    if (rank(version) < highest) return [{ op: 'exclude', sample: version.path }]
    return home === undefined ? [] : [{ op: 'move', sample: version.path, split: home }]
  })
}

/** The families that resemblance confirms; families are groups, and versions and originals strata of their own. */
function byResemblance(
  families: readonly Family[],
  { images }: ImageFacts,
): { support: Support | null; alike: Family[] } {
  const groups = new Map<string, string>()
  const strata = new Map<string, string>()
  const photos = new Map<string, Photo>()
  for (const { key, originals, versions } of families) {
    for (const sample of [...originals, ...versions]) {
      const fact = images.get(sample.path)
      if (!fact?.ok) continue
      groups.set(sample.path, key)
      strata.set(sample.path, versions.includes(sample) ? 'version' : 'original')
      photos.set(sample.path, { sample, layout: layoutOf(fact) })
    }
  }
  const grouping: Grouping = { kind: 'name', basis: 'names of copies', groups, strata }
  const support = supportOf(grouping, [...photos.values()], { alike: resemblanceTurned })
  if (support === null || !holds(support)) return { support, alike: [] }
  const alike = families.filter((family) =>
    pairsOf(family).some(([a, b]) => {
      const [one, other] = [photos.get(a.path), photos.get(b.path)]
      return one && other && resemblanceTurned(one.layout, other.layout) > support.unlikely
    }),
  )
  return { support, alike }
}

const holds = ({ compared, above, pValue }: Support) =>
  compared >= enough.groups && above >= enough.above && pValue <= enough.pValue
