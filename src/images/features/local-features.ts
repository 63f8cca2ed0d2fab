import { descriptorOf, descriptorWords, turnOf } from './descriptor.ts'
import { differences, extremaOf, levels, planeSide, subtractNext } from './planes.ts'
import { blurOf, type Pyramid } from './pyramid.ts'

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

/**
 * Extrema of the difference of Gaussians over place and scale (Lowe, "Distinctive Image Features from Scale-Invariant
 * Keypoints", IJCV 60(2), 2004), with binary descriptors (see `describe`).
 */
export function localFeatures(pyramid: Pyramid): LocalFeatures {
  for (let level = 0; level < levels - 1; level += 1) subtractNext(level, pyramid)
  const found: Blob[] = []
  for (let level = 1; level < levels - 2; level += 1) addBlobs(pyramid, level, found)
  found.sort((a, b) => b.strength - a.strength || a.place - b.place)
  const count = Math.min(found.length, featuresKept)
  const places = new Uint8Array(4 * count)
  const descriptors = new Int32Array(descriptorWords * count)
  for (let index = 0; index < count; index += 1) {
    const { place, level } = found[index] ?? { place: 0, level: 1 }
    const at = { x: place % planeSide, y: Math.floor(place / planeSide), level }
    const turn = turnOf(pyramid, at)
    places[4 * index] = at.x
    places[4 * index + 1] = at.y
    places[4 * index + 2] = level
    places[4 * index + 3] = turn
    descriptors.set(descriptorOf(pyramid, at, turn), index * descriptorWords)
  }
  return { count, width: pyramid.width, height: pyramid.height, places, descriptors }
}

interface Blob {
  place: number
  level: number
  strength: number
}

function addBlobs(pyramid: Pyramid, level: number, found: Blob[]): void {
  const difference = differences[level] ?? new Float32Array(0)
  const margin = Math.ceil(2 * blurOf(level))
  for (const place of extremaOf(level, pyramid, { margin, faintest }))
    if (isBlob(difference, place)) found.push({ place, level, strength: Math.abs(difference[place] ?? 0) })
}

function isBlob(plane: Float32Array, i: number): boolean {
  const [above, below] = [i - planeSide, i + planeSide]
  const twice = 2 * (plane[i] ?? 0)
  const xx = (plane[i + 1] ?? 0) + (plane[i - 1] ?? 0) - twice
  const yy = (plane[below] ?? 0) + (plane[above] ?? 0) - twice
  const one = (plane[below + 1] ?? 0) - (plane[above + 1] ?? 0)
  const xy = (one - (plane[below - 1] ?? 0) + (plane[above - 1] ?? 0)) / 4
  const product = xx * yy - xy * xy
  return product > 0 && (xx + yy) * (xx + yy) < edgeLimit * product
}
