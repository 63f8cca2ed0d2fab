import { type Affine, solve } from '../geometry/affine.ts'
import type { CloseUp } from './close-up.ts'
import { type TileShift, tileShifts } from './tile-shifts.ts'

/** What a close look at two images showed. */
export interface CloseLook {
  /**
   * Share of the textured tiles that agree to a part of a pixel under one affine map, each weighted by its contrast, 0..1;
   * covered ones left out. Of a copy nearly all do. In a second shot of a scene things move against each other, and
   * shadows and reflections against things.
   */
  agreeing: number
  /** Tiles with texture that are not covered. */
  tiles: number
  /** How broad the agreeing ones lie, those at the rim left out, in units of the side: a caption or a logo that two photos share is a narrow strip. */
  breadth: number
  /**
   * How the tiles without texture correlate, -1..1: their median, and what nine of ten exceed; null where they are too few.
   * What is to be seen there is the grain of the exposure, which no other shot repeats, however plain both are.
   */
  grain: { median: number; least: number } | null
  /** Tiles with texture in one image alone: in the one that lies in the other, and in the other. */
  covering: { here: number; there: number }
}

/** Grey levels: fainter tiles say nothing, stronger ones than `strongest` say no more than that one. */
const faintest = 2
const strongest = 10
/** A tile agrees with at least this correlation, and where it is at most so many pixels off. */
const agrees = { correlation: 0.8, shift: 0.5 }
/** Where one image has so many times the contrast of the other, a caption or something else covers what both show. */
const covered = 3
/** Rounds of aligning at each resolution. */
const rounds = 3
/** Fewer tiles leave the map open. */
const leastTiles = 6
/** Below this share at half the resolution no copy has been seen to come right at full resolution. */
const hopeless = 0.15

const nothing: CloseLook = {
  agreeing: 0,
  tiles: 0,
  breadth: 0,
  grain: null,
  covering: { here: 0, there: 0 },
}

/**
 * Aligns two images to a part of a pixel and compares all tiles of the first.
 * @param start where `part` lies in `whole`, nearly; most of it should
 */
export function lookClosely(part: CloseUp, whole: CloseUp, start: Affine): CloseLook {
  let map = start
  for (const resolution of ['coarse', 'fine'] as const) {
    const [one, other] = [part[resolution], whole[resolution]]
    for (let round = 0; round < rounds; round += 1) {
      const better = nextMap(
        tileShifts(one, other, map).filter(isTextured),
        map,
        one.side,
        round === 0 ? 1 : 0.4,
      )
      if (better === null) return nothing
      map = better
    }
    const look = agreementOf(tileShifts(one, other, map))
    if (resolution === 'fine' || look.agreeing < hopeless) return look
  }
  return nothing
}

const isTextured = ({ contrast }: TileShift): boolean => contrast > faintest

function agreementOf(all: readonly TileShift[]): CloseLook {
  const textured = all.filter(isTextured)
  const weight = (some: readonly TileShift[]) =>
    some.reduce((sum, { contrast }) => sum + Math.min(strongest, contrast), 0)
  const tiles = textured.filter(({ contrast, larger }) => larger <= covered * contrast)
  const agreeing = tiles.filter(
    ({ correlation, shiftX, shiftY }) =>
      correlation >= agrees.correlation && Math.hypot(shiftX, shiftY) <= agrees.shift,
  )
  const share = agreeing.length === 0 ? 0 : weight(agreeing) / weight(tiles)
  return {
    agreeing: share,
    tiles: tiles.length,
    breadth: breadthOf(agreeing.filter(isInner)),
    grain: grainOf(all),
    covering: coveringOf(all),
  }
}

/** Grey levels: what is fainter was made by no camera. */
const grainless = 0.05
/** Fewer tiles may correlate by chance. */
const leastPlain = 40

function grainOf(tiles: readonly TileShift[]): CloseLook['grain'] {
  const plain = tiles.filter(({ contrast, larger }) => contrast > grainless && larger <= faintest)
  if (plain.length < leastPlain) return null
  const sorted = plain.map(({ correlation }) => correlation).sort((x, y) => x - y)
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? 0
  return { median: at(0.5), least: at(0.1) }
}

function coveringOf(tiles: readonly TileShift[]): CloseLook['covering'] {
  const one = tiles.filter(({ contrast, larger }) => larger > faintest && larger > covered * contrast)
  const here = one.filter(({ isFirst }) => isFirst).length
  return { here, there: one.length - here }
}

