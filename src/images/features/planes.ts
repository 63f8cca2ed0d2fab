import { compile, instantiate, type WasmMemory } from '../../model/wasm.ts'

/** `planes.wat`, compiled. */
const compiled =
  'AGFzbQEAAAABagtgCH9/f39/f39/AGAKf39/f399fX1/fwBgA39/fQBgA39/fwF/YAR/f39/AGAHf39/f39/fwBgC39/f39/f39/f39/AGAJf39/f39/f39/AGAIf39/f39/fX8Bf2AEe3t7ewF7YAF/AXsDDw4AAQIDBAUGBwgJCgoKCgUDAQAgB0cHBm1lbW9yeQIACHJlc2FtcGxlAAAEYmx1cgABCHN1YnRyYWN0AAQIY2VudHJvaWQABghkZXNjcmliZQAHB2V4dHJlbWEACAqtDg7GAQIGfwR8IAMgBkECdGohCiACIAVBAnRqIQkDQCAAIAMoAgAgAWxqIQsgAyAEaioCALshDyACIQggByENA0AgCyAIKAIAaiEMIAggBGoqAgC7IQ4gDC0AALghECAQIA4gDC0AAbggEKGioCEQIAwgAWohDCAMLQAAuCERIBEgDiAMLQABuCARoaKgIREgDSAQIA8gESAQoaKgtjgCACANQQRqIQ0gCEEEaiIIIAlJDQALIAdBgARqIQcgA0EEaiIDIApJDQALC9kDAgt/A3sgBf0TIRUgBv0TIRYgB/0TIRcgBEECdCENIAJBAnQhDgJAA0AgCiADTw0BIAAgCkEJdGohDCAIIA1BAXRqIRIgCCASIAwqAgAQAiASIAwgDvwKAAAgEiAOaiEPIA8gDyANQQF0aiAPQQRrKgIAEAIgCSAKQQl0aiEMIAghCyALIA5qIQ8CQANAIAsgD08NASAMIBUgC/0ABAAgCyANQQJ0av0ABAD95AH95gEgFiALIA1q/QAEACALIA1BA2xq/QAEAP3kAf3mAf3kASAXIAsgDUEBdGr9AAQA/eYB/eQB/QsEACALQRBqIQsgDEEQaiEMDAALCyAKQQFqIQoMAAsLQQAhCgJAA0AgCiADTw0BIAkgCiAEQQF0ayADEAMhECAJIAogBGsgAxADIREgCSAKIAMQAyESIAkgCiAEaiADEAMhEyAJIAogBEEBdGogAxADIRQgASAKQQl0aiEMQQAhCwJAA0AgCyAOTw0BIAwgC2ogFSAQIAtq/QAEACAUIAtq/QAEAP3kAf3mASAWIBEgC2r9AAQAIBMgC2r9AAQA/eQB/eYB/eQBIBcgEiALav0ABAD95gH95AH9CwQAIAtBEGohCwwACwsgCkEBaiEKDAALCwsfAAJAA0AgACABTw0BIAAgAjgCACAAQQRqIQAMAAsLCyUAIAFBAEgEQEEAIQELIAEgAk4EQCACQQFrIQELIAAgAUEJdGoLRwEBfyADIAJBCXRqIQQCQANAIAMgBE8NASADIAD9AAQAIAH9AAQA/eUB/QsEACAAQRBqIQAgAUEQaiEBIANBEGohAwwACwsLqAECAn8EeyAC/RAhCSAD/RAhCiAEQQFr/RAhCyAFQQFr/RAhDCABQQF0IQggACAIaiEHA0AgBiAL/QwAAAAAAAAAAAAAAAAAAAAAIAkgAP0ABAD9jgH9mAH9lgFBAv2LASAM/QwAAAAAAAAAAAAAAAAAAAAAIAogACAIav0ABAD9jgH9mAH9lgFBCf2LAf2OAf0LBAAgBkEQaiEGIABBEGoiACAHSQ0ACwt4AgN8AX8gASADIAUgBiAHIAggCRAFIAkgBEEBdGohDiADQQF0IQMDQCAAIAkvAQBqKgIAuyELIAwgAi4BALcgC6KgIQwgDSACIANqLgEAtyALoqAhDSACQQJqIQIgCUECaiIJIA5JDQALIAogDDkDACAKIA05AwgLeAEEfyABIAIgAyAEIAUgBiAHEAUgByACQQF0aiEMA0AgB0GAAWohCwNAIAcoAgAhCSAKQQF2IAAgCUH//wNxaioCACAAIAlBEHZqKgIAXUEfdHIhCiAHQQRqIgcgC0kNAAsgCCAKNgIAIAhBBGohCCAHIAxJDQALC8MDAgh/CnsgBv0TIRMgACABayEOIAIgAWshDyAFIQgCQANAIAggBCAFa04NASABIAhBCXRqIQkgCSADIAVrQQJ0aiEKIAkgBUECdGpBEGshCQJAA0AgCUEQaiEJIAkgCk4NASAJ/QAEACEQIAlBBGv9AAQAIRQgCf0ABAQhFSAJQYAEa/0ABAAhFiAJ/QAEgAQhFyAJIA5q/QAEACEYIAkgD2r9AAQAIRkgGCAZ/esBIBQgFf3rASAWIBf96wH96wH96wEhESAYIBn96gEgFCAV/eoBIBYgF/3qAf3qAf3qASESIBAgEf1EIBAgE/1G/U4gECAS/UMgECAT/eEB/UX9Tv1Q/VNFDQAgESAJQYAEaxAKIAlBgARqEAr96wH96wEgCSAOahAMIAkgD2oQDP3rAf3rASERIBIgCUGABGsQCyAJQYAEahAL/eoB/eoBIAkgDmoQDSAJIA9qEA396gH96gEhEiAQIBEgEiATEAn9pAEhDSANRQ0AIAkgAWtBAnYhDANAIA1BAXEEQCAHIAw2AgAgB0EEaiEHIAtBAWohCwsgDEEBaiEMIA1BAXYiDQ0ACwwACwsgCEEBaiEIDAALCyALCyMAIAAgAf1EIAAgA/1G/U4gACAC/UMgACAD/eEB/UX9Tv1QCx0AIAD9AAQAIABBBGv9AAQAIAD9AAQE/esB/esBCx0AIAD9AAQAIABBBGv9AAQAIAD9AAQE/eoB/eoBCxwAIAAQCiAAQYAEaxAKIABBgARqEAr96wH96wELHAAgABALIABBgARrEAsgAEGABGoQC/3qAf3qAQs='

