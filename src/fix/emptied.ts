import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { ClassFolder } from '../model/dataset.ts'
import { type Moves, quarantine } from './moves.ts'

/**
 * Class folders that relabelling leaves empty, with the folders in them, innermost first. To Keras and torchvision
 * an empty folder is still a class, which would shift the numbers of all classes behind it. A class whose last images
 * are left out, or go to the other side, keeps its folder: the classes of both sides stay the same.
 */
export async function emptiedFolders({ root, dataset, planned }: Moves): Promise<string[]> {
  const emptied: string[] = []
  for (const folder of dataset.classFolders) {
    const leaving = [...planned].filter(([from]) => from.startsWith(`${folder.path}/`))
    if (!leaving.some(([, { to }]) => changesClass(to, folder, dataset.classFolders))) continue
    emptied.push(...(await foldersIfEmpty(root, folder.path, new Set(leaving.map(([from]) => from)))))
  }
  return emptied
}

function changesClass(to: string, { label }: ClassFolder, known: readonly ClassFolder[]): boolean {
  if (to.startsWith(`${quarantine}/`)) return false
  return known.find((folder) => to.startsWith(`${folder.path}/`))?.label !== label
}

/** The folder and all below it, innermost first; none when a file is in there that does not leave. */
async function foldersIfEmpty(root: string, folder: string, leaving: ReadonlySet<string>): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true }).catch(
    () => null,
  )
  if (entries === null) return []
  const named = entries.map((entry) => ({
    place: path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    isFolder: entry.isDirectory(),
  }))
  if (named.some(({ place, isFolder }) => !isFolder && !leaving.has(place))) return []
  const inside = named.filter(({ isFolder }) => isFolder).map(({ place }) => place)
  return [folder, ...inside].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
}
