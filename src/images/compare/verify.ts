import type { Orientation } from '../../model/images.ts'
import { detailSide, halve } from '../decode/shrink.ts'
import { type Affine, determinant, inverse } from '../geometry/affine.ts'
import { orientations } from '../geometry/orientation.ts'
import { agreement, type Texture, textureOf } from './correlation.ts'
import { refine } from './refine.ts'

/** What comparing the pixels of two images showed. */
export interface Verdict {
  /** Median correlation of the textured tiles after alignment, -1..1; of what could not be aligned, over all of it. */
  correlation: number
  /** Correlation, the less the fewer tiles have texture: this one is compared with limits. */
  score: number
  /** The correlation of the upper quartile of tiles: of a copy it stays high where other tiles are covered. */
  upper: number
  /** Share of the smaller image that lies inside the other, 0..1. */
  overlap: number
  /** Of the eight symmetries of the square, the nearest to the map from the first image to the second. */
  orientation: Orientation
  /** Where the first image lies in the second, as an `Affine`; null where aligning found nothing. */
  map: readonly number[] | null
}

/** The textures of one image at three resolutions, made when they are needed. */
export class Textures {
  private readonly detail: Uint8Array
  private readonly made = new Map<number, Texture>()

  /** `detail`: `detailSide * detailSide` bytes of luma. */
  constructor(detail: Uint8Array) {
    this.detail = detail
  }

  at(side: 32 | 64 | 128): Texture {
    const known = this.made.get(side)
    if (known !== undefined) return known
    let luma: Float32Array = new Float32Array(this.detail)
    for (let size = detailSide; size > side; size /= 2) luma = halve(luma, size)
    const texture = textureOf(luma, side, reaches[side])
    this.made.set(side, texture)
    return texture
  }
}

/** Half the width, in pixels, of the surroundings whose mean is taken away. */
const reaches = { 32: 4, 64: 5, 128: 6 }

/** Correlation at 32 x 32 below which aligning has not found a copy: distinct photos reach 0.3 once in a hundred. */
const hopeless = 0.35
/** Steps of aligning until what is hopeless is told, and from there on: crops that start far off need many. */
const steps = { first: 8, further: 20 }
/** With so many textured tiles the correlation counts in full; its chance deviation grows as their number shrinks. */
const enoughTiles = 16

/** The map of each orientation, in the order of `orientations`. */
export const orientationMaps: readonly Affine[] = orientations.map(({ transpose, rows, columns }) => {
  // Where a pixel of the first image lands in the turned one: transposed, then rows and columns turned around.
  const [x, y] = transpose
    ? [
        [0, 1],
        [1, 0],
      ]
    : [
        [1, 0],
        [0, 1],
      ]
  const turned = (axis: number[] | undefined, around: boolean) =>
    around ? [-(axis?.[0] ?? 0), -(axis?.[1] ?? 0), 1] : [axis?.[0] ?? 0, axis?.[1] ?? 0, 0]
  return Float64Array.of(...turned(x, columns), ...turned(y, rows))
})

/** Aligns the first image with the second from where `start` puts it, and compares them. Milliseconds a pair. */
export function verify(a: Textures, b: Textures, start: Affine): Verdict {
  const coarse = refine(a.at(32).values, b.at(32).values, 32, start, steps.first)
  if (coarse.correlation < hopeless) {
    const orientation = nearestOrientation(coarse.map)
    return { correlation: coarse.correlation, score: 0, upper: 0, overlap: 0, orientation, map: null }
  }
  const further = refine(a.at(32).values, b.at(32).values, 32, coarse.map, steps.further)
  return compare(a, b, refine(a.at(64).values, b.at(64).values, 64, further.map, steps.further).map)
}

/** Compares two images where they are: with something laid over one of them, aligning would go astray. */
export const verifyInPlace = (a: Textures, b: Textures): Verdict =>
  compare(a, b, Float64Array.of(1, 0, 0, 0, 1, 0))

function compare(a: Textures, b: Textures, map: Affine): Verdict {
  const orientation = nearestOrientation(map)
  // In the frame of the smaller part, so that most tiles lie inside the other image.
  const back = Math.abs(determinant(map)) > 1 ? inverse(map) : null
  const found = back === null ? agreement(a.at(128), b.at(128), map) : agreement(b.at(128), a.at(128), back)
  const { correlation, upper, overlap, tiles } = found
  return {
    correlation,
    score: correlation * Math.min(1, Math.sqrt(tiles / enoughTiles)),
    upper,
    overlap,
    orientation,
    map: [...map],
  }
}

function nearestOrientation(map: Affine): Orientation {
  let nearest: Orientation = 'none'
  let most = Number.NEGATIVE_INFINITY
  for (const [index, { name }] of orientations.entries()) {
    const other = orientationMaps[index]
    if (other === undefined) continue
    const likeness = [0, 1, 3, 4].reduce((sum, at) => sum + (map[at] ?? 0) * (other[at] ?? 0), 0)
    if (likeness > most) [most, nearest] = [likeness, name]
  }
  return nearest
}
