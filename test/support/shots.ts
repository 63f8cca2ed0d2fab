import { readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import type { Random } from '../../src/model/random.ts'

/**
 * How shots of one scene differ: the share of each side that they show, turned by up to so many degrees, brightness, and
 * by up to which share of each side the thing in the middle moves before what is behind it.
 */
export interface Jitter {
  shown: number
  degrees: number
  brightness: number
  moved: number
}

/** Of a burst: the camera hardly moves. If nothing else did, they were crops of one photo, near-duplicates. */
export const burst: Jitter = { shown: 0.9, degrees: 0, brightness: 0.1, moved: 0.06 }

/** Share of each side that the thing in the middle takes: a little more than half of the picture. */
const middle = 0.75

/** Shots of what a photo shows, as small JPEGs: each another part of it. */
export async function shotsOf(
  photo: string,
  count: number,
  random: Random,
  jitter = burst,
): Promise<Uint8Array[]> {
  const photographed = await readFile(photo)
  const { width, height } = await sharp(photographed).metadata()
  const [wide, high] = [Math.floor(width * jitter.shown), Math.floor(height * jitter.shown)]
  const shots: Uint8Array[] = []
  for (let shot = 0; shot < count; shot += 1) {
    const bytes = await withMoved(photographed, jitter.moved, random)
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

/** The photo with its middle moved; draws nothing where nothing moves. */
async function withMoved(photo: Uint8Array, most: number, random: Random): Promise<Uint8Array> {
  if (most === 0) return photo
  const { width, height } = await sharp(photo).metadata()
  const [wide, high] = [Math.floor(width * middle), Math.floor(height * middle)]
  const [left, top] = [Math.floor((width - wide) / 2), Math.floor((height - high) / 2)]
  const input = await sharp(photo).extract({ left, top, width: wide, height: high }).toBuffer()
  const by = (side: number) => Math.round(side * random.uniform(-most, most))
  return sharp(photo)
    .composite([{ input, left: left + by(width), top: top + by(height) }])
    .toBuffer()
}

/** All JPEGs below a folder, sorted by path. */
export function photosBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => /\.jpe?g$/i.test(file) && statSync(file).isFile())
    .sort()
}
