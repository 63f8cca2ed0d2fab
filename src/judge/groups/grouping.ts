import type { Sample } from '../../model/dataset.ts'
import { groupBy } from '../../model/group-by.ts'
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

/** The groups that lie in more than one split. */
export function straddling(
  samples: readonly Sample[],
  groupOf: (sample: Sample) => string | undefined,
): Sample[][] {
  const groups = groupBy(samples, groupOf).values()
  return [...groups].filter((members) =>
    members.some(({ split }) => apart(split, members[0]?.split ?? 'all')),
  )
}
