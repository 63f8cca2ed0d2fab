import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { Random } from '../src/model/random.ts'

const classes = 10
const [width, height] = [160, 120]
const script = `from tensorflow import keras
train = keras.utils.image_dataset_from_directory('data/train', seed=1)
val = keras.utils.image_dataset_from_directory('data/val', seed=1)
`

/** Every fifth image of a class is for validation. */
function place(index: number): string {
  return `data/${index % 5 === 0 ? 'val' : 'train'}/class-${Math.floor(index / 5) % classes}/${index}.jpg`
}

/**
 * Discs that cover one another, of random colours and of radii that fall off with their cube: the dead leaves model,
 * whose pictures share edges and scales with photos (Lee, Mumford & Huang 2001).
 */
async function picture(index: number, version: number): Promise<Buffer> {
  const random = new Random(index, version)
  const pixels = new Uint8Array(width * height * 3).fill(random.below(256))
  for (let leaf = 0; leaf < 120; leaf++) {
    const radius = 5 / Math.sqrt(1 - random.uniform(0, 0.995))
    const colour = [random.below(256), random.below(256), random.below(256)]
    drawDisc(pixels, { x: random.below(width), y: random.below(height), radius }, colour)
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer()
}

function drawDisc(
  pixels: Uint8Array,
  { x, y, radius }: { x: number; y: number; radius: number },
  colour: readonly number[],
): void {
  for (let row = Math.max(0, Math.ceil(y - radius)); row < Math.min(height, y + radius); row++) {
    const half = Math.sqrt(radius ** 2 - (row - y) ** 2)
    const [from, to] = [Math.max(0, Math.ceil(x - half)), Math.min(width, Math.floor(x + half) + 1)]
    for (let at = row * width + from; at < row * width + to; at++) pixels.set(colour, at * 3)
  }
}

/** Writes the pictures with these numbers over whatever is there; another version is another picture. */
export async function writePictures(
  root: string,
  indices: readonly number[],
  version: number,
): Promise<void> {
  for (let from = 0; from < indices.length; from += 64) {
    const some = indices.slice(from, from + 64)
    await Promise.all(
      some.map(async (index) => writeFile(path.join(root, place(index)), await picture(index, version))),
    )
  }
}

/** A project of 10 classes in two splits, with code that trains on it; every picture differs from all others. */
export async function makeProject(root: string, images: number): Promise<void> {
  for (const split of ['train', 'val'])
    for (let label = 0; label < classes; label++)
      await mkdir(path.join(root, 'data', split, `class-${label}`), { recursive: true })
  await writeFile(path.join(root, 'train.py'), script)
  await writePictures(root, [...Array(images).keys()], 0)
}
