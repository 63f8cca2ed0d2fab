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
  const found = differences
    .slice(1, -1)
    .flatMap((difference, index) => blobsOf(pyramid, difference, index + 1))
  found.sort((a, b) => b.strength - a.strength || a.place - b.place)
  const count = Math.min(found.length, featuresKept)
  const places = new Uint8Array(4 * count)
  const descriptors = new Int32Array(descriptorWords * count)
  for (const [index, { place, level }] of found.slice(0, count).entries()) {
    const at = { x: place % planeSide, y: Math.floor(place / planeSide), level }
    const turn = turnOf(pyramid, at)
    places.set([at.x, at.y, level, turn], 4 * index)
    descriptors.set(descriptorOf(pyramid, at, turn), index * descriptorWords)
  }
  return { count, width: pyramid.width, height: pyramid.height, places, descriptors }
}

interface Blob {
  place: number
  level: number
  strength: number
}

function blobsOf(pyramid: Pyramid, difference: Float32Array, level: number): Blob[] {
  const margin = Math.ceil(2 * blurOf(level))
  return extremaOf(level, pyramid, { margin, faintest })
    .filter((place) => isBlob(difference, place))
    .map((place) => ({ place, level, strength: Math.abs(difference[place] ?? 0) }))
}

function isBlob(plane: Float32Array, i: number): boolean {
  const at = (offset: number) => plane[i + offset] ?? 0
  const xx = at(1) + at(-1) - 2 * at(0)
  const yy = at(planeSide) + at(-planeSide) - 2 * at(0)
  const xy = (at(planeSide + 1) - at(planeSide - 1) - at(1 - planeSide) + at(-1 - planeSide)) / 4
  const product = xx * yy - xy * xy
  return product > 0 && (xx + yy) ** 2 < edgeLimit * product
}
