import { chmod, mkdir, readFile, realpath, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { ChangedSince, exists, move, rewrite } from './apply.ts'
import { closeJournal, digest, type Journal, type JournalStep, newestJournal, partOf } from './journal.ts'

/**
 * Takes back the newest `doctor fix`, byte for byte, also one that was killed half-way. Steps that had not been
 * made are skipped.
 * @returns how many steps were taken back, or null when there is nothing to undo
 * @throws ChangedSince, before the first change, when a file was edited after the fix
 */
export async function undoLast(root: string): Promise<number | null> {
  const newest = await newestJournal(root)
  if (newest === null) return null
  const { folder, journal } = newest
  const back: JournalStep[] = []
  for (const step of [...journal.steps].reverse()) if (await wasMade(root, step)) back.push(step)
  for (const step of back) {
    if (step.kind === 'move') await move(path.join(root, step.to), path.join(root, step.from))
    else if (step.kind === 'remove-folder') await mkdir(path.join(root, step.path), { recursive: true })
    else await rewrite(path.join(root, step.path), await readFile(path.join(folder, step.copy)))
  }
  // After all else, and whether made now or by an undo that was killed: the folder may not have been writable.
  for (const step of journal.steps)
    if (step.kind === 'remove-folder') await chmod(path.join(root, step.path), step.mode)
  await tidyUp(root, journal)
  await closeJournal(folder)
  return back.length
}

async function wasMade(root: string, step: JournalStep): Promise<boolean> {
  if (step.kind === 'rewrite') {
    const content = await readFile(path.join(root, step.path)).catch(() => null)
    if (content === null) throw new ChangedSince(`${step.path} is gone: the fix cannot be undone`)
    const now = digest(content)
    if (now === step.before) return false
    if (now === step.after) return true
    throw new ChangedSince(`${step.path} was changed after the fix: it cannot be undone`)
  }
  if (step.kind === 'remove-folder') return !(await exists(path.join(root, step.path)))
  const [from, to] = [await exists(path.join(root, step.from)), await exists(path.join(root, step.to))]
  if (from && to) throw new ChangedSince(`${step.from} and ${step.to} both exist: the move cannot be undone`)
  if (!from && !to) throw new ChangedSince(`${step.from} is gone: the move cannot be undone`)
  return to
}

/** Removes half-written files that a killed run left, and the folders that the fix made, as far as they are empty. */
async function tidyUp(root: string, { steps, folders }: Journal): Promise<void> {
  for (const step of steps)
    if (step.kind === 'rewrite') await rm(partOf(await realpath(path.join(root, step.path))), { force: true })
  for (const folder of [...folders].reverse()) await rmdir(path.join(root, folder)).catch(() => undefined)
}
