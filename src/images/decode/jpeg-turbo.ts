import { gunzipSync } from 'node:zlib'
import { compile, instantiate, type WasmMemory, type WasmModule } from '../../model/wasm.ts'
import { jpegTurboWasm } from './jpeg-turbo-wasm.ts'

/** What `scripts/jpeg-turbo/decode.c` exports. Addresses and lengths are in bytes. */
interface JpegTurbo {
  memory: WasmMemory
  _initialize(): void
  /** 0 where there is none. */
  room(length: number): number
  release(room: number): void
  /** Traps on errors; 0 where there were warnings. */
  decode(from: number, length: number, to: number, factor: number, width: number, height: number): number
}

/** An instance whose memory has grown beyond this (a large progressive image) is replaced. */
const mostMemory = 64 * 2 ** 20

let compiled: WasmModule | undefined
let idle: Turbo | null = null

/**
 * Decodes a JPEG to interleaved 8-bit RGB, reduced by 1, 2, 4 or 8 while it is decoded, which saves most of the work
 * of larger images; pixels are those of the image divided by `factor`, rounded up. null when the decoder cannot or
 * has anything to complain of, as with truncated files: the entropy coded data are read whole at any scale. Pixels are
 * valid until the next call: memory of their own for each image is garbage whose collection takes longer than copying.
 */
export function decodeScaled(
  bytes: Uint8Array,
  size: { width: number; height: number },
  factor: 1 | 2 | 4 | 8,
): Uint8Array | null {
  const turbo = idle ?? new Turbo()
  // What an error unwinds through is left in an unknown state.
  idle = null
  try {
    const scaled = { width: Math.ceil(size.width / factor), height: Math.ceil(size.height / factor) }
    const pixels = turbo.decode(bytes, factor, scaled)
    if (turbo.memory <= mostMemory) idle = turbo
    return pixels
  } catch {
    return null
  }
}

class Turbo {
  private readonly exports: JpegTurbo
  private readonly input = new Block()
  private readonly output = new Block()

  constructor() {
    compiled ??= compile(gunzipSync(Buffer.from(jpegTurboWasm, 'base64')))
    this.exports = instantiate<JpegTurbo>(compiled)
    this.exports._initialize()
  }

  /** Bytes. */
  get memory(): number {
    return this.exports.memory.buffer.byteLength
  }

  decode(
    bytes: Uint8Array,
    factor: number,
    { width, height }: { width: number; height: number },
  ): Uint8Array | null {
    const { exports } = this
    const size = width * height * 3
    const [from, to] = [this.input.of(bytes.length, exports), this.output.of(size, exports)]
    new Uint8Array(exports.memory.buffer, from, bytes.length).set(bytes)
    if (exports.decode(from, bytes.length, to, factor, width, height) === 0) return null
    return new Uint8Array(exports.memory.buffer, to, size)
  }
}

/** A piece of the instance's memory that grows when needed. */
class Block {
  private address = 0
  private length = 0

  of(length: number, { room, release }: JpegTurbo): number {
    if (length > this.length) {
      if (this.length > 0) release(this.address)
      this.length = Math.ceil(length * 1.5)
      this.address = room(this.length)
      if (this.address === 0) throw new Error('out of memory')
    }
    return this.address
  }
}
