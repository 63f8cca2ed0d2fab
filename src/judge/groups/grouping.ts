import type { Sample } from '../../model/dataset.ts'
import { apart } from '../splits.ts'
import type { Layout } from './resemblance.ts'

/** A sample that can be compared, with what its name says. */
export interface Photo {
  sample: Sample
  layout: Layout
}

/** One way to tell which photos belong together: a hypothesis until the images support it. */
export interface Grouping {
  kind: 'name' | 'capture' | 'burst' | 'place' | 'sequence'
  /** For people: `"person#" in the file names`. */
  basis: string
  /** The group of each photo, by path; photos that it says nothing of are left out. */
  groups: ReadonlyMap<string, string>
  /** What strangers must share beside class and split to be comparable, by path: how their names are built, a camera. */
  strata: ReadonlyMap<string, string>
}

/** Values in lists by a key, in order of their first. */
export function listedBy<T>(values: Iterable<T>, keyOf: (value: T) => string | undefined): Map<string, T[]> {
  const lists = new Map<string, T[]>()
  for (const value of values) {
    const key = keyOf(value)
    if (key === undefined) continue
    const list = lists.get(key)
    if (list === undefined) lists.set(key, [value])
    else list.push(value)
  }
  return lists
}

/** The groups that lie in more than one split. */
export function straddling(
  samples: readonly Sample[],
  groupOf: (sample: Sample) => string | undefined,
): Sample[][] {
  const groups = listedBy(samples, groupOf).values()
  return [...groups].filter((members) =>
    members.some(({ split }) => apart(split, members[0]?.split ?? 'all')),
  )
}
