import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { ClassFolder, Sample } from '../model/dataset.ts'
import type { Project } from '../model/project.ts'
import { kindOf, skippedFolders } from '../project/kinds.ts'
import { type Root, rootOf } from './root.ts'
import { inFolder, isInside, nameOf } from './tree.ts'

/**
 * The class folders of the roots, sorted by path. A folder without any image counts as an empty class (Keras and
 * torchvision make a class of every subfolder); one whose images are ignored, or that cannot be read, does not.
 */
export async function classFoldersOf(
  project: Project,
  roots: readonly Root[],
  samples: readonly Sample[],
): Promise<ClassFolder[]> {
  const found = filledFolders(roots, samples)
  if (found.size === 0) return []
  for (const root of roots.filter((one) => one.label === null)) {
    for (const folder of await emptyFolders(project, root.path)) {
      if (found.has(folder)) continue
      found.set(folder, { path: folder, split: root.split, label: nameOf(folder), samples: 0 })
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function filledFolders(roots: readonly Root[], samples: readonly Sample[]): Map<string, ClassFolder> {
  const found = new Map<string, ClassFolder>()
  for (const { path: image, split, label } of samples) {
    const root = rootOf(image, roots)
    if (root === undefined || label === null) continue
    const folder = root.label === null ? inFolder(root.path, label) : root.path
    const known = found.get(folder)
    if (known !== undefined) known.samples += 1
    else found.set(folder, { path: folder, split, label, samples: 1 })
  }
  return found
}

async function emptyFolders(project: Project, root: string): Promise<string[]> {
  const entries = await readdir(path.join(project.root, root), { withFileTypes: true }).catch(() => [])
  const empty: string[] = []
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.startsWith('.') || skippedFolders.has(entry.name)) continue
    const inside = inFolder(root, entry.name)
    const unread = project.problems.some((problem) => isInside(problem.path, inside))
    if (!unread && !(await holdsImages(path.join(project.root, inside)))) empty.push(inside)
  }
  return empty
}

async function holdsImages(absolute: string): Promise<boolean> {
  const entries = await readdir(absolute, { withFileTypes: true, recursive: true }).catch(() => [])
  return entries.some((entry) => !entry.isDirectory() && kindOf(entry.name) === 'image')
}
