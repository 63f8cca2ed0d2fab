import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { inMemory } from '../../src/images/cache/stored-look.ts'
import { closeSide } from '../../src/images/compare/close-up.ts'
import { decode } from '../../src/images/decode/decode.ts'
import { contentOf } from '../../src/images/look/content.ts'
import type { ReadAgain } from '../../src/images/near-duplicates/closer.ts'
import type { Comparable } from '../../src/images/near-duplicates/copies.ts'
import { Random } from '../../src/model/random.ts'
import { copyOf, decode as decodePhoto } from './transforms.ts'

/** Of the photos in a fixed random order these are scored; no limit is chosen on them. */
const scored = { from: 120, to: 420 }

/** Paths below `folder` of the photos that are scored, or of all others: those that limits may be chosen on. */
export async function photosOf(folder: string, { tuning }: { tuning: boolean }): Promise<string[]> {
  const all = await readdir(folder, { recursive: true })
  const names = all.filter((name) => name.endsWith('.jpg')).sort()
  const photos = new Random(1, path.basename(folder)).shuffled(names)
  return photos.filter((_, index) => (index >= scored.from && index < scored.to) !== tuning)
}

/** Images of one set as they are compared, with the bytes that they were made from. */
export class ImageSet {
  private readonly files = new Map<string, Uint8Array>()

  /** `name`: that of the photo in front of the last `@`, what was done to it behind. */
  async add(bytes: Uint8Array, name: string): Promise<Comparable> {
    this.files.set(name, bytes)
    const content = await contentOf(bytes, createHash('sha256').update(bytes).digest('hex'))
    if (!('look' in content)) throw new Error(`${name}: ${content.fact.reason}`)
    return { fact: { ...content.fact, path: name }, look: inMemory(content.look) }
  }

  /** The photos as they are. */
  addPhotos(folder: string, names: readonly string[]): Promise<Comparable[]> {
    return Promise.all(
      names.map(async (name) => this.add(await readFile(path.join(folder, name)), `${name}@`)),
    )
  }

  /** A changed copy of each photo. */
  async addCopies(folder: string, names: readonly string[], transform: string): Promise<Comparable[]> {
    const copies: Comparable[] = []
    for (const name of names) {
      const photo = await decodePhoto(await readFile(path.join(folder, name)))
      const bytes = await copyOf(photo, transform, new Random(2, name, transform))
      copies.push(await this.add(bytes, `${name}@${transform}`))
    }
    return copies
  }

  /** Forgets the bytes of some images. */
  forget(images: readonly Comparable[]): void {
    for (const { fact } of images) this.files.delete(fact.path)
  }

  readonly read: ReadAgain = async ({ path: name }) => {
    const bytes = this.files.get(name)
    return bytes === undefined ? null : (await decode(bytes, closeSide)).raster
  }
}

/** The photo that an image shows. */
export const photoOf = (image: Comparable | undefined) => image?.fact.path.split('@')[0] ?? ''
