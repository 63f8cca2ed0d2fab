import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { byCodePoint } from './code-point.ts'

export interface KerasListing {
  /** Endings of the files that count, in lower case. */
  endings: readonly string[]
  /** Whether folders whose names begin with a dot are classes too. */
  hidden: boolean
  /** The classes in the order that the code gives them; null for all folders, sorted by name. */
  classes: readonly string[] | null
}

/** `image_dataset_from_directory` (keras/src/utils/image_dataset_utils.py, dataset_utils.py: index_directory). */
export const datasetEndings = ['.bmp', '.gif', '.jpeg', '.jpg', '.png'] as const
/** `flow_from_directory` (keras/src/legacy/preprocessing/image.py): without the dot, as Keras compares them. */
export const generatorEndings = ['png', 'jpg', 'jpeg', 'bmp', 'ppm', 'tif', 'tiff'] as const

/**
 * The files of each class in the order in which Keras lists them: folders by their whole path, files in them by name,
 * both by code points; links to folders are not followed. Paths are POSIX, relative to `folder`. Null when a class
 * that the code names is not here (Keras raises, or finds nothing).
 */
export async function kerasFiles(
  folder: string,
  { endings, hidden, classes }: KerasListing,
): Promise<string[][] | null> {
  const found = (await classFolders(folder)).filter((name) => hidden || !name.startsWith('.'))
  if (classes?.some((name) => !found.includes(name)) === true) return null
  const files: string[][] = []
  for (const name of classes ?? found) {
    const folders = new Map<string, string[]>()
    await collect(folder, name, folders)
    const inOrder = [...folders].sort(([a], [b]) => byCodePoint(a, b))
    files.push(
      inOrder.flatMap(([inner, names]) =>
        names
          .filter((file) => endings.some((ending) => file.toLowerCase().endsWith(ending)))
          .sort(byCodePoint)
          .map((file) => `${inner}/${file}`),
      ),
    )
  }
  return files
}

async function classFolders(folder: string): Promise<string[]> {
  const names: string[] = []
  for (const entry of await entriesOf(folder)) {
    if (entry.isDirectory() || (await leadsToFolder(folder, entry))) names.push(entry.name)
  }
  return names.sort(byCodePoint)
}

/** The file names in a folder and in those below it, by folder. */
async function collect(folder: string, inner: string, into: Map<string, string[]>): Promise<void> {
  const names: string[] = []
  const absolute = path.join(folder, inner)
  into.set(inner, names)
  for (const entry of await entriesOf(absolute)) {
    if (entry.isDirectory()) await collect(folder, `${inner}/${entry.name}`, into)
    else if (!(await leadsToFolder(absolute, entry))) names.push(entry.name)
  }
}

/** What cannot be read is passed over, as Python's `os.walk` does. */
const entriesOf = (folder: string) => readdir(folder, { withFileTypes: true }).catch((): Dirent[] => [])

async function leadsToFolder(folder: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return false
  const target = await stat(path.join(folder, entry.name)).catch(() => null)
  return target?.isDirectory() === true
}
