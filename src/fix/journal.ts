import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises'
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
  /** With its permissions. */
  z.object({ kind: z.literal('remove-folder'), path: z.string(), mode: z.int() }),
])
const Journal = z.object({
  version: z.literal(1),
  steps: z.array(Step),
  /** Folders that the moves will make, outermost first. */
  folders: z.array(z.string()),
})
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
    if (change.kind !== 'rewrite') {
      steps.push(change.kind === 'move' ? change : { ...change, mode: await modeOf(root, change.path) })
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
  const journal: Journal = { version: 1, steps, folders: missingFolders(root, changes) }
  await writeSynced(path.join(folder, 'journal.json'), `${JSON.stringify(journal, null, 2)}\n`)
  await syncFolder(folderOf(root))
  return folder
}

const modeOf = async (root: string, folder: string): Promise<number> =>
  (await stat(path.join(root, folder))).mode & 0o7777

/** An empty class folder left behind would be a class of its own to the training. */
function missingFolders(root: string, changes: readonly Change[]): string[] {
  const missing = new Set<string>()
  for (const change of changes) {
    if (change.kind !== 'move') continue
    let folder = path.posix.dirname(change.to)
    for (; folder !== '.' && !existsSync(path.join(root, folder)); folder = path.posix.dirname(folder))
      missing.add(folder)
  }
  return [...missing].sort()
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

/** The name under which the new content of a file is written before it takes the file's place. */
export const partOf = (file: string): string => `${file}.doctor-part`

/**
 * Writes beside the target, syncs, and renames over it: a crash leaves the old or the new content, never a part.
 * @param mode permissions of the file, those of new files when absent
 */
export async function writeSynced(file: string, content: string | Uint8Array, mode?: number): Promise<void> {
  const handle = await open(partOf(file), 'w')
  try {
    await handle.writeFile(content)
    if (mode !== undefined) await handle.chmod(mode)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(partOf(file), file)
  await syncFolder(path.dirname(file))
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  // Windows cannot sync a folder; the rename itself is atomic there.
  await handle.sync().catch(() => undefined)
  await handle.close()
}
