import { levels, planeSide } from './planes.ts'
import { blurOf, type Pyramid } from './pyramid.ts'

/** Words of a descriptor: 256 bits. */
export const descriptorWords = 8
const tests = descriptorWords * 32

/** Directions that are told apart: a turn of 1 is 360 / 64 degrees. */
export const turns = 64

/** Where a feature is: a pixel of a plane of the pyramid. */
interface Place {
  x: number
  y: number
  level: number
}

/** Blur that a feature of a level stands for: it lies between two planes. */
export const scaleOf = (level: number): number => blurOf(level + 0.5)

/** Radius of the surroundings that are described, in blurs. */
const reach = 5
/** Steps from the centre to the rim of the disc whose centroid gives the direction. */
const discSteps = 8

/**
 * Pairs of points in the unit disc, from a fixed xorshift32. The second half mirrors the first at the x axis: the
 * descriptor of the mirrored image has its halves swapped.
 */
const pattern = mirroredPairs()

function mirroredPairs(): Float32Array {
  let state = 12345
  const uniform = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  const pairs = new Float32Array(4 * tests)
  for (let test = 0; test < tests / 2; ) {
    const [ax, ay, bx, by] = [0.45 * normal(), 0.45 * normal(), 0.45 * normal(), 0.45 * normal()]
    if (ax * ax + ay * ay > 1 || bx * bx + by * by > 1 || Math.hypot(ax - bx, ay - by) < 0.25) continue
    pairs.set([ax, ay, bx, by], 4 * test)
    pairs.set([ax, -ay, bx, -by], 4 * (test + tests / 2))
    test += 1
  }
  return pairs
}

/** Points as offsets in pixels: x and y one after the other, and as offsets in the plane. */
interface Offsets {
  xy: Int8Array
  flat: Int16Array
  /** The largest of `xy`. */
  radius: number
}

function offsetsOf(points: Float32Array, scale: number, angle: number): Offsets {
  const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)]
  const xy = new Int8Array(points.length)
  const flat = new Int16Array(points.length / 2)
  for (let i = 0; i < flat.length; i += 1) {
    const [x, y] = [points[2 * i] ?? 0, points[2 * i + 1] ?? 0]
    xy[2 * i] = Math.round(cos * x - sin * y)
    xy[2 * i + 1] = Math.round(sin * x + cos * y)
    flat[i] = (xy[2 * i + 1] ?? 0) * planeSide + (xy[2 * i] ?? 0)
  }
  return { xy, flat, radius: xy.reduce((most, value) => Math.max(most, Math.abs(value)), 0) }
}

const disc = Float32Array.from(
  Array.from({ length: (2 * discSteps + 1) ** 2 }, (_, i) => [
    (i % (2 * discSteps + 1)) - discSteps,
    Math.floor(i / (2 * discSteps + 1)) - discSteps,
  ])
    .filter(([x = 0, y = 0]) => x * x + y * y <= discSteps ** 2)
    .flat(),
)
const discs = Array.from({ length: levels }, (_, level) =>
  offsetsOf(disc, (reach * scaleOf(level)) / discSteps, 0),
)

/** Made when first needed: one for each level and turn. */
const patterns: Offsets[] = []

function patternOf(level: number, turn: number): Offsets {
  const key = level * turns + turn
  const known = patterns[key] ?? offsetsOf(pattern, reach * scaleOf(level), (2 * Math.PI * turn) / turns)
  patterns[key] = known
  return known
}

const values = new Float32Array(2 * tests)

/** Reads a plane at offsets from a place into `values`; beyond the edges stand the outermost pixels. */
function read(
  { planes, width, height }: Pyramid,
  { x, y, level }: Place,
  { xy, flat, radius }: Offsets,
): void {
  const plane = planes[level] ?? values
  const inside = x >= radius && y >= radius && x + radius < width && y + radius < height
  if (inside) {
    const centre = y * planeSide + x
    for (let i = 0; i < flat.length; i += 1) values[i] = plane[centre + (flat[i] ?? 0)] ?? 0
    return
  }
  for (let i = 0; i < flat.length; i += 1) {
    const atX = Math.min(width - 1, Math.max(0, x + (xy[2 * i] ?? 0)))
    const atY = Math.min(height - 1, Math.max(0, y + (xy[2 * i + 1] ?? 0)))
    values[i] = plane[atY * planeSide + atX] ?? 0
  }
}

/**
 * The direction from a feature to the centroid of brightness around it, as a turn (Rublee et al., "ORB: an efficient
 * alternative to SIFT or SURF", ICCV 2011).
 */
export function turnOf(pyramid: Pyramid, place: Place): number {
  read(pyramid, place, discs[place.level] ?? discs[0] ?? offsetsOf(disc, 1, 0))
  let [x, y] = [0, 0]
  for (let i = 0; i < disc.length / 2; i += 1) {
    x += (disc[2 * i] ?? 0) * (values[i] ?? 0)
    y += (disc[2 * i + 1] ?? 0) * (values[i] ?? 0)
  }
  return Math.round((Math.atan2(y, x) / (2 * Math.PI)) * turns + turns) % turns
}

/**
 * Writes the descriptor of a feature at `words[at]`: which point of each pair is darker (Calonder et al., "BRIEF:
 * Binary Robust Independent Elementary Features", ECCV 2010), the pattern turned and scaled with the feature.
 */
export function describe(pyramid: Pyramid, place: Place, turn: number, words: Int32Array, at: number): void {
  read(pyramid, place, patternOf(place.level, turn))
  for (let word = 0; word < descriptorWords; word += 1) {
    let bits = 0
    for (let bit = 0, i = 64 * word; bit < 32; bit += 1, i += 2) {
      if ((values[i] ?? 0) < (values[i + 1] ?? 0)) bits |= 1 << bit
    }
    words[at + word] = bits
  }
}