/** What `planes.wat` exports. Addresses are in bytes. */
interface Exports {
  memory: WasmMemory
  resample(
    square: number,
    side: number,
    columns: number,
    rows: number,
    shares: number,
    width: number,
    height: number,
    to: number,
  ): void
  blur(
    from: number,
    to: number,
    width: number,
    height: number,
    step: number,
    outer: number,
    near: number,
    here: number,
    line: number,
    passed: number,
  ): void
  subtract(a: number, b: number, height: number, out: number): void
  extrema(
    finer: number,
    here: number,
    coarser: number,
    width: number,
    height: number,
    margin: number,
    faintest: number,
    out: number,
  ): number
  centroid(
    plane: number,
    points: number,
    weights: number,
    room: number,
    count: number,
    x: number,
    y: number,
    width: number,
    height: number,
    places: number,
    out: number,
  ): void
  describe(
    plane: number,
    points: number,
    count: number,
    x: number,
    y: number,
    width: number,
    height: number,
    places: number,
    out: number,
  ): void
}

/** Pixels of a row of a plane, and rows. */
export const planeSide = 128
/** Planes that are blurred more and more. */
export const levels = 7

/** A binomial kernel of so many taps, `step` pixels apart. */
export interface Kernel {
  taps: 3 | 5
  step: number
}

/** What the outermost, the nearer and the middle tap weigh. */
const weights = { 3: [0, 0.25, 0.5], 5: [0.0625, 0.25, 0.375] } as const

/** Pixels that are in use. */
interface Size {
  width: number
  height: number
}

const exported = instantiate<Exports>(compile(Buffer.from(compiled, 'base64')))
const planeBytes = planeSide * planeSide * 4
/** Behind the planes lie a scratch plane, the differences, scratch rows, what is found, and the tables of points. */
const address = (index: number) => index * planeBytes
const passed = address(levels)
const differenceAt = (index: number) => address(levels + 1 + index)
const line = address(2 * levels)
const places = line + planeBytes / 2
const out = address(2 * levels + 1)
const points = address(2 * levels + 2)

/** Points of a table. */
export const tableRoom = 512
const tableBytes = 2 * 2 * tableRoom
const tableAt = (table: number) => points + table * tableBytes

const view = (at: number) => new Float32Array(exported.memory.buffer, at, planeSide * planeSide)

