import { compile, instantiate, type WasmMemory } from '../../model/wasm.ts'

/** Side of the thumbnails that are hashed. */
export const thumbSide = 64
/** Side of the thumbnails that are compared. */
export const detailSide = 2 * thumbSide

/** `shrink.wat`, compiled. */
const compiled = compile(
  Buffer.from(
    'AGFzbQEAAAABEAFgDH9/f39/f39/f398fwADAgEABQMBAAQHEwIGbWVtb3J5AgAGc2hyaW5rAAAKiQQBhgQDCX8EfAJ7IANBA3QhFANAQQAhECAHQQA2AgAgACENIAAgAWohDiAHIQ8DQCAQIA0tAABqIRAgDyAQNgIEIA9BBGohDyANQQFqIg0gDkkNAAtEAAAAAAAAAAAhFSAEIQ0gDSAUaiEOIAghDwNAIA0oAgAhESAHIBFBAnRqKAIAuCANIAVqKwMAIAAgEWotAAC4oqAhFiAPIBYgFaE5AwAgFiEVIA9BCGohDyANQQhqIg0gDkkNAAsgDLghFyAMQQFqIQwgDLghGCASIRMCQANAIBMgA08NASAGIBNBA3RqIQ0gDSsDACAYZg0BIA0rAwghFiAYIBakIBcgDSsDAKWh/RQhGSAJIBMgFGxqIQ8gCCENIA0gFGohDgNAIA8gD/0ABAAgGSAN/QAEAP3yAf3wAf0LBAAgD0EQaiEPIA1BEGoiDSAOSQ0ACyATQQFqIRMgFiAYZQRAIBMhEgsMAAsLIAAgAWohACAMIAJJDQALIAkgAyAUbGohDiAK/RQhGQNA/QwAAAAAAADgPwAAAAAAAOA/IAn9AAQAIBn98gH98AH9/QH9DAAAAAAAAOA/AAAAAAAA4D8gCf0ABBAgGf3yAf3wAf39Af0NAAECAwQFBgcQERITFBUWFyEaIBogGv2GASEaIAsgGiAa/Wb9WgIAACALQQRqIQsgCUEgaiIJIA5JDQALCw==',
    'base64',
  ),
)

/** What `shrink.wat` exports. Addresses are in bytes. */
interface Exports {
  memory: WasmMemory
  shrink(
    luma: number,
    width: number,
    height: number,
    side: number,
    columns: number,
    shares: number,
    rows: number,
    running: number,
    row: number,
    sums: number,
    each: number,
    out: number,
  ): void
}

const pageBytes = 65536
/** Cells, with all that is kept of them, and the edges. */
const table = 8 * (detailSide + 1)
const at = { columns: 0, shares: table, rows: 2 * table, row: 3 * table, out: 4 * table }
const sumsAt = at.out + detailSide ** 2
const runningAt = sumsAt + 8 * detailSide ** 2
/** An instance whose memory has grown beyond this is replaced. */
const mostMemory = 8 * 2 ** 20

let idle: Exports | null = null

/**
 * Shrinks `width * height` bytes of luma to `side * side`, each the mean over the exact area of its cell; the aspect
 * ratio is not kept. Exact weights matter: with whole pixels, copies in another size drift apart.
 * @param side a multiple of 4, at most `detailSide`
 */
export function shrink(luma: Uint8Array, width: number, height: number, side: number): Uint8Array {
  const exports = idle ?? instantiate<Exports>(compiled)
  const { memory } = exports
  const lumaAt = runningAt + 4 * (width + 1)
  // What is read beyond the last pixel counts for nothing.
  const lacking = lumaAt + luma.length + 1 - memory.buffer.byteLength
  if (lacking > 0) memory.grow(Math.ceil(lacking / pageBytes))
  idle = memory.buffer.byteLength <= mostMemory ? exports : null
  const numbers = (from: number) => new Float64Array(memory.buffer, from, side + 1)
  const [whole, shares, rows] = [
    new Int32Array(memory.buffer, at.columns, 2 * side),
    numbers(at.shares),
    numbers(at.rows),
  ]
  for (let cell = 0; cell <= side; cell += 1) rows[cell] = (cell * height) / side
  for (let cell = 0; cell < side; cell += 1) {
    const edge = ((cell + 1) * width) / side
    whole[2 * cell] = edge
    shares[cell] = edge - Math.floor(edge)
  }
  new Float64Array(memory.buffer, sumsAt, side * side).fill(0)
  new Uint8Array(memory.buffer, lumaAt, luma.length).set(luma)
  const each = 1 / ((width / side) * (height / side))
  const edges = [at.columns, at.shares - at.columns, at.rows] as const
  exports.shrink(lumaAt, width, height, side, ...edges, runningAt, at.row, sumsAt, each, at.out)
  return new Uint8Array(memory.buffer, at.out, side * side).slice()
}

/** Means of 2 x 2 values of a square of `side * side`. */
export function halve(square: ArrayLike<number>, side: number): Float32Array {
  const half = new Float32Array((side / 2) ** 2)
  for (let y = 0, to = 0; y < side; y += 2) {
    for (let x = 0, i = y * side; x < side; x += 2, i += 2, to += 1) {
      const upper = (square[i] ?? 0) + (square[i + 1] ?? 0)
      half[to] = (upper + (square[i + side] ?? 0) + (square[i + side + 1] ?? 0)) / 4
    }
  }
  return half
}
