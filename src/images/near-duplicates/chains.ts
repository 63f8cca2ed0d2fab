import { addTo } from '../../model/group-by.ts'

/** Two images, by index, that are held for copies of one photo. */
interface Link {
  a: number
  b: number
}

/** Up to so many images may hang together in any way; more must be within two links of one: a photo and its copies. */
const smallGroup = 5

/** The links of all larger groups in which no image is within two links of all others. */
export function linksOfChains<T extends Link>(links: readonly T[]): T[] {
  const neighbours = new Map<number, number[]>()
  for (const { a, b } of links) {
    addTo(neighbours, a, b)
    addTo(neighbours, b, a)
  }
  const chained = new Set<number>()
  const seen = new Set<number>()
  for (const start of neighbours.keys()) {
    if (seen.has(start)) continue
    const group = reach(neighbours, start, Number.POSITIVE_INFINITY)
    for (const member of group) seen.add(member)
    if (group.size > smallGroup && !isStar(neighbours, group)) for (const member of group) chained.add(member)
  }
  return links.filter(({ a }) => chained.has(a))
}

/** Whether the image with most links, or a neighbour of it, reaches all others by two. */
function isStar(neighbours: ReadonlyMap<number, readonly number[]>, group: ReadonlySet<number>): boolean {
  const links = (member: number) => neighbours.get(member)?.length ?? 0
  const [first] = group
  if (first === undefined) return true
  const hub = [...group].reduce((most, member) => (links(member) > links(most) ? member : most), first)
  return reach(neighbours, hub, 2).size === group.size
}

/** What can be reached from `start` over so many links, itself included. */
function reach(
  neighbours: ReadonlyMap<number, readonly number[]>,
  start: number,
  links: number,
): Set<number> {
  const reached = new Set([start])
  let edge = [start]
  for (let step = 0; step < links && edge.length > 0; step += 1) {
    const next: number[] = []
    for (const other of edge.flatMap((member) => neighbours.get(member) ?? [])) {
      if (reached.has(other)) continue
      reached.add(other)
      next.push(other)
    }
    edge = next
  }
  return reached
}