export const planes: readonly Float32Array[] = Array.from({ length: levels }, (_, index) =>
  view(address(index)),
)
/** Each plane's difference to the next, see `subtractNext`. */
export const differences: readonly Float32Array[] = Array.from({ length: levels - 1 }, (_, index) =>
  view(differenceAt(index)),
)

/** Where the pixels of a plane lie between those of a square, by column or row: the first of two, and the share of the second. */
export interface Between {
  first: Int32Array
  share: Float32Array
}

const resampled = {
  /** Room for a square of `planeSide * planeSide` bytes. */
  square: passed,
  columns: line,
  rows: line + 4 * planeSide,
  shares: 8 * planeSide,
}
const squareBytes = new Uint8Array(exported.memory.buffer, resampled.square, planeSide * planeSide)
const firsts = new Int32Array(exported.memory.buffer, resampled.columns, 2 * planeSide)
const shares = new Float32Array(exported.memory.buffer, resampled.columns + resampled.shares, 2 * planeSide)

/** A plane, by index, from a square of at most `planeSide * planeSide` bytes, `side` a row; bilinear. */
export function resample(
  square: Uint8Array,
  side: number,
  to: number,
  columns: Between,
  rows: Between,
): void {
  squareBytes.set(square)
  firsts.set(columns.first)
  firsts.set(rows.first, planeSide)
  shares.set(columns.share)
  shares.set(rows.share, planeSide)
  const { square: from, columns: across, rows: down, shares: behind } = resampled
  const [width, height] = [columns.first.length, rows.first.length]
  exported.resample(from, side, across, down, behind, width, height, address(to))
}

/** Blurs a plane into another one, by index; beyond the edges stand the outermost pixels. */
export function blur(from: number, to: number, { width, height }: Size, { taps, step }: Kernel): void {
  const [outer, near, here] = weights[taps]
  exported.blur(address(from), address(to), width, height, step, outer, near, here, line, passed)
}

/** The next plane minus this one, which becomes the difference of the same index. */
export function subtractNext(index: number, { height }: Size): void {
  exported.subtract(address(index + 1), address(index), height, differenceAt(index))
}

/**
 * Places of a difference (rows first; each `y * planeSide + x`), at least `margin` from the edges, that lie above or
 * below all their neighbours there and in the differences before and behind, and at least `faintest` from 0.
 */
export function extremaOf(
  index: number,
  { width, height }: Size,
  { margin, faintest }: { margin: number; faintest: number },
): number[] {
  const [finer, here, coarser] = [differenceAt(index - 1), differenceAt(index), differenceAt(index + 1)]
  const count = exported.extrema(finer, here, coarser, width, height, margin, faintest, out)
  const found = new Int32Array(exported.memory.buffer, out, count)
  const within: number[] = []
  // Spreading and filtering took longer than the search.
  for (const place of found) if (place % planeSide < width - margin) within.push(place)
  return within
}

/** A place in the plane of an index. */
export interface Place {
  x: number
  y: number
  level: number
}

/** Keeps the columns and rows of at most `tableRoom` points around a place, in pixels, under a number of up to 511. */
export function storePoints(table: number, columns: Int16Array, rows: Int16Array): void {
  new Int16Array(exported.memory.buffer, tableAt(table), tableRoom).set(columns)
  new Int16Array(exported.memory.buffer, tableAt(table) + 2 * tableRoom, tableRoom).set(rows)
}

const sums = new Float64Array(exported.memory.buffer, out, 2)

/**
 * Where the brightness of the first `count` points of a table around a place lies: the sums over the points of their pixels
 * times column and row in the table `weights`. Beyond the edges stand the outermost pixels.
 */
export function centroidOf(
  { level, x, y }: Place,
  { width, height }: Size,
  { table, weights: by, count }: { table: number; weights: number; count: number },
): readonly [x: number, y: number] {
  const at = [address(level), tableAt(table), tableAt(by), tableRoom, count] as const
  exported.centroid(...at, x, y, width, height, places, out)
  return [sums[0] ?? 0, sums[1] ?? 0]
}

const bits = new Int32Array(exported.memory.buffer, out, tableRoom / 2 / 32)

/** Which point of each pair of a full table is darker around a place: a bit each. Valid until the next call. */
export function darkerOf({ level, x, y }: Place, { width, height }: Size, table: number): Int32Array {
  exported.describe(address(level), tableAt(table), tableRoom, x, y, width, height, places, out)
  return bits
}
