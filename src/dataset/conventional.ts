import type { Layout, Root } from './root.ts'
import { nameRoots } from './root.ts'
import { splitsOfSiblings } from './split-names.ts'
import { isStray } from './stray.ts'
import { type ImageTree, nameOf, parentOf } from './tree.ts'

/** A folder with split folders in it. */
interface Base {
  path: string
  roots: Root[]
  splits: number
  images: number
}

/**
 * Where the data lies by the usual names: split folders (`data/train/cat/`), else one folder of classes, else a
 * folder of images. Of several candidates the one with more splits, then with more images, is the data set.
 */
export function conventionalLayout(tree: ImageTree): Layout | null {
  const [best] = bases(tree)
  if (best !== undefined) {
    const roots = classesAbove(tree, best) ?? best.roots
    return { roots, origin: `folders ${nameRoots(roots)}` }
  }
  const classes = foldersOfClasses(tree)
  if (classes !== undefined) {
    const root: Root = { path: classes, split: 'all', label: null }
    return { roots: [root], origin: `one folder of classes, ${nameRoots([root])}, without a split` }
  }
  const flat = flatRoots(tree)
  return flat.length === 0
    ? null
    : { roots: flat, origin: `images without class folders in ${nameRoots(flat)}` }
}

/** The split folders directly in `folder`, if they are splits and not classes that happen to be called `train`. */
export function splitRootsIn(tree: ImageTree, folder: string): Root[] {
  const children = tree.children.get(folder) ?? []
  const roots: Root[] = []
  const others: string[] = []
  const splits = splitsOfSiblings(children.map(nameOf))
  for (const child of children) {
    const split = splits.get(nameOf(child))
    if (split !== undefined) roots.push({ path: child, split, label: null })
    else if (!isStray(nameOf(child))) others.push(child)
  }
  const several = new Set(roots.map((root) => root.split)).size > 1
  if (several || others.length === 0) return roots
  // Alone among folders of images, `train` is a split only if it has classes in it.
  return roots.filter((root) => tree.children.has(root.path))
}

function bases(tree: ImageTree): Base[] {
  return [...tree.below.keys()]
    .map((folder) => {
      const roots = splitRootsIn(tree, folder)
      return {
        path: folder,
        roots,
        splits: new Set(roots.map((root) => root.split)).size,
        images: roots.reduce((sum, root) => sum + (tree.below.get(root.path) ?? 0), 0),
      }
    })
    .filter((base) => base.splits > 0)
    .sort((a, b) => b.splits - a.splits || b.images - a.images || (a.path < b.path ? -1 : 1))
}

/** `cat/train/`, `cat/val/`, `dog/train/` ...: the folder above the split names the class. Null if it is not so. */
function classesAbove(tree: ImageTree, base: Base): Root[] | null {
  if (base.path === '' || base.roots.some((root) => tree.children.has(root.path))) return null
  const classes = (tree.children.get(parentOf(base.path)) ?? []).map((folder) => ({
    folder,
    roots: splitRootsIn(tree, folder),
  }))
  const alike = classes.filter(
    ({ roots }) => roots.length > 0 && roots.every((root) => !tree.children.has(root.path)),
  )
  if (alike.length < 2) return null
  return alike.flatMap(({ folder, roots }) => roots.map((root) => ({ ...root, label: nameOf(folder) })))
}

/** The folder with at least two class folders that directly hold images; the one with most images. */
function foldersOfClasses(tree: ImageTree): string | undefined {
  const counted = [...tree.children].flatMap(([folder, children]) => {
    if (folder.split('/').some(isStray)) return []
    const classes = children.filter((child) => tree.direct.has(child) && !isStray(nameOf(child)))
    const images = classes.reduce((sum, child) => sum + (tree.below.get(child) ?? 0), 0)
    return classes.length < 2 ? [] : [{ folder, images }]
  })
  counted.sort((a, b) => b.images - a.images || (a.folder < b.folder ? -1 : 1))
  return counted[0]?.folder
}

/** Folders that directly hold images; those of documentation, and the project's own folder, only if nothing else. */
function flatRoots(tree: ImageTree): Root[] {
  const folders = [...tree.direct.keys()].filter((folder) => !folder.split('/').some(isStray)).sort()
  const inner = folders.filter((folder) => folder !== '')
  return (inner.length > 0 ? inner : folders).map((path) => ({ path, split: 'all', label: null }))
}
