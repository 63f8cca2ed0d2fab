import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Change } from './plan.ts'

const Step = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rewrite'),
    path: z.string(),
    /** SHA-256 of the file before and after. */
    before: z.string(),
    after: z.string(),
    /** Name of the copy of the file beside the journal. */
    copy: z.string(),
  }),
  z.object({ kind: z.literal('move'), from: z.string(), to: z.string() }),
])
const Journal = z.object({ version: z.literal(1), steps: z.array(Step) })
export type Journal = z.infer<typeof Journal>
export type JournalStep = z.infer<typeof Step>

const folderOf = (root: string) => path.join(root, '.doctor', 'undo')

export const digest = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex')

/**
 * Writes and syncs the undo journal, with copies of the files to be rewritten, before anything is changed.
 * @returns the absolute folder of the journal
 */
export async function writeJournal(root: string, changes: readonly Change[]): Promise<string> {
  const earlier = await journalFolders(root, () => true)
  const number = 1 + Math.max(0, ...earlier.map((folder) => Number.parseInt(path.basename(folder), 10)))
  const folder = path.join(folderOf(root), String(number).padStart(4, '0'))
  await mkdir(folder, { recursive: true })
  const steps: JournalStep[] = []
  for (const [index, change] of changes.entries()) {
    if (change.kind === 'move') {
      steps.push(change)
      continue
    }
    const copy = `${index}.copy`
    await writeSynced(path.join(folder, copy), change.before)
    steps.push({
      kind: 'rewrite',
      path: change.path,
      before: digest(change.before),
      after: digest(change.after),
      copy,
    })
  }
  const journal: Journal = { version: 1, steps }
  await writeSynced(path.join(folder, 'journal.json'), `${JSON.stringify(journal, null, 2)}\n`)
  return folder
}

/** The newest journal that was not undone yet, or null. Folders without a whole journal changed nothing. */
export async function newestJournal(root: string): Promise<{ folder: string; journal: Journal } | null> {
  const open = await journalFolders(root, (name) => !name.endsWith('-undone'))
  for (const folder of open.reverse()) {
    const text = await readFile(path.join(folder, 'journal.json'), 'utf8').catch(() => null)
    if (text !== null) return { folder, journal: Journal.parse(JSON.parse(text)) }
  }
  return null
}

/** Marks a journal as undone; it is kept. */
export const closeJournal = (folder: string): Promise<void> => rename(folder, `${folder}-undone`)

async function journalFolders(root: string, wanted: (name: string) => boolean): Promise<string[]> {
  const names = await readdir(folderOf(root)).catch(() => [])
  return names
    .filter((name) => /^\d+(-undone)?$/.test(name) && wanted(name))
    .sort()
    .map((name) => path.join(folderOf(root), name))
}

/** Writes beside the target, syncs, and renames over it: a crash leaves the old or the new content, never a part. */
export async function writeSynced(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.doctor-part`
  const handle = await open(temporary, 'w')
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
  await syncFolder(path.dirname(file))
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  // Windows cannot sync a folder; the rename itself is atomic there.
  await handle.sync().catch(() => undefined)
  await handle.close()
}
