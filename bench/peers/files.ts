import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Random } from '../../src/model/random.ts'
import { copyOf, decode, transforms } from '../near-duplicates/transforms.ts'

/** A changed copy in `val/` of an original in `train/`. Paths are relative to the folder. */
export interface Planted {
  original: string
  copy: string
  transform: string
}

/** Transforms as the table shows them together. */
export const families: Record<string, (transform: string) => boolean> = {
  'flips, right angles': (name) => name.startsWith('flip') || /^rotation (90|180)$/.test(name),
  'crops, small rotations': (name) => name.includes('crop') || /^rotation (5|10)$/.test(name),
  'border, letterbox, overlay': (name) => ['border', 'letterbox', 'overlay'].includes(name),
  'two at once': (name) => name === 'two at once',
  're-encoded, resized, recoloured, blurred': () => true,
}

/**
 * Fills `folder` with `count` photos in `train/` and one changed copy of each in `val/`, the transforms in turn. Photos are
 * spread evenly over the classes; labels are kept, so that leaks and nothing else are planted.
 */
export async function plantCopies(source: string, folder: string, count: number): Promise<Planted[]> {
  const photos = await photosOf(source, count)
  const random = new Random(0, 'peers', path.basename(source))
  const planted: Planted[] = []
  for (const [index, { file, label }] of photos.entries()) {
    const transform = transforms[index % transforms.length] ?? 'resize'
    const bytes = await readFile(file)
    const original = path.posix.join('train', label, `${index}${path.extname(file)}`)
    const copy = path.posix.join(
      'val',
      label,
      `copy-${index}.${transform.startsWith('WebP') ? 'webp' : 'jpg'}`,
    )
    await write(folder, original, bytes)
    await write(folder, copy, await copyOf(await decode(bytes), transform, random))
    planted.push({ original, copy, transform })
  }
  return planted
}

async function write(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(path.join(folder, path.dirname(name)), { recursive: true })
  await writeFile(path.join(folder, name), bytes)
}

async function photosOf(source: string, count: number): Promise<{ file: string; label: string }[]> {
  const classes = (await readdir(source, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  const perClass = await Promise.all(
    classes.map(async ({ name }) => {
      const files = (await readdir(path.join(source, name))).filter((file) => /\.jpe?g$/i.test(file)).sort()
      return files.map((file) => ({ file: path.join(source, name, file), label: name }))
    }),
  )
  const rounds = Math.max(...perClass.map(({ length }) => length))
  const inTurn = Array.from({ length: rounds }, (_, round) =>
    perClass.flatMap((list) => list.slice(round, round + 1)),
  )
  return inTurn.flat().slice(0, count)
}
