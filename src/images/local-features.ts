import { describe, descriptorWords, turnOf } from './descriptor.ts'
import { blurOf, levels, type Pyramid, planeSide } from './pyramid.ts'

/** Of an image, the strongest so many local features are kept. */
export const featuresKept = 96

/** Blobs of an image, each with what its surroundings look like. */
export interface LocalFeatures {
  count: number
  /** Of the plane that they were found in, pixels. */
  width: number
  height: number
  /** Four bytes a feature: x and y in pixels of the plane, level of the pyramid, turn (see `turns`). */
  places: Uint8Array
  /** `descriptorWords` words a feature. */
  descriptors: Int32Array
}

/** Differences of planes smaller than this many grey levels are noise. */
const faintest = 0.25
/** An extremum along an edge is not tied to one place: largest ratio of its principal curvatures, squared sum over product. */
const edgeLimit = 12

const differences = Array.from({ length: levels - 1 }, () => new Float32Array(planeSide * planeSide))

/**
 * Extrema of the difference of Gaussians over place and scale (Lowe, "Distinctive Image Features from Scale-Invariant
 * Keypoints", IJCV 60(2), 2004), with binary descriptors (see `describe`).
 */
export function localFeatures(pyramid: Pyramid): LocalFeatures {
  subtract(pyramid)
  const found: { place: number; level: number; strength: number }[] = []
  for (let level = 1; level < levels - 2; level += 1) {
    extrema(pyramid, level, (place, strength) => found.push({ place, level, strength }))
  }
  found.sort((a, b) => b.strength - a.strength || a.place - b.place)
  const count = Math.min(found.length, featuresKept)
  const places = new Uint8Array(4 * count)
  const descriptors = new Int32Array(descriptorWords * count)
  for (const [index, { place, level }] of found.slice(0, count).entries()) {
    const at = { x: place % planeSide, y: Math.floor(place / planeSide), level }
    const turn = turnOf(pyramid, at)
    places.set([at.x, at.y, level, turn], 4 * index)
    describe(pyramid, at, turn, descriptors, index * descriptorWords)
  }
  return { count, width: pyramid.width, height: pyramid.height, places, descriptors }
}

function subtract({ planes, width, height }: Pyramid): void {
  for (const [level, difference] of differences.entries()) {
    const [finer, coarser] = [planes[level], planes[level + 1]]
    if (finer === undefined || coarser === undefined) continue
    for (let y = 0; y < height; y += 1) {
      const end = y * planeSide + width
      for (let i = y * planeSide; i < end; i += 1) difference[i] = (coarser[i] ?? 0) - (finer[i] ?? 0)
    }
  }
}

/** Calls `found` for each extremum of one level, rows first. */
function extrema(
  { width, height }: Pyramid,
  level: number,
  found: (place: number, strength: number) => void,
): void {
  const [finer, here, coarser] = [differences[level - 1], differences[level], differences[level + 1]]
  if (finer === undefined || here === undefined || coarser === undefined) return
  const margin = Math.ceil(2 * blurOf(level))
  for (let y = margin; y < height - margin; y += 1) {
    for (let x = margin; x < width - margin; x += 1) {
      const i = y * planeSide + x
      const value = here[i] ?? 0
      const strength = Math.abs(value)
      if (strength < faintest) continue
      const sign = value > 0 ? 1 : -1
      // The two neighbours in the row settle most.
      if (sign * (here[i + 1] ?? 0) >= strength || sign * (here[i - 1] ?? 0) >= strength) continue
      if (!isPeak(here, i, sign, strength, true)) continue
      if (!isPeak(finer, i, sign, strength, false) || !isPeak(coarser, i, sign, strength, false)) continue
      if (isBlob(here, i)) found(i, strength)
    }
  }
}

function isPeak(plane: Float32Array, i: number, sign: number, strength: number, own: boolean): boolean {
  for (let row = i - planeSide; row <= i + planeSide; row += planeSide) {
    for (let j = row - 1; j <= row + 1; j += 1) {
      if (own && j === i) continue
      if (sign * (plane[j] ?? 0) >= strength) return false
    }
  }
  return true
}

function isBlob(plane: Float32Array, i: number): boolean {
  const at = (offset: number) => plane[i + offset] ?? 0
  const xx = at(1) + at(-1) - 2 * at(0)
  const yy = at(planeSide) + at(-planeSide) - 2 * at(0)
  const xy = (at(planeSide + 1) - at(planeSide - 1) - at(1 - planeSide) + at(-1 - planeSide)) / 4
  const product = xx * yy - xy * xy
  return product > 0 && (xx + yy) ** 2 < edgeLimit * product
}
