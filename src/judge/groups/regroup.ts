import type { Dataset, Sample } from '../../model/dataset.ts'
import { type Operation, SplitName } from '../../model/fix.ts'
import { groupBy } from '../../model/group-by.ts'
import type { ImageFacts } from '../../model/images.ts'

/**
 * The moves that bring each of the groups to one side. What hangs together with a group, through a photo that
 * another group shares or a version of one of its photos, goes with it. Largest first, each goes to that of its own
 * sides where the samples per split and class then come nearest to what they were; at a tie where fewer files move,
 * then to the earlier side. Samples in `gone` are left out. null where a side would lose more than half of its samples:
 * such groups cannot be parted along this split.
 */
export function regroup(
  groups: readonly (readonly Sample[])[],
  { samples }: Dataset,
  { clusters }: ImageFacts,
  gone: ReadonlySet<string>,
): Operation[] | null {
  const present = new Map(
    samples.filter(({ path }) => !gone.has(path)).map((sample) => [sample.path, sample]),
  )
  const bonds = new Bonds()
  for (const { pairs } of clusters)
    for (const { a, b } of pairs) if (present.has(a) && present.has(b)) bonds.join(a, b)
  for (const [first, ...others] of groups)
    for (const other of others) bonds.join(first?.path ?? '', other.path)
  const touched = new Set(groups.flat().map(({ path }) => bonds.leaderOf(path)))
  const parts = groupBy(present.values(), ({ path }) => {
    const leader = bonds.leaderOf(path)
    return touched.has(leader) ? leader : undefined
  })
  const sides = assign([...parts.values()], [...present.values()])
  const moves = [...parts.values()].flatMap((members, i) =>
    members.flatMap(({ path, split }) => {
      const to = sides[i] ?? split
      return to === split ? [] : [{ op: 'move' as const, sample: path, split: to }]
    }),
  )
  const after = [...present.values()].length === 0 ? [] : countsAfter(present, moves)
  const halved = after.some(({ before, now }) => now < before / 2)
  return halved ? null : moves.sort((a, b) => (a.sample < b.sample ? -1 : 1))
}

/** The side for each part, in their order. */
function assign(parts: readonly Sample[][], samples: readonly Sample[]): SplitName[] {
  const wanted = new Map<string, number>()
  for (const sample of samples) add(wanted, cell(sample.split, sample), 1)
  const counts = new Map(wanted)
  for (const sample of parts.flat()) add(counts, cell(sample.split, sample), -1)
  const sides = parts.map((): SplitName => 'train')
  const largestFirst = [...parts.keys()].sort((a, b) => (parts[b]?.length ?? 0) - (parts[a]?.length ?? 0))
  for (const index of largestFirst) {
    const members = parts[index] ?? []
    const own = SplitName.options.filter((split) => members.some((sample) => sample.split === split))
    const best = own
      .map((split) => ({
        split,
        cost: changeOf(members, split, counts, wanted),
        moved: members.filter((sample) => sample.split !== split).length,
      }))
      .sort((a, b) => a.cost - b.cost || a.moved - b.moved)[0]
    if (best === undefined) continue
    sides[index] = best.split
    for (const sample of members) add(counts, cell(best.split, sample), 1)
  }
  return sides
}

/** By how much the squared distance to the wanted counts, each relative to its size, changes. */
function changeOf(
  members: readonly Sample[],
  split: SplitName,
  counts: ReadonlyMap<string, number>,
  wanted: ReadonlyMap<string, number>,
): number {
  const added = new Map<string, number>()
  for (const sample of members) add(added, cell(split, sample), 1)
  let change = 0
  for (const [at, more] of added) {
    const [now, goal] = [counts.get(at) ?? 0, wanted.get(at) ?? 0]
    change += ((now + more - goal) ** 2 - (now - goal) ** 2) / (goal + 1)
  }
  return change
}

function countsAfter(
  present: ReadonlyMap<string, Sample>,
  moves: readonly { sample: string; split: SplitName }[],
) {
  const before = new Map<string, number>()
  for (const { split } of present.values()) add(before, split, 1)
  const now = new Map(before)
  for (const { sample, split } of moves) {
    add(now, present.get(sample)?.split ?? split, -1)
    add(now, split, 1)
  }
  return [...before].map(([split, count]) => ({ before: count, now: now.get(split) ?? 0 }))
}

const cell = (split: SplitName, { label }: Sample) => JSON.stringify([split, label])

const add = (counts: Map<string, number>, key: string, change: number) =>
  counts.set(key, (counts.get(key) ?? 0) + change)

/** What hangs together: each path has a leader, joined paths the same one (union by halving paths). */
class Bonds {
  private readonly leaders = new Map<string, string>()

  leaderOf(path: string): string {
    let at = path
    for (let next = this.leaders.get(at); next !== undefined; next = this.leaders.get(at)) {
      const after = this.leaders.get(next)
      if (after !== undefined) this.leaders.set(at, after)
      at = next
    }
    return at
  }

  join(a: string, b: string): void {
    const [first, second] = [this.leaderOf(a), this.leaderOf(b)]
    if (first !== second) this.leaders.set(second, first)
  }
}
