import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Dataset, Sample } from '../model/dataset.ts'
import type { Finding } from '../model/finding.ts'
import { type Edit, type Operation, removeRow } from '../model/fix.ts'
import { groupBy } from '../model/group-by.ts'

/** Where excluded images go, under the project's `.doctor/`. */
export const quarantine = '.doctor/quarantine'

/** The moves of image files that several fixes add up to. */
export interface Moves {
  root: string
  dataset: Dataset
  samples: ReadonlyMap<string, Sample>
  /** By the file to be moved: where it is wanted, and the free name it gets there. */
  planned: Map<string, { wanted: string; to: string }>
  /** Names that are taken: samples and targets. */
  taken: Set<string>
  excluded: Set<string>
  /** By image: the copies of which a fix that was taken needs one to stay. */
  promises: Map<string, string[][]>
}

export function noMoves(root: string, dataset: Dataset): Moves {
  const samples = new Map(dataset.samples.map((sample) => [sample.path, sample]))
  return {
    ...{ root, dataset, samples, planned: new Map(), taken: new Set(samples.keys()) },
    ...{ excluded: new Set(), promises: new Map() },
  }
}

/**
 * Adds what a finding's fix does to the data, all or nothing. Two fixes of one image must want the same, and fixes
 * that each exclude another copy of a photo must not exclude all of it between them.
 * @returns null, or the reason why the fix is left alone
 */
export function addMoves(finding: Finding, moves: Moves): string | null {
  const wanted = new Map<string, string>()
  const unlisted = new Set<string>()
  for (const [sample, operations] of bySample(finding.fix?.operations ?? [])) {
    const place = placeFor(sample, operations, moves)
    if ('reason' in place) return place.reason
    if (place.target === null) unlisted.add(sample)
    else wanted.set(sample, place.target)
  }
  const quarantined = [...wanted].filter(([, target]) => target.startsWith(`${quarantine}/`))
  const own = new Set([...quarantined.map(([from]) => from), ...unlisted])
  const kept = finding.locations
    .map((place) => place.path)
    .filter((image) => moves.samples.has(image) && !own.has(image))
  const gone = (image: string) => own.has(image) || moves.excluded.has(image)
  const concerned = [...own].flatMap((image) => moves.promises.get(image) ?? [])
  if (own.size > 0 && [kept, ...concerned].some((copies) => copies.length > 0 && copies.every(gone)))
    return 'another fix excludes the copy that this one keeps: run doctor fix again'
  for (const image of own) moves.excluded.add(image)
  if (own.size > 0)
    for (const image of kept) moves.promises.set(image, [...(moves.promises.get(image) ?? []), kept])
  for (const [sample, target] of wanted) take(sample, target, moves)
  return null
}

/** Where an image is to go, null for out of its manifest alone; or why it has to stay. */
function placeFor(
  sample: string,
  operations: readonly DataOperation[],
  moves: Moves,
): { target: string | null } | { reason: string } {
  const { container, listed } = moves.samples.get(sample) ?? {}
  if (container !== undefined)
    return { reason: 'the image lies inside a container, which is not changed: write that anew without it' }
  const reason = listed === undefined ? null : whyNotInList(listed, operations)
  if (reason !== null) return { reason }
  if (listed !== undefined && sample.startsWith('../')) return { target: null }
  if (sample.startsWith('../')) return { reason: 'the image lies outside the project' }
  const target = targetOf(sample, operations, moves)
  if (target === null) return { reason: 'it is not known which folder the image belongs in' }
  const earlier = moves.planned.get(sample)
  return earlier !== undefined && earlier.wanted !== target
    ? { reason: 'another fix does something else with the same image: run doctor fix again' }
    : { target }
}

/** A listed image leaves the data by its row, and its file goes with it; what else the row says, a person changes. */
function whyNotInList(
  { lines, manifest }: NonNullable<Sample['listed']>,
  operations: readonly DataOperation[],
): string | null {
  if (!operations.every(({ op }) => op === 'exclude'))
    return `${manifest} says label and side: change its row there`
  return lines === null ? `its row in ${manifest} has to be taken out by hand` : null
}

/** The edits of manifests that the exclusions among some operations come to. */
export function rowRemovals(operations: readonly Operation[], { samples }: Moves): Edit[] {
  return operations.flatMap((operation) => {
    const listed = operation.op === 'exclude' ? samples.get(operation.sample)?.listed : undefined
    return listed?.lines ? [removeRow(listed.manifest, listed.lines, '')] : []
  })
}

function take(sample: string, wanted: string, { root, planned, taken }: Moves): void {
  if (planned.has(sample)) return
  const { dir, name, ext } = path.posix.parse(wanted)
  let to = wanted
  // The disk is asked too: an earlier run may have put a file of this name into the quarantine.
  for (let number = 2; taken.has(to) || existsSync(path.join(root, to)); number++)
    to = path.posix.join(dir, `${name}-${number}${ext}`)
  taken.add(to)
  planned.set(sample, { wanted, to })
}

type DataOperation = Extract<Operation, { sample: string }>

function bySample(operations: readonly Operation[]): Map<string, DataOperation[]> {
  return groupBy(
    operations.filter((operation) => 'sample' in operation),
    ({ sample }) => sample,
  )
}

/** Where the operations on one image want its file, or null when no folder is known for it. */
function targetOf(
  from: string,
  operations: readonly DataOperation[],
  { samples, dataset }: Moves,
): string | null {
  if (operations.some(({ op }) => op === 'exclude')) return `${quarantine}/${from}`
  const sample = samples.get(from)
  if (sample === undefined) return null
  let { label, split } = sample
  for (const operation of operations) {
    if (operation.op === 'relabel') label = operation.label
    if (operation.op === 'move') split = operation.split
  }
  if (label === null) return null
  const known = dataset.classFolders.find((one) => one.split === split && one.label === label)?.path
  const folder = known ?? siblingFolder(sample, split, label, dataset)
  return folder === null || folder.startsWith('../') ? null : `${folder}/${nameBelowClass(sample, dataset)}`
}

/** With the folders below the class folder (a scene, a patient), else the bare name. */
function nameBelowClass({ path: from, split, label }: Sample, { classFolders }: Dataset): string {
  const own = classFolders.find(
    (one) => one.split === split && one.label === label && from.startsWith(`${one.path}/`),
  )
  return own === undefined ? path.posix.basename(from) : from.slice(own.path.length + 1)
}

/** A class folder that does not exist yet, beside those of its split. */
function siblingFolder(
  sample: Sample,
  split: Sample['split'],
  label: string,
  dataset: Dataset,
): string | null {
  const known = dataset.classFolders.find((one) => one.split === split)?.path
  if (known !== undefined) return path.posix.join(path.posix.dirname(known), label)
  return split === sample.split ? path.posix.join(path.posix.dirname(sample.path), '..', label) : null
}
