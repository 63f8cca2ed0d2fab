import { groupBy } from '../../model/group-by.ts'
import type { Grouping, Photo } from './grouping.ts'
import { nameOf, type ParsedName, parseName, sharedFolders } from './names.ts'

/** Ways of naming that fewer photos share, or beyond so many, are not tried: each costs the others some certainty. */
const fewest = 20
const mostGroupings = 8

/** Names of the photos, by path. */
export function namesOf(photos: readonly Photo[]): Map<string, ParsedName> {
  const splits = groupBy(photos, ({ sample }) => sample.split)
  const shared = new Map(
    [...splits].map(([split, own]) => [split, sharedFolders(own.map(({ sample }) => sample.path))]),
  )
  return new Map(
    photos.map(({ sample }) => [sample.path, parseName(nameOf(sample, shared.get(sample.split) ?? ''))]),
  )
}

/** The groupings that names allow: those that begin alike up to some number, and by words such as `patient`. */
export function groupingsByName(names: ReadonlyMap<string, ParsedName>): Grouping[] {
  const groupsBy = new Map<string, Map<string, string>>()
  for (const [path, { prefixes, named }] of names) {
    for (const { pattern, key } of [...prefixes, ...named]) {
      const groups = groupsBy.get(pattern) ?? new Map<string, string>()
      groupsBy.set(pattern, groups.set(path, key))
    }
  }
  const strata = new Map([...names].map(([path, { pattern }]) => [path, pattern]))
  return [...groupsBy]
    .filter(([, groups]) => groups.size >= fewest)
    .sort(([a, x], [b, y]) => y.size - x.size || (a < b ? -1 : 1))
    .slice(0, mostGroupings)
    .map(([pattern, groups]) => ({ kind: 'name', basis: `"${pattern}" in the file names`, groups, strata }))
}