/** Not at the rim, where turned images have the corners that they were filled with in common. */
const isInner = ({ x, y }: { x: number; y: number }): boolean =>
  Math.max(Math.abs(x - 0.5), Math.abs(y - 0.5)) < 0.32

/** Standard deviation of places across the direction in which they spread most. */
function breadthOf(places: readonly { x: number; y: number }[]): number {
  const mean = (value: (place: { x: number; y: number }) => number) =>
    places.reduce((sum, place) => sum + value(place), 0) / Math.max(1, places.length)
  const [x, y] = [mean((place) => place.x), mean((place) => place.y)]
  const xx = mean((place) => (place.x - x) ** 2)
  const yy = mean((place) => (place.y - y) ** 2)
  const xy = mean((place) => (place.x - x) * (place.y - y))
  return Math.sqrt(Math.max(0, (xx + yy - Math.hypot(xx - yy, 2 * xy)) / 2))
}

/** Pixels: no tile pulls further. */
const longest = 3
/** Rounds of reweighting within one fit. */
const reweightings = 6

/**
 * The map moved so that most tiles need no shift: an affine field through their shifts, tiles beside it counting little
 * (iteratively reweighted with the Geman-McClure weight). `scale`: pixels off at which a tile counts a quarter.
 */
function nextMap(tiles: readonly TileShift[], map: Affine, side: number, scale: number): Affine | null {
  if (tiles.length < leastTiles) return null
  let field: Field = { x: new Float64Array(3), y: new Float64Array(3) }
  for (let reweighting = 0; reweighting < reweightings; reweighting += 1) {
    const next = fieldThrough(tiles, field, scale)
    if (next === null) return null
    field = next
  }
  return moved(map, field, side)
}

/** Shifts in pixels as affine functions of the place: each times x, times y, and alone. */
interface Field {
  x: Float64Array
  y: Float64Array
}

function fieldThrough(tiles: readonly TileShift[], before: Field, scale: number): Field | null {
  const normal = new Float64Array(9)
  const [rightX, rightY] = [new Float64Array(3), new Float64Array(3)]
  for (const tile of tiles) {
    const row = [tile.x, tile.y, 1]
    const shiftX = Math.max(-longest, Math.min(longest, tile.shiftX))
    const shiftY = Math.max(-longest, Math.min(longest, tile.shiftY))
    const [offX, offY] = [shiftX - valueAt(before.x, tile), shiftY - valueAt(before.y, tile)]
    const outlying = 1 / (1 + (offX * offX + offY * offY) / (scale * scale)) ** 2
    const weight = outlying * Math.min(strongest, tile.contrast) * Math.max(0.01, tile.correlation) ** 2
    for (const [i, one] of row.entries()) {
      rightX[i] = (rightX[i] ?? 0) + weight * one * shiftX
      rightY[i] = (rightY[i] ?? 0) + weight * one * shiftY
      for (const [j, other] of row.entries())
        normal[3 * i + j] = (normal[3 * i + j] ?? 0) + weight * one * other
    }
  }
  // A little damping: tiles on a line leave a direction open.
  for (let i = 0; i < 9; i += 4) normal[i] = (normal[i] ?? 0) + 1e-4
  const [x, y] = [solve(normal, rightX), solve(normal, rightY)]
  return x === null || y === null ? null : { x, y }
}

const valueAt = (field: Float64Array, { x, y }: { x: number; y: number }): number =>
  (field[0] ?? 0) * x + (field[1] ?? 0) * y + (field[2] ?? 0)

/** The map read elsewhere: what `a` shows at a place lies in `b` where the map led from that place less the field. */
function moved(map: Affine, field: Field, side: number): Affine {
  const [m0 = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0, m5 = 0] = map
  const [x0 = 0, x1 = 0, x2 = 0] = field.x.map((value) => value / side)
  const [y0 = 0, y1 = 0, y2 = 0] = field.y.map((value) => value / side)
  return Float64Array.of(
    m0 * (1 - x0) - m1 * y0,
    m1 * (1 - y1) - m0 * x1,
    m2 - m0 * x2 - m1 * y2,
    m3 * (1 - x0) - m4 * y0,
    m4 * (1 - y1) - m3 * x1,
    m5 - m3 * x2 - m4 * y2,
  )
}
