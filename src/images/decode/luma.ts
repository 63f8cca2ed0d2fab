import { compile, type WasmMemory } from '../../model/wasm.ts'
import { Roomy } from './roomy.ts'

/** `luma.wat`, compiled. */
const compiled =
  'AGFzbQEAAAABBwFgA39/fwADAgEABQMBAAUHEQIGbWVtb3J5AgAEbHVtYQAACrABAa0BAQF7A0AgAP0ABAAhA/0MAIAAAACAAAAAgAAAAIAAACAD/QwAEAEQAxAEEAYQBxAJEAoQ/Q79DItMI0uLTCNLi0wjS4tMI0v9ugEgA/0MARACEAQQBRAHEAgQChALEP0O/QwjSy8dI0svHSNLLx0jSy8d/boB/a4B/a4BQRD9rQEhAyADIAP9hgEhAyACIAMgA/1m/VoCAAAgAkEEaiECIABBDGoiACABSQ0ACws='

/** What `luma.wat` exports. Addresses are in bytes. */
interface Exports {
  memory: WasmMemory
  luma(rgb: number, end: number, luma: number): void
}

const roomy = new Roomy<Exports>(compile(Buffer.from(compiled, 'base64')))

/** Pixels that are turned at a time; a multiple of four. */
const most = 65536
const to = 4 * most

/** BT.601 luma of interleaved 8-bit RGB, valid until the next call. */
export function lumaOf(rgb: Uint8Array): Uint8Array {
  const pixels = rgb.length / 3
  const { memory, luma } = roomy.with(to + pixels + 4)
  for (let from = 0; from < pixels; from += most) {
    const part = rgb.subarray(3 * from, 3 * (from + most))
    new Uint8Array(memory.buffer, 0, part.length).set(part)
    luma(0, part.length, to + from)
  }
  return new Uint8Array(memory.buffer, to, pixels)
}
