import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Dataset } from '../model/dataset.ts'
import type { Finding } from '../model/finding.ts'
import type { Edit } from '../model/fix.ts'
import { editSource, OverlappingEdits } from './edits.ts'
import { emptiedFolders } from './emptied.ts'
import { addMoves, type Moves, noMoves, rowRemovals } from './moves.ts'

/** A change of the project's files. Paths are POSIX, relative to the project. */
export type Change =
  | { kind: 'rewrite'; path: string; before: string; after: string }
  /** Data is never deleted: excluded files move into the quarantine. */
  | { kind: 'move'; from: string; to: string }
  /** An empty folder goes away. */
  | { kind: 'remove-folder'; path: string }

export interface FixPlan {
  changes: Change[]
  /** Findings whose fix is part of the changes. */
  fixed: Finding[]
  /** Findings left alone, each with the reason. */
  left: { finding: Finding; reason: string }[]
}

export interface FixChoice {
  /** Also fixes that need a look. */
  unsafe: boolean
  /** Finding ids, rule ids; empty for all. */
  only: readonly string[]
  /** Ids of findings whose fix a trial has refuted: made only when they are asked for by id. */
  refuted?: readonly string[]
}

/**
 * What `doctor fix` would do: source edits merged per file, moves of image files, and
 * class folders that these leave empty. A fix that touches the same
 * text as an earlier one is left for the next run. Reads the sources, changes nothing.
 */
export async function planFixes(
  findings: readonly Finding[],
  project: { root: string; dataset: Dataset | null },
  choice: FixChoice,
): Promise<FixPlan> {
  const plan: FixPlan = { changes: [], fixed: [], left: [] }
  const { root, dataset } = project
  const moves = dataset === null ? null : noMoves(root, dataset)
  const soFar: FixesSoFar = { root, edits: new Map(), sources: new Map(), moves }
  for (const finding of findings) {
    if (choice.only.length > 0 && !choice.only.some((id) => id === finding.id || id === finding.rule))
      continue
    const reason = whyNot(finding, choice) ?? (await add(finding, soFar))
    if (reason === null) plan.fixed.push(finding)
    else plan.left.push({ finding, reason })
  }
  for (const [file, own] of soFar.edits) {
    const before = soFar.sources.get(file)
    if (before === undefined) continue
    plan.changes.push({ kind: 'rewrite', path: file, before, after: editSource(file, before, own) })
  }
  for (const [from, { to }] of [...(moves?.planned ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)))
    plan.changes.push({ kind: 'move', from, to })
  for (const folder of moves === null ? [] : await emptiedFolders(moves))
    plan.changes.push({ kind: 'remove-folder', path: folder })
  return plan
}

function whyNot({ id, fix }: Finding, { unsafe, only, refuted = [] }: FixChoice): string | null {
  if (fix === undefined || fix.applicability === 'manual') return 'has to be mended by hand'
  if (fix.applicability === 'unsafe' && !unsafe) return 'needs a look: --unsafe applies it'
  if (refuted.includes(id) && !only.includes(id))
    return 'its trial refuted this fix: naming its id applies it'
  if (fix.operations.some((operation) => operation.op === 'set')) return 'has no single place in the source'
  return null
}

interface FixesSoFar {
  root: string
  edits: Map<string, Edit[]>
  sources: Map<string, string>
  /** null when the dataset could not be read. */
  moves: Moves | null
}

/** Adds a finding's edits and moves, all or none; the reason when they cannot be added. */
async function add(finding: Finding, soFar: FixesSoFar): Promise<string | null> {
  const { edits, moves } = soFar
  const operations = finding.fix?.operations ?? []
  const merged = new Map<string, Edit[]>()
  const removals = moves === null ? [] : rowRemovals(operations, moves)
  for (const operation of [...operations, ...removals]) {
    if (operation.op !== 'edit') continue
    const file = operation.span.path
    merged.set(file, [...(merged.get(file) ?? edits.get(file) ?? []), operation])
  }
  const clash = await clashOf(merged, soFar)
  if (clash !== null) return clash
  if (operations.some((operation) => 'sample' in operation)) {
    const reason = moves === null ? 'the dataset could not be read' : addMoves(finding, moves)
    if (reason !== null) return reason
  }
  for (const [file, together] of merged) edits.set(file, together)
  return null
}

async function clashOf(
  merged: ReadonlyMap<string, Edit[]>,
  { root, sources }: FixesSoFar,
): Promise<string | null> {
  for (const [file, together] of merged) {
    const text = sources.get(file) ?? (await readText(path.join(root, file)))
    if (text === null) return `${file} is not UTF-8 text`
    sources.set(file, text)
    try {
      editSource(file, text, together)
    } catch (fault) {
      if (!(fault instanceof OverlappingEdits)) throw fault
      return 'changes the same place as another fix: run doctor fix again'
    }
  }
  return null
}

/** null where writing the text back would not give the same bytes. */
async function readText(file: string): Promise<string | null> {
  const bytes = await readFile(file)
  return isUtf8(bytes) ? bytes.toString('utf8') : null
}
