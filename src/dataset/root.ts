import { SplitName } from '../model/fix.ts'
import { isInside } from './tree.ts'

/** A folder whose images all belong to one side; its subfolders are the classes. */
export interface Root {
  /** POSIX, relative to the project; `''` is the project itself. */
  path: string
  split: SplitName
  /** The one label of all its images where the class folders lie above the split (`cat/train/`), else null. */
  label: string | null
}

/** Where the data lies, and how that is known. */
export interface Layout {
  roots: Root[]
  /** A phrase for people: `folders data/train and data/val`. */
  origin: string
}

/** `train/ and val/`, training first; the project itself is `./`, and of many folders the first six are named. */
export function nameRoots(roots: readonly Root[]): string {
  const order = (root: Root) => SplitName.options.indexOf(root.split)
  const sorted = [...roots].sort((a, b) => order(a) - order(b) || (a.path < b.path ? -1 : 1))
  const names = sorted.slice(0, 6).map((root) => (root.path === '' ? './' : `${root.path}/`))
  if (sorted.length > names.length) names.push(`${sorted.length - names.length} more`)
  const last = names.pop() ?? ''
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`
}

/** The root an image belongs to: the innermost, should one lie in another. */
export function rootOf(image: string, roots: readonly Root[]): Root | undefined {
  let inner: Root | undefined
  for (const root of roots) {
    if (isInside(image, root.path) && root.path.length >= (inner?.path.length ?? 0)) inner = root
  }
  return inner
}
