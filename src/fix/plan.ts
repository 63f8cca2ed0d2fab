import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Dataset, Sample } from '../model/dataset.ts'
import type { Finding } from '../model/finding.ts'
import type { Edit, Operation } from '../model/fix.ts'
import { editSource, OverlappingEdits } from './edits.ts'

/** A change of the project's files. Paths are POSIX, relative to the project. */
export type Change =
  | { kind: 'rewrite'; path: string; before: string; after: string }
  /** Data is never deleted: excluded files move into the quarantine. */
  | { kind: 'move'; from: string; to: string }

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
}

/** Where excluded images go, under the project's `.doctor/`. */
export const quarantine = '.doctor/quarantine'

/**
 * What `doctor fix` would do: source edits merged per file and moves of image files. A fix that touches the same
 * text as an earlier one is left for the next run. Reads the sources, changes nothing.
 */
export async function planFixes(
  findings: readonly Finding[],
  project: { root: string; dataset: Dataset | null },
  choice: FixChoice,
): Promise<FixPlan> {
  const plan: FixPlan = { changes: [], fixed: [], left: [] }
  const edits = new Map<string, Edit[]>()
  const moves = new Map<string, string>()
  const sources = new Map<string, string>()
  for (const finding of findings) {
    if (choice.only.length > 0 && !choice.only.some((id) => id === finding.id || id === finding.rule))
      continue
    const reason =
      whyNot(finding, choice) ??
      (await addEdits(finding, { root: project.root, edits, sources })) ??
      addMoves(finding, project.dataset, moves)
    if (reason === null) plan.fixed.push(finding)
    else plan.left.push({ finding, reason })
  }
  for (const [file, own] of edits) {
    const before = sources.get(file)
    if (before === undefined) continue
    plan.changes.push({ kind: 'rewrite', path: file, before, after: editSource(file, before, own) })
  }
  for (const [from, to] of [...moves].sort()) plan.changes.push({ kind: 'move', from, to })
  return plan
}

function whyNot({ fix, trial }: Finding, { unsafe }: FixChoice): string | null {
  if (fix === undefined || fix.applicability === 'manual') return 'has to be mended by hand'
  if (fix.applicability === 'unsafe' && !unsafe) return 'needs a look: --unsafe applies it'
  if (trial?.verdict === 'refuted') return 'the trial refuted this fix'
  if (fix.operations.some((operation) => operation.op === 'set')) return 'has no single place in the source'
  return null
}

interface EditsSoFar {
  root: string
  edits: Map<string, Edit[]>
  sources: Map<string, string>
}

/** Adds the finding's edits, all or none; the reason when they cannot be added. */
async function addEdits(finding: Finding, { root, edits, sources }: EditsSoFar): Promise<string | null> {
  const own = (finding.fix?.operations ?? []).filter((operation) => operation.op === 'edit')
  const merged = new Map<string, Edit[]>()
  for (const edit of own) {
    const file = edit.span.path
    merged.set(file, [...(merged.get(file) ?? edits.get(file) ?? []), edit])
  }
  for (const [file, together] of merged) {
    const text = sources.get(file) ?? (await readFile(path.join(root, file), 'utf8'))
    sources.set(file, text)
    try {
      editSource(file, text, together)
    } catch (fault) {
      if (!(fault instanceof OverlappingEdits)) throw fault
      return 'changes the same place as another fix: run doctor fix again'
    }
  }
  for (const [file, together] of merged) edits.set(file, together)
  return null
}

function addMoves(finding: Finding, dataset: Dataset | null, moves: Map<string, string>): string | null {
  const operations = (finding.fix?.operations ?? []).filter((operation) => operation.op !== 'edit')
  if (operations.length === 0) return null
  if (dataset === null) return 'the dataset could not be read'
  const samples = new Map(dataset.samples.map((sample) => [sample.path, sample]))
  for (const operation of operations) {
    const target = targetOf(operation, samples, dataset)
    if (target === null) continue
    if (target.to.startsWith('../')) return 'the image lies outside the project'
    const taken = new Set([...moves.values(), ...samples.keys()])
    if (!moves.has(target.from)) moves.set(target.from, freeName(target.to, taken))
  }
  return null
}

function targetOf(
  operation: Operation,
  samples: ReadonlyMap<string, Sample>,
  dataset: Dataset,
): { from: string; to: string } | null {
  if (operation.op === 'edit' || operation.op === 'set') return null
  const from = operation.sample
  if (operation.op === 'exclude') return { from, to: `${quarantine}/${from}` }
  const sample = samples.get(from)
  if (sample === undefined || sample.label === null) return null
  const label = operation.op === 'relabel' ? operation.label : sample.label
  const split = operation.op === 'move' ? operation.split : sample.split
  const folder =
    dataset.classFolders.find((one) => one.split === split && one.label === label)?.path ??
    siblingFolder(sample, split, label, dataset)
  return folder === null ? null : { from, to: `${folder}/${path.posix.basename(from)}` }
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

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const { dir, name, ext } = path.posix.parse(wanted)
  let candidate = wanted
  for (let number = 2; taken.has(candidate); number++)
    candidate = path.posix.join(dir, `${name}-${number}${ext}`)
  return candidate
}
