import { type Affine, determinant, solve } from './affine.ts'
import { scaleOf, turns } from './descriptor.ts'
import { nearestDescriptors } from './descriptor-search.ts'
import type { LocalFeatures } from './local-features.ts'

/** Features of two images that look alike, by index. */
export interface Match {
  from: number
  to: number
}

/** How one image may lie in another: where many features agree. */
export interface Hypothesis {
  map: Affine
  /** Different features of the other image that agree. */
  agreeing: number
}

/** Bits of 256 in which the descriptors of one place in two copies may differ. */
const widest = 56
/** Places may be off by this share of the longer side, and by this share of the distance from the place that is tried. */
const slack = { fixed: 0.03, growing: 0.18 }
/** Factor by which the size of a feature may be off. */
const widestRatio = 1.75
/** From so many on, an affine map is fitted instead of a similarity. */
const enoughForAffine = 6

/** For each feature of `a` the most similar one of `b`; `mirrored`: as they look in a mirror. */
export function matchesOf(a: LocalFeatures, b: LocalFeatures, mirrored: boolean): Match[] {
  const nearest = nearestDescriptors(a.descriptors, b.descriptors, { mirrored, most: widest })
  const matches: Match[] = []
  for (const [from, to] of nearest.entries()) if (to >= 0) matches.push({ from, to })
  return matches
}

/** Bits that are set in a 32-bit word. */
export function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Numbers of one match: x, y, scale and angle of both features, places and scales in units of the longer side. */
const numbers = 8
/** So many matches propose a map. */
const proposers = 48

/**
 * The map from `a` to `b` on which most matches agree, each match proposing the similarity between its two features;
 * then fitted to those that agree. Null when fewer than `least` do.
 */
export function hypothesise(
  a: LocalFeatures,
  b: LocalFeatures,
  matches: readonly Match[],
  { mirrored, least }: { mirrored: boolean; least: number },
): Hypothesis | null {
  if (matches.length < least) return null
  const pairs = pairsOf(a, b, matches, mirrored)
  const stride = Math.max(1, Math.floor(matches.length / proposers))
  const seen = new Int32Array(b.count)
  let most = 0
  let best = 0
  for (let proposer = 0; proposer < matches.length; proposer += stride) {
    let different = 0
    eachAgreeing(pairs, proposer, (index) => {
      const to = matches[index]?.to ?? 0
      if (seen[to] !== proposer + 1) different += 1
      seen[to] = proposer + 1
    })
    if (different > most) [most, best] = [different, proposer]
  }
  if (most < least) return null
  const agreeing: Spots[] = []
  eachAgreeing(pairs, best, (index) => agreeing.push(spotsOf(pairs, index)))
  const map = fitMap(agreeing, shapesOf(a, b, mirrored))
  return map === null ? null : { map, agreeing: most }
}

function pairsOf(
  a: LocalFeatures,
  b: LocalFeatures,
  matches: readonly Match[],
  mirrored: boolean,
): Float64Array {
  const pairs = new Float64Array(numbers * matches.length)
  for (const [index, { from, to }] of matches.entries()) {
    writeSpot(a, from, pairs, numbers * index)
    writeSpot(b, to, pairs, numbers * index + 4)
    if (!mirrored) continue
    // A mirrored image is looked at upside down: then the map is a similarity.
    pairs[numbers * index + 1] = -(pairs[numbers * index + 1] ?? 0)
    pairs[numbers * index + 3] = -(pairs[numbers * index + 3] ?? 0)
  }
  return pairs
}

function writeSpot(
  { places, width, height }: LocalFeatures,
  index: number,
  to: Float64Array,
  at: number,
): void {
  const long = Math.max(width, height)
  to[at] = ((places[4 * index] ?? 0) + 0.5) / long
  to[at + 1] = ((places[4 * index + 1] ?? 0) + 0.5) / long
  to[at + 2] = scaleOf(places[4 * index + 2] ?? 0) / long
  to[at + 3] = (2 * Math.PI * (places[4 * index + 3] ?? 0)) / turns
}

/** Calls `found` for every match that fits the similarity of one. */
function eachAgreeing(pairs: Float64Array, proposer: number, found: (index: number) => void): void {
  const p = numbers * proposer
  const x = pairs[p] ?? 0
  const y = pairs[p + 1] ?? 0
  const toX = pairs[p + 4] ?? 0
  const toY = pairs[p + 5] ?? 0
  const zoom = (pairs[p + 6] ?? 0) / (pairs[p + 2] ?? 1)
  const angle = (pairs[p + 7] ?? 0) - (pairs[p + 3] ?? 0)
  const [cos, sin] = [zoom * Math.cos(angle), zoom * Math.sin(angle)]
  for (let at = 0, index = 0; at < pairs.length; at += numbers, index += 1) {
    const dx = (pairs[at] ?? 0) - x
    const dy = (pairs[at + 1] ?? 0) - y
    const offX = toX + cos * dx - sin * dy - (pairs[at + 4] ?? 0)
    const offY = toY + sin * dx + cos * dy - (pairs[at + 5] ?? 0)
    const allowed = slack.fixed + slack.growing * zoom * Math.sqrt(dx * dx + dy * dy)
    if (offX * offX + offY * offY > allowed * allowed) continue
    const ratio = (pairs[at + 6] ?? 0) / (pairs[at + 2] ?? 1) / zoom
    if (ratio < widestRatio && ratio > 1 / widestRatio) found(index)
  }
}

