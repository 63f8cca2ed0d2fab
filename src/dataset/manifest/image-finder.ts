import path from 'node:path'
import type { SplitName } from '../../model/fix.ts'
import { splitInPath } from '../split-names.ts'
import { nameOf, parentOf } from '../tree.ts'

/** Where a name was written. */
export interface Written {
  /** Folder of the manifest, POSIX, relative to the project; `''` is the project. */
  folder: string
  /** The side of its row, which may tell `train/1.jpg` from `test/1.jpg`. */
  split?: SplitName | null
}

/**
 * Finds the images that a manifest means: by the path from the manifest's folder, from the project's, or else by the
 * end of the path (`cat/1.jpg` or `1` for `images/cat/1.jpg`), where only one image ends so. Of paths of another
 * machine (`/kaggle/input/x/train/1.jpg`) as much of the end counts as leads to one image with its folder.
 */
export class ImageFinder {
  private readonly present: ReadonlySet<string>
  /** By name with and without ending. */
  private readonly byName = new Map<string, string[]>()

  /** @param images POSIX, relative to the project */
  constructor(images: readonly string[]) {
    this.present = new Set(images)
    for (const image of images) {
      const name = nameOf(image)
      this.add(name, image)
      const stem = stemOf(name)
      if (stem !== name) this.add(stem, image)
    }
  }

  private add(name: string, image: string): void {
    const known = this.byName.get(name)
    if (known === undefined) this.byName.set(name, [image])
    else known.push(image)
  }

  /** The image, or null when there is none or more than one could be meant. */
  find(written: string, { folder, split = null }: Written): string | null {
    const posix = path.posix.normalize(written.trim().replaceAll('\\', '/'))
    if (posix === '.' || posix.endsWith('/')) return null
    for (const tried of [path.posix.join(folder, posix), posix]) if (this.present.has(tried)) return tried
    const parts = posix
      .replace(/^([A-Za-z]:)?\/+/, '')
      .split('/')
      .filter((part) => part !== '..')
    const named = this.byName.get(parts.at(-1) ?? '') ?? []
    const foreign = path.posix.isAbsolute(posix) || posix !== parts.join('/')
    for (let from = 0; from < parts.length; from += 1) {
      // A name alone does not stand for a path whose folders are not here.
      if (from > 0 && (!foreign || from === parts.length - 1)) break
      const end = parts.slice(from).join('/')
      const fitting = named.filter((image) => endsWith(image, end))
      if (fitting.length > 0) return only(fitting, folder, split)
    }
    return null
  }
}

const stemOf = (name: string) => name.replace(/\.[^.]+$/, '')

/** `images/cat/1.jpg` ends with `cat/1.jpg`, `cat/1` and `1.jpg`. */
function endsWith(image: string, end: string): boolean {
  const whole = `/${image}`
  return whole.endsWith(`/${end}`) || stemOf(whole).endsWith(`/${end}`)
}

/** Of several, the one on the row's side, then the one nearest to the manifest. */
function only(images: readonly string[], folder: string, split: SplitName | null): string | null {
  const sided = split === null ? [] : images.filter((image) => splitInPath(image) === split)
  const left = sided.length > 0 ? sided : images
  const below = left.filter((image) => folder === '' || parentOf(image).startsWith(folder))
  const [first, ...others] = below.length > 0 ? below : left
  return others.length === 0 ? (first ?? null) : null
}
