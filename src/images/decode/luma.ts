import { compile, instantiate, type WasmMemory } from '../../model/wasm.ts'

/** `luma.wat`, compiled. */
const compiled =
  'AGFzbQEAAAABBwFgA39/fwADAgEABQMBAAUHEQIGbWVtb3J5AgAEbHVtYQAACrABAa0BAQF7A0AgAP0ABAAhA/0MAIAAAACAAAAAgAAAAIAAACAD/QwAEAEQAxAEEAYQBxAJEAoQ/Q79DItMI0uLTCNLi0wjS4tMI0v9ugEgA/0MARACEAQQBRAHEAgQChALEP0O/QwjSy8dI0svHSNLLx0jSy8d/boB/a4B/a4BQRD9rQEhAyADIAP9hgEhAyACIAMgA/1m/VoCAAAgAkEEaiECIABBDGoiACABSQ0ACws='

/** What `luma.wat` exports. Addresses are in bytes. */
interface Exports {
  memory: WasmMemory
  luma(rgb: number, end: number, luma: number): void
}

const { memory, luma } = instantiate<Exports>(compile(Buffer.from(compiled, 'base64')))

/** Pixels that are turned at a time, so that the memory is the same for every image; a multiple of four. */
const most = 65536
const to = 4 * most
const room = {
  rgb: new Uint8Array(memory.buffer, 0, 3 * most),
  luma: new Uint8Array(memory.buffer, to, most),
}

/** BT.601 luma of interleaved 8-bit RGB. */
export function lumaOf(rgb: Uint8Array): Uint8Array {
  const all = new Uint8Array(rgb.length / 3)
  for (let from = 0; from < all.length; from += most) {
    const part = rgb.subarray(3 * from, 3 * (from + most))
    room.rgb.set(part)
    luma(0, part.length, to)
    all.set(room.luma.subarray(0, part.length / 3), from)
  }
  return all
}
