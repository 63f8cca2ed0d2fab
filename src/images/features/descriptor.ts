import { centroidOf, darkerOf, levels, type Place, storePoints, tableRoom } from './planes.ts'
import { blurOf, type Pyramid } from './pyramid.ts'

/** Words of a descriptor: 256 bits. */
export const descriptorWords = 8
const tests = tableRoom / 2

/** Directions that are told apart: a turn of 1 is 360 / 64 degrees. */
export const turns = 64

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

/** Keeps points, scaled and turned, as whole pixels under the number of a table. */
function storeScaled(table: number, points: Float32Array, scale: number, angle: number): void {
  const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)]
  const [columns, rows] = [new Int16Array(points.length / 2), new Int16Array(points.length / 2)]
  for (let i = 0; i < columns.length; i += 1) {
    const [x, y] = [points[2 * i] ?? 0, points[2 * i + 1] ?? 0]
    columns[i] = Math.round(cos * x - sin * y)
    rows[i] = Math.round(sin * x + cos * y)
  }
  storePoints(table, columns, rows)
}

const disc = Float32Array.from(
  Array.from({ length: (2 * discSteps + 1) ** 2 }, (_, i) => [
    (i % (2 * discSteps + 1)) - discSteps,
    Math.floor(i / (2 * discSteps + 1)) - discSteps,
  ])
    .filter(([x = 0, y = 0]) => x * x + y * y <= discSteps ** 2)
    .flat(),
)

/** Tables: the disc as it is, the disc of each level, the pattern of each level and turn. */
const steps = 0
const discOf = (level: number) => 1 + level
const patternOf = (level: number, turn: number) => 1 + levels + level * turns + turn

storeScaled(steps, disc, 1, 0)
for (let level = 0; level < levels; level += 1)
  storeScaled(discOf(level), disc, (reach * scaleOf(level)) / discSteps, 0)
/** Patterns are stored when first needed. */
const stored = new Set<number>()

/**
 * The direction from a feature to the centroid of brightness around it, as a turn (Rublee et al., "ORB: an efficient
 * alternative to SIFT or SURF", ICCV 2011).
 */
export function turnOf(pyramid: Pyramid, place: Place): number {
  const points = { table: discOf(place.level), weights: steps, count: disc.length / 2 }
  const [x, y] = centroidOf(place, pyramid, points)
  return Math.round((Math.atan2(y, x) / (2 * Math.PI)) * turns + turns) % turns
}

/**
 * The descriptor of a feature: which point of each pair is darker (Calonder et al., "BRIEF: Binary Robust Independent
 * Elementary Features", ECCV 2010), the pattern turned and scaled with the feature. `descriptorWords` words, valid until
 * the next call.
 */
export function descriptorOf(pyramid: Pyramid, place: Place, turn: number): Int32Array {
  const table = patternOf(place.level, turn)
  if (!stored.has(table)) {
    storeScaled(table, pattern, reach * scaleOf(place.level), (2 * Math.PI * turn) / turns)
    stored.add(table)
  }
  return darkerOf(place, pyramid, table)
}