/** Places of a match in units of the longer sides. */
interface Spots {
  from: { x: number; y: number }
  to: { x: number; y: number }
}

function spotsOf(pairs: Float64Array, index: number): Spots {
  const [x = 0, y = 0, , , toX = 0, toY = 0] = pairs.subarray(numbers * index, numbers * (index + 1))
  return { from: { x, y }, to: { x: toX, y: toY } }
}

/** Sides of both images in units of their longer sides, and whether the first was turned upside down. */
interface Shapes {
  fromX: number
  fromY: number
  toX: number
  toY: number
}

function shapesOf(a: LocalFeatures, b: LocalFeatures, mirrored: boolean): Shapes {
  const [longA, longB] = [Math.max(a.width, a.height), Math.max(b.width, b.height)]
  return {
    fromX: a.width / longA,
    fromY: ((mirrored ? -1 : 1) * a.height) / longA,
    toX: b.width / longB,
    toY: b.height / longB,
  }
}

/** Distances, in units of the image's sides, beyond which a match is left out of the next round of fitting. */
const rounds = [0.08, 0.05, 0.035]

/** Least squares, outliers left out round by round. */
function fitMap(spots: readonly Spots[], shapes: Shapes): Affine | null {
  let map = fitOnce(spots, shapes)
  for (const allowed of rounds) {
    const now = map
    if (now === null) return null
    const [m0 = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0, m5 = 0] = now
    const near = spots.filter(({ from, to }) => {
      const [x, y] = [from.x / shapes.fromX, from.y / shapes.fromY]
      const offX = m0 * x + m1 * y + m2 - to.x / shapes.toX
      return Math.hypot(offX, m3 * x + m4 * y + m5 - to.y / shapes.toY) < allowed
    })
    if (near.length < 3) break
    map = fitOnce(near, shapes)
  }
  return map
}

function fitOnce(spots: readonly Spots[], shapes: Shapes): Affine | null {
  const affine = spots.length >= enoughForAffine ? affineFit(spots, shapes) : null
  return affine ?? similarityFit(spots, shapes)
}

/** Null when the places lie on a line, or the map would be far from anything that is done to photos. */
function affineFit(spots: readonly Spots[], shapes: Shapes): Affine | null {
  const normal = new Float64Array(9)
  const right = [new Float64Array(3), new Float64Array(3)] as const
  for (const { from, to } of spots) {
    const row = [from.x / shapes.fromX, from.y / shapes.fromY, 1]
    for (const [i, one] of row.entries()) {
      for (const [j, other] of row.entries()) normal[3 * i + j] = (normal[3 * i + j] ?? 0) + one * other
      right[0][i] = (right[0][i] ?? 0) + (one * to.x) / shapes.toX
      right[1][i] = (right[1][i] ?? 0) + (one * to.y) / shapes.toY
    }
  }
  const [x, y] = [solve(normal, right[0]), solve(normal, right[1])]
  if (x === null || y === null) return null
  const map = Float64Array.of(...x, ...y)
  const area = Math.abs(determinant(map))
  return area > 0.15 && area < 6 ? map : null
}

function similarityFit(spots: readonly Spots[], shapes: Shapes): Affine | null {
  const mean = (value: (spot: Spots) => number) =>
    spots.reduce((sum, spot) => sum + value(spot), 0) / spots.length
  const [fromX, fromY] = [mean(({ from }) => from.x), mean(({ from }) => from.y)]
  const [toX, toY] = [mean(({ to }) => to.x), mean(({ to }) => to.y)]
  let [along, across, spread] = [0, 0, 0]
  for (const { from, to } of spots) {
    const [x, y, u, v] = [from.x - fromX, from.y - fromY, to.x - toX, to.y - toY]
    along += x * u + y * v
    across += x * v - y * u
    spread += x * x + y * y
  }
  if (spread < 1e-9) return null
  const [cos, sin] = [along / spread, across / spread]
  return Float64Array.of(
    (cos * shapes.fromX) / shapes.toX,
    (-sin * shapes.fromY) / shapes.toX,
    (toX - cos * fromX + sin * fromY) / shapes.toX,
    (sin * shapes.fromX) / shapes.toY,
    (cos * shapes.fromY) / shapes.toY,
    (toY - sin * fromX - cos * fromY) / shapes.toY,
  )
}
