import type { Pipeline } from '../model/pipeline.ts'
import { chainOf, type ListChain, type ListCut } from './list-cuts.ts'

/** In words why two pipelines share files by how their lists were cut, or null where they need not. */
export function sharedFiles(train: Pipeline, validation: Pipeline): string | null {
  if (train.samples === undefined || validation.samples === undefined) return null
  const left = apart(chainOf(train.samples), chainOf(validation.samples))
  if (left === null) return null
  const [mine, others] = left
  if (twoCalls(mine, others, train, validation))
    return 'train_test_split is called twice, and draws a new order each time'
  if (mine.every(isOrder) && others.every(isOrder)) return 'both read the same list of files'
  if (mine.every(isOrder)) return 'validation is a part of the list that training reads whole'
  if (others.every(isOrder)) return 'training reads a part of the list that validation reads whole'
  return cutApart(mine, others)
}

/** The cuts of each list behind those that both have, or null when they are not made from one list. */
function apart(ours: ListChain, theirs: ListChain): [ListCut[], ListCut[]] | null {
  // A list that is not followed need not be the same one, and an empty one has nothing to share.
  if (ours.base !== theirs.base || unshared.test(ours.base)) return null
  if (JSON.stringify(ours.items) !== JSON.stringify(theirs.items)) return null
  let shared = 0
  while (isSame(ours.cuts[shared], theirs.cuts[shared])) shared += 1
  return [ours.cuts.slice(shared), theirs.cuts.slice(shared)]
}

const unshared = /^\{"kind":("unknown"|"list","items":\[\]\}$)/

const isSame = (a: ListCut | undefined, b: ListCut | undefined) =>
  a !== undefined && b !== undefined && a.of === b.of && a.told === b.told

/** A new order of the same files. */
const isOrder = ({ of }: ListCut) => of === 'shuffled'

/** Two unseeded calls look alike, but draw differently. */
function twoCalls(
  mine: readonly ListCut[],
  others: readonly ListCut[],
  train: Pipeline,
  validation: Pipeline,
): boolean {
  const [a, b] = [mine[0], others[0]]
  if (a?.of !== 'train-test-split' || b?.of !== a.of || mine.length > 1 || others.length > 1) return false
  const unseeded = [train, validation].every(({ split }) => split?.seed.from === 'default')
  return unseeded && JSON.stringify(train.split?.span) !== JSON.stringify(validation.split?.span)
}

/** Two cuts of one list that must leave some file in both. */
function cutApart([a, ...mine]: readonly ListCut[], [b, ...others]: readonly ListCut[]): string | null {
  if (a === undefined || b === undefined || a.of !== b.of) return null
  const drawn = a.arguments.generator !== undefined && a.arguments.generator !== b.arguments.generator
  // Without a seed, one call and two calls look alike.
  const seeded = [a, b].every(
    ({ arguments: given }) => given.generator?.startsWith('{"kind":"call"') === true,
  )
  if (a.of === 'train-test-split' && drawn && seeded && mine.length === 0 && others.length === 0)
    return 'two calls of train_test_split draw two different orders of the same files'
  if (a.of === 'shuffled' && drawn && seeded && isPart(mine) && isPart(others))
    return 'they are cut from two different orders of the same files'
  if (a.picks !== undefined && b.picks !== undefined && mine.length === 0 && others.length === 0) {
    const left = apart(a.picks, b.picks)
    return left === null ? null : cutApart(...left)
  }
  return a.of === 'slice' && mine.length === 0 && others.length === 0 ? slices(a, b) : null
}

const isPart = ([only, ...rest]: readonly ListCut[]) => only?.of === 'slice' && rest.length === 0

function slices({ arguments: a }: ListCut, { arguments: b }: ListCut): string | null {
  if (a.step !== undefined || b.step !== undefined) return null
  if (a.from === undefined && b.from === undefined) return 'both take the beginning of the same list'
  if (a.to === undefined && b.to === undefined) return 'both take the end of the same list'
  const [head, tail] = a.from === undefined ? [a, b] : [b, a]
  if (head.from !== undefined || tail.to !== undefined) return null
  const [end, begin] = [numberIn(head.to), numberIn(tail.from)]
  const overlap = end !== null && begin !== null && Math.sign(end) === Math.sign(begin) && begin < end
  return overlap ? `one takes the list up to ${end}, the other from ${begin} on` : null
}

function numberIn(text: string | undefined): number | null {
  const number = /^\{"kind":"constant","value":(-?\d+)\}$/.exec(text ?? '')?.[1]
  return number === undefined ? null : Number(number)
}
