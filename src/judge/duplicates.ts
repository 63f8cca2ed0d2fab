import type { Dataset, Sample } from '../model/dataset.ts'
import type { Evidence, ImageLocation } from '../model/finding.ts'
import type { DuplicatePair, ImageFacts } from '../model/images.ts'
import { type AugmentedCopies, augmentedCopies, mendFamily } from './augmented/copies.ts'
import { derived } from './derived.ts'
import { apart, evaluationRank, hasSides } from './splits.ts'

/** Files that show one photo, connected by `pairs`. Both are sorted by path. */
export interface Copies {
  members: Sample[]
  pairs: DuplicatePair[]
}

/** Copies in more than one split. */
export interface Leak extends Copies {
  /** Members on the training side of a pair: without them nothing leaks, and the evaluation data stays as it is. */
  removable: Sample[]
}

/** Photos that lie in two splits as the same bytes or the same pixels. */
export const exactLeaks = derived((dataset, images): readonly Leak[] => {
  if (!hasSides(dataset.samples)) return []
  const exact = copiesOf(dataset, images, isExact)
  return exact.map((copies) => leakOf(copies)).filter((leak) => leak.removable.length > 0)
})

/**
 * Photos that lie in two splits in different versions, apart from what goes away with the exact leaks and what names
 * tell to be augmented copies.
 */
export const nearLeaks = derived((dataset, images): readonly Leak[] => {
  if (!hasSides(dataset.samples)) return []
  const gone = goneWithAugmented(dataset, images)
  const splits = new Map(dataset.samples.map((sample) => [sample.path, sample.split]))
  const crossing = copiesOf(dataset, images, (pair) => {
    if (isExact(pair) || gone.has(pair.a) || gone.has(pair.b)) return false
    return apart(splits.get(pair.a), splits.get(pair.b))
  })
  return crossing.map((copies) => leakOf(copies))
})

/** The copies that the fixes of the exact leaks take away. */
const goneWithExact = derived(
  (dataset, images): ReadonlySet<string> =>
    new Set(exactLeaks(dataset, images).flatMap((leak) => leak.removable.map(({ path }) => path))),
)

/** Copies by their names, beside those that the exact leaks take away (see `augmentedCopies`). */
export const augmentedLeaks = derived((dataset, images): readonly AugmentedCopies[] =>
  augmentedCopies(dataset, images, goneWithExact(dataset, images)),
)

/** What the fixes of the augmented copies take away or move, and those of the exact leaks. */
const goneWithAugmented = derived((dataset, images): ReadonlySet<string> => {
  const gone = new Set(goneWithExact(dataset, images))
  for (const { families } of augmentedLeaks(dataset, images))
    for (const operation of families.flatMap(mendFamily))
      if ('sample' in operation) gone.add(operation.sample)
  return gone
})

/** What the fixes of all rules about copies of a photo take away or move: no other rule needs to mend these. */
export const goneWithCopies = derived((dataset, images): ReadonlySet<string> => {
  const gone = new Set(goneWithAugmented(dataset, images))
  for (const { removable } of nearLeaks(dataset, images)) for (const { path } of removable) gone.add(path)
  return gone
})

/** Groups of samples connected by the pairs of a kind, in order of their first path. */
export function copiesOf(
  dataset: Dataset,
  images: ImageFacts,
  counts: (pair: DuplicatePair) => boolean,
): Copies[] {
  const samples = new Map(dataset.samples.map((sample) => [sample.path, sample]))
  const groups = images.clusters.flatMap((cluster) =>
    connect(cluster.pairs.filter((pair) => counts(pair) && samples.has(pair.a) && samples.has(pair.b))),
  )
  const copies = groups.map((pairs) => ({
    members: membersOf(pairs).flatMap((path) => samples.get(path) ?? []),
    pairs,
  }))
  const first = ({ members }: Copies) => members[0]?.path ?? ''
  return copies.sort((x, y) => (first(x) < first(y) ? -1 : 1))
}

export const isExact = (pair: DuplicatePair) => pair.grade === 'same-bytes' || pair.grade === 'same-pixels'

/** A sample as a place in a finding. */
export function placeOf({ path, split, label }: Sample): ImageLocation {
  return { path, split, ...(label === null ? {} : { label }) }
}

/**
 * How alike the copies are: the largest distance, the smallest correlation, how many pairs of different photos are
 * expected to look at least so alike in this data set, and up to 50 of the pairs.
 */
export function evidenceOf(pairs: readonly DuplicatePair[]): Evidence {
  const round = (value: number) => Math.round(value * 1000) / 1000
  return {
    distance: Math.max(...pairs.map((pair) => pair.distance)),
    correlation: round(Math.min(...pairs.map((pair) => pair.correlation))),
    falsePositives: twoDigits(Math.max(...pairs.map((pair) => pair.falsePositives))),
    pairs: pairs.slice(0, 50).map((pair) => ({
      ...pair,
      correlation: round(pair.correlation),
      falsePositives: twoDigits(pair.falsePositives),
    })),
  }
}

const twoDigits = (value: number) => Number(value.toPrecision(2))

/** `train and validation`, in the order of training. */
export function sidesOf(members: readonly Sample[]): string {
  const sides = [...new Set(members.map((sample) => sample.split))]
  return sides
    .sort((a, b) => evaluationRank[a] - evaluationRank[b])
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1')
}

function leakOf(copies: Copies): Leak {
  const members = new Map(copies.members.map((sample) => [sample.path, sample]))
  const removable = new Set<Sample>()
  for (const pair of copies.pairs) {
    const [a, b] = [members.get(pair.a), members.get(pair.b)]
    if (a === undefined || b === undefined || !apart(a.split, b.split)) continue
    removable.add(evaluationRank[a.split] < evaluationRank[b.split] ? a : b)
  }
  return { ...copies, removable: copies.members.filter((sample) => removable.has(sample)) }
}

function membersOf(pairs: readonly DuplicatePair[]): string[] {
  return [...new Set(pairs.flatMap((pair) => [pair.a, pair.b]))].sort()
}

/** Pairs that hang together, directly or through others. */
function connect(pairs: readonly DuplicatePair[]): DuplicatePair[][] {
  const groups: { members: Set<string>; pairs: DuplicatePair[] }[] = []
  for (const pair of pairs) {
    const touched = groups.filter((group) => group.members.has(pair.a) || group.members.has(pair.b))
    const [into = { members: new Set<string>(), pairs: [] }] = touched
    if (touched.length === 0) groups.push(into)
    for (const other of touched.slice(1)) {
      for (const member of other.members) into.members.add(member)
      into.pairs.push(...other.pairs)
      groups.splice(groups.indexOf(other), 1)
    }
    into.members.add(pair.a).add(pair.b)
    into.pairs.push(pair)
  }
  return groups.map((group) => group.pairs)
}
