import type { DuplicateCluster, DuplicatePair } from '../../model/images.ts'

/** Joins pairs that share an image into clusters. Members, pairs and clusters are sorted by path. */
export function clustersOf(pairs: readonly DuplicatePair[]): DuplicateCluster[] {
  const leaders = new Map<string, string>()
  const leaderOf = (path: string): string => {
    let leader = path
    for (let next = leaders.get(leader); next !== undefined && next !== leader; next = leaders.get(leader)) {
      leader = next
    }
    leaders.set(path, leader)
    return leader
  }
  for (const { a, b } of pairs) {
    const [first, second] = [leaderOf(a), leaderOf(b)].sort()
    if (first !== undefined && second !== undefined) leaders.set(second, first)
  }
  const clusters = new Map<string, DuplicateCluster>()
  for (const path of [...leaders.keys()].sort()) {
    const leader = leaderOf(path)
    const cluster = clusters.get(leader) ?? { members: [], pairs: [] }
    cluster.members.push(path)
    clusters.set(leader, cluster)
  }
  for (const pair of [...pairs].sort(byPaths)) clusters.get(leaderOf(pair.a))?.pairs.push(pair)
  return [...clusters.values()]
}

const byPaths = (x: DuplicatePair, y: DuplicatePair) =>
  x.a === y.a ? (x.b < y.b ? -1 : 1) : x.a < y.a ? -1 : 1
