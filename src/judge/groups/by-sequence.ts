import { groupBy } from '../../model/group-by.ts'
import { apart } from '../splits.ts'
import type { Grouping, Photo } from './grouping.ts'
import type { ParsedName } from './names.ts'
import { resemblance } from './resemblance.ts'

/** A photo in a series of numbered names. */
interface Numbered {
  photo: Photo
  number: number
}

/** Series with fewer photos have no neighbours to speak of. */
const shortest = 6
/** Neighbours are at most so many usual steps of the series apart. */
const steps = 2

/**
 * Pairs of neighbours in numbered series that lie on two sides of the split, as a grouping to be tested: if the
 * series are frames, neighbours resemble each other more than other photos of the same series.
 */
export function neighbours(names: ReadonlyMap<string, ParsedName>, photos: readonly Photo[]): Grouping {
  const groups = new Map<string, string>()
  const strata = new Map<string, string>()
  for (const [name, series] of seriesOf(names, photos)) {
    for (const { photo } of series) {
      groups.set(photo.sample.path, photo.sample.path)
      strata.set(photo.sample.path, name)
    }
    const paired = new Set<Photo>()
    for (const [one, other] of pairsIn(series)) {
      if (paired.has(one) || paired.has(other) || !apart(one.sample.split, other.sample.split)) continue
      groups.set(other.sample.path, one.sample.path)
      paired.add(one).add(other)
    }
  }
  return { kind: 'sequence', basis: 'neighbouring numbers in the file names', groups, strata }
}

/** Chains of neighbours that each resemble the one before by more than `limit`: scenes of a film, bursts. */
export function chains(
  names: ReadonlyMap<string, ParsedName>,
  photos: readonly Photo[],
  limit: number,
): Map<string, string> {
  const groups = new Map<string, string>()
  for (const series of seriesOf(names, photos).values()) {
    for (const { photo } of series) groups.set(photo.sample.path, photo.sample.path)
    for (const [one, other] of pairsIn(series))
      if (resemblance(one.layout, other.layout) > limit)
        groups.set(other.sample.path, groups.get(one.sample.path) ?? one.sample.path)
  }
  return groups
}

/** By label and name but for the last number; in order of that number. */
function seriesOf(names: ReadonlyMap<string, ParsedName>, photos: readonly Photo[]): Map<string, Numbered[]> {
  const numbered = photos.flatMap((photo) => {
    const last = names.get(photo.sample.path)?.last ?? null
    return last === null ? [] : [{ photo, ...last }]
  })
  const series = groupBy(numbered, ({ photo, before }) => JSON.stringify([photo.sample.label, before]))
  for (const [name, own] of series) {
    if (own.length < shortest) series.delete(name)
    else own.sort((a, b) => a.number - b.number)
  }
  return series
}

/** Each photo with the next, where the numbers are near. */
function pairsIn(series: readonly Numbered[]): [Photo, Photo][] {
  const gaps = series.slice(1).map((one, i) => one.number - (series[i]?.number ?? 0))
  const usual = [...gaps].sort((a, b) => a - b)[gaps.length >> 1] ?? 0
  return series.slice(1).flatMap((one, i) => {
    const before = series[i]
    return before === undefined || one.number - before.number > Math.max(1, steps * usual)
      ? []
      : [[before.photo, one.photo] as [Photo, Photo]]
  })
}
