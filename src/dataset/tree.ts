/** The folders of a project as its images show them: who contains whom, and how many images lie where. */
export interface ImageTree {
  /** All image paths, sorted. */
  images: readonly string[]
  /** Folders with images in them or below, with their number; `''` is the project itself. */
  below: ReadonlyMap<string, number>
  /** Number of images directly in a folder. */
  direct: ReadonlyMap<string, number>
  /** Subfolders that hold images themselves or below, sorted. */
  children: ReadonlyMap<string, readonly string[]>
}

/** Builds the tree from POSIX paths. */
export function imageTree(paths: readonly string[]): ImageTree {
  const images = [...paths].sort()
  const below = new Map<string, number>()
  const direct = new Map<string, number>()
  const children = new Map<string, Set<string>>()
  for (const image of images) {
    let folder = parentOf(image)
    direct.set(folder, (direct.get(folder) ?? 0) + 1)
    for (;;) {
      below.set(folder, (below.get(folder) ?? 0) + 1)
      if (folder === '') break
      const parent = parentOf(folder)
      const siblings = children.get(parent) ?? new Set()
      children.set(parent, siblings.add(folder))
      folder = parent
    }
  }
  const sorted = new Map([...children].map(([folder, inside]) => [folder, [...inside].sort()]))
  return { images, below, direct, children: sorted }
}

/** `a/b/c` -> `a/b`, `a` -> `''`. */
export const parentOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** `a/b/c` -> `c`. */
export const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** Whether `path` is `folder` or lies in it; `''` contains everything but paths outside the project. */
export function isInside(path: string, folder: string): boolean {
  if (folder === '') return path !== '..' && !path.startsWith('../')
  return path === folder || path.startsWith(`${folder}/`)
}

/** `a`, `b` -> `a/b`; in the project itself (`''`) just `b`. */
export const inFolder = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`)
