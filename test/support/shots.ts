import { readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import type { Random } from '../../src/model/random.ts'

/** How shots of one scene differ: the share of each side that they show, turned by up to so many degrees, brightness. */
export interface Jitter {
  shown: number
  degrees: number
  brightness: number
}

/** Of a burst: the camera hardly moves. */
export const burst: Jitter = { shown: 0.85, degrees: 0, brightness: 0.1 }

/** Shots of what a photo shows, as small JPEGs: each another part of it. */
export async function shotsOf(
  photo: string,
  count: number,
  random: Random,
  jitter = burst,
): Promise<Uint8Array[]> {
  const bytes = await readFile(photo)
  const { width, height } = await sharp(bytes).metadata()
  const [wide, high] = [Math.floor(width * jitter.shown), Math.floor(height * jitter.shown)]
  const shots: Uint8Array[] = []
  for (let shot = 0; shot < count; shot += 1) {
    const part = sharp(bytes).extract({
      left: random.below(width - wide + 1),
      top: random.below(height - high + 1),
      width: wide,
      height: high,
    })
    const turn = random.uniform(-jitter.degrees, jitter.degrees)
    const turned =
      jitter.degrees > 0 ? sharp(await part.toBuffer()).rotate(turn, { background: '#777' }) : part
    shots.push(
      await turned
        .resize(128)
        .modulate({ brightness: 1 + random.uniform(-jitter.brightness, jitter.brightness) })
        .jpeg({ quality: 85 })
        .toBuffer(),
    )
  }
  return shots
}

/** All JPEGs below a folder, sorted by path. */
export function photosBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => /\.jpe?g$/i.test(file) && statSync(file).isFile())
    .sort()
}
