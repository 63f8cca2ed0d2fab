import { type Affine, determinant, solve } from './affine.ts'

/** Places of a match in units of the longer sides. */
export interface Spots {
  from: { x: number; y: number }
  to: { x: number; y: number }
}

/** Sides of both images in units of their longer sides, and whether the first was turned upside down. */
export interface Shapes {
  fromX: number
  fromY: number
  toX: number
  toY: number
}

/** From so many on, an affine map is fitted instead of a similarity. */
const enoughForAffine = 6

/** Distances, in units of the image's sides, beyond which a match is left out of the next round of fitting. */
const rounds = [0.08, 0.05, 0.035]

/** The map through the places of matches by least squares, outliers left out round by round; null when they leave it open. */
export function fitMap(spots: readonly Spots[], shapes: Shapes): Affine | null {
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
