import { access, mkdir, readFile, realpath, rename, rmdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { writeJournal, writeSynced } from './journal.ts'
import type { Change } from './plan.ts'

/** A file is not as the analysis saw it; nothing was changed. */
export class ChangedSince extends Error {}

/**
 * Makes the changes of a plan, after the undo journal is safely on disk. Killed at any point, the project can be
 * brought back with `undoLast`.
 * @throws ChangedSince, before the first change, when a file differs from what the plan was made on or a target of
 *   a move exists
 */
export async function applyChanges(root: string, changes: readonly Change[]): Promise<void> {
  for (const change of changes) await checkUnchanged(root, change)
  await writeJournal(root, changes)
  for (const change of changes) {
    if (change.kind === 'rewrite') await rewrite(path.join(root, change.path), change.after)
    else if (change.kind === 'move') await move(path.join(root, change.from), path.join(root, change.to))
    // One into which something was put meanwhile stays.
    else await rmdir(path.join(root, change.path)).catch(() => undefined)
  }
}

async function checkUnchanged(root: string, change: Change): Promise<void> {
  if (change.kind === 'rewrite') {
    const now = await readFile(path.join(root, change.path), 'utf8').catch(() => null)
    if (now !== change.before)
      throw new ChangedSince(`${change.path} was changed meanwhile: run doctor fix again`)
    return
  }
  if (change.kind === 'remove-folder') return
  if (!(await exists(path.join(root, change.from)))) {
    throw new ChangedSince(`${change.from} is gone: run doctor fix again`)
  }
  if (await exists(path.join(root, change.to))) throw new ChangedSince(`${change.to} is in the way`)
}

/** Replaces a file's content in one step; keeps its permissions and, where it is a link, the link. */
export async function rewrite(link: string, content: string | Uint8Array): Promise<void> {
  const file = await realpath(link)
  const { mode } = await stat(file)
  await writeSynced(file, content, mode)
}

/** Moves a file, making the folders on the way. */
export async function move(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true })
  await rename(from, to)
}

/** Whether something is at the path. */
export const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )
