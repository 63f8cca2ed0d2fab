import path from 'node:path'
import type { SplitName } from '../model/fix.ts'
import type { Pipeline } from '../model/pipeline.ts'
import type { TrainingSetup } from '../model/setup.ts'
import { splitRootsIn } from './conventional.ts'
import { type Layout, nameRoots, type Root } from './root.ts'
import { splitOfFolder } from './split-names.ts'
import { type ImageTree, isInside, parentOf } from './tree.ts'
import { isForeign, meaningsOf } from './written-path.ts'

/**
 * Where the data lies by the training code: the directories its pipelines read, each on the side it is used for.
 * A directory that the code splits itself, or uses on both sides, is not split (`all`). Split folders beside a named
 * one belong to the same data set. Null when no directory named in the code is here.
 */
export function layoutFromCode(setups: readonly TrainingSetup[], tree: ImageTree): Layout | null {
  const sides = new Map<string, SplitName>()
  for (const setup of setups) {
    for (const pipeline of setup.pipelines) {
      const folder = folderOf(pipeline, setup.file, tree)
      if (folder === null) continue
      const side = sideOf(pipeline, folder)
      const known = sides.get(folder)
      sides.set(folder, known === undefined || known === side ? side : 'all')
    }
  }
  const named = [...sides].map(([folder, split]): Root => ({ path: folder, split, label: null }))
  const roots = withoutContainers(named, tree).sort((a, b) => (a.path < b.path ? -1 : 1))
  if (roots.length === 0) return null
  const all = [...roots, ...siblings(roots, tree)].sort((a, b) => (a.path < b.path ? -1 : 1))
  return {
    roots: all,
    origin: `folders ${nameRoots(all)}, as the training code reads them${calledElsewhere(setups, tree)}`,
  }
}

/** The directory that a pipeline reads (see `meaningsOf`), if images lie in it. */
export function folderOf({ origin }: Pipeline, script: string, tree: ImageTree): string | null {
  if (origin.kind !== 'directory') return null
  const written = origin.path.value
  if (written === null || written === '') return null
  return meaningsOf(written, script).find((folder) => tree.below.has(folder)) ?? null
}

/** A phrase with the names of directories that the code reads on another machine; empty where it reads none there. */
export function calledElsewhere(setups: readonly TrainingSetup[], tree: ImageTree): string {
  const written = setups.flatMap(({ file, pipelines }) =>
    pipelines.flatMap((pipeline) => {
      const { origin } = pipeline
      const name = origin.kind === 'directory' ? origin.path.value : null
      const found = name !== null && isForeign(name, file) && folderOf(pipeline, file, tree) !== null
      return found ? [name] : []
    }),
  )
  const names = [...new Set(written)].sort()
  return names.length === 0 ? '' : `, which it calls ${names.join(' and ')}`
}

function sideOf(pipeline: Pipeline, folder: string): SplitName {
  if (pipeline.split !== null) return 'all'
  if (pipeline.role !== 'unknown') return pipeline.role
  return splitOfFolder(path.posix.basename(folder)) ?? 'all'
}

/** `data/` gives way to `data/train/`, and an unsplit folder that holds split folders gives way to those. */
function withoutContainers(roots: readonly Root[], tree: ImageTree): Root[] {
  return roots.filter((root) => {
    const contains = roots.some((other) => other !== root && isInside(other.path, root.path))
    return !contains && !(root.split === 'all' && splitRootsIn(tree, root.path).length > 0)
  })
}

function siblings(roots: readonly Root[], tree: ImageTree): Root[] {
  const bases = new Set(roots.filter((root) => root.split !== 'all').map((root) => parentOf(root.path)))
  return [...bases]
    .flatMap((base) => splitRootsIn(tree, base))
    .filter((root) => !roots.some((one) => isInside(root.path, one.path) || isInside(one.path, root.path)))
}
