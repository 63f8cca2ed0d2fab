import { copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Random } from '../../src/model/random.ts'
import { photosBelow } from '../../test/support/shots.ts'

/** Photos of DOCTOR_TEST_DATA, and how many of each class a project gets: about what a quick probe takes in all. */
export const photoSets = {
  grocery: { folders: ['grocery'], train: 45, validation: 30 },
  trashnet: { folders: ['trashnet/train', 'trashnet/val', 'trashnet/test'], train: 60, validation: 30 },
} as const
export type PhotoSet = keyof typeof photoSets

export type Side = 'train' | 'val'

/** A photo in a {@link Sandbox}. */
export interface Photo {
  side: Side
  label: string
  /** File name. */
  name: string
}

/** Relative to the project. */
export const placeOf = ({ side, label, name }: Photo): string => `data/${side}/${label}/${name}`

/**
 * A project on disk with photos drawn at random into `data/train/<class>` and `data/val/<class>`. What is planted in
 * it can be taken out again, so that one draw serves many cases.
 */
export class Sandbox {
  readonly root: string
  readonly photos: readonly Photo[]
  readonly classes: readonly string[]
  readonly #undo: (() => Promise<void>)[] = []

  private constructor(root: string, photos: readonly Photo[]) {
    this.root = root
    this.photos = photos
    this.classes = [...new Set(photos.map(({ label }) => label))]
  }

  /** Draws photos of the set by the seed and copies them into a temporary folder. */
  static async draw(data: string, set: PhotoSet, seed: number): Promise<Sandbox> {
    const root = await mkdtemp(path.join(tmpdir(), 'doctor-bench-'))
    const { folders, train, validation } = photoSets[set]
    const photos: Photo[] = []
    for (const label of await classesOf(path.join(data, folders[0]))) {
      const all = folders.flatMap((folder) => photosBelow(path.join(data, folder, label)))
      const drawn = new Random(seed, 'calibration', set, label).shuffled(all).slice(0, train + validation)
      for (const [i, file] of drawn.entries()) {
        const photo: Photo = { side: i < train ? 'train' : 'val', label, name: path.basename(file) }
        await mkdir(path.dirname(path.join(root, placeOf(photo))), { recursive: true })
        await copyFile(file, path.join(root, placeOf(photo)))
        photos.push(photo)
      }
    }
    return new Sandbox(root, photos)
  }

  /** Photos of one side, in a random order with the classes in turn. */
  shuffled(side: Side, random: Random): Photo[] {
    const byClass = this.classes.map((label) =>
      random.shuffled(this.photos.filter((photo) => photo.side === side && photo.label === label)),
    )
    const longest = Math.max(...byClass.map(({ length }) => length))
    return Array.from({ length: longest }, (_, i) => byClass.flatMap((own) => own.slice(i, i + 1))).flat()
  }

  pathOf(photo: Photo): string {
    return path.join(this.root, placeOf(photo))
  }

  async add(photo: Photo, bytes: Uint8Array): Promise<void> {
    await this.write(placeOf(photo), bytes)
  }

  /** Writes a file that {@link restore} removes. */
  async write(place: string, content: Uint8Array | string): Promise<void> {
    const file = path.join(this.root, place)
    await writeFile(file, content)
    this.#undo.push(() => rm(file))
  }

  async move(from: Photo, to: Photo): Promise<void> {
    await rename(this.pathOf(from), this.pathOf(to))
    this.#undo.push(() => rename(this.pathOf(to), this.pathOf(from)))
  }

  /** Takes a photo out until {@link restore}. */
  async take(photo: Photo): Promise<void> {
    const hidden = path.join(this.root, `.${photo.side}-${photo.label}-${photo.name}`)
    await rename(this.pathOf(photo), hidden)
    this.#undo.push(() => rename(hidden, this.pathOf(photo)))
  }

  /** Puts all photos into `photos/<class>`, as they lie before any split, until {@link restore}. */
  async flatten(): Promise<void> {
    for (const photo of this.photos) {
      const file = path.join(this.root, 'photos', photo.label, photo.name)
      await mkdir(path.dirname(file), { recursive: true })
      await rename(this.pathOf(photo), file)
      this.#undo.push(() => rename(file, this.pathOf(photo)))
    }
    const [split, hidden] = [path.join(this.root, 'data'), path.join(this.root, '.data')]
    await rename(split, hidden)
    this.#undo.push(() => rename(hidden, split))
  }

  /** As it was drawn. */
  async restore(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await undo()
    await rm(path.join(this.root, 'photos'), { recursive: true, force: true })
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true })
  }
}

async function classesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}
