import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { compile, instantiate, type WasmMemory, type WasmModule } from '../../model/wasm.ts'

/** What `@cwasm/jpeg-turbo` exports of libjpeg-turbo's TurboJPEG API. Addresses and lengths are in bytes. */
interface TurboJpeg {
  memory: WasmMemory
  malloc(length: number): number
  free(address: number): void
  tjInitDecompress(): number
  tjDecompressHeader3(
    handle: number,
    from: number,
    length: number,
    width: number,
    height: number,
    subsampling: number,
    colourspace: number,
  ): number
  tjDecompress2(
    handle: number,
    from: number,
    length: number,
    to: number,
    width: number,
    pitch: number,
    height: number,
    format: number,
    flags: number,
  ): number
}

const TJPF_RGB = 0
const TJFLAG_FASTUPSAMPLE = 256

/** An instance whose memory has grown beyond this (a large progressive image) is replaced. */
const mostMemory = 64 * 2 ** 20

const require = createRequire(import.meta.url)
let compiled: WasmModule | undefined
let idle: Turbo | null = null

/**
 * Decodes a JPEG to interleaved 8-bit RGB, reduced by 1, 2, 4 or 8 while it is decoded, which saves most of the work
 * of larger images; pixels are those of the image divided by `factor`, rounded up. null when the decoder cannot or
 * has anything to complain of, as with truncated files: the entropy coded data are read whole at any scale. The
 * package's own `decode` knows no scale; this calls the functions beneath.
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
    const pixels = turbo.decode(bytes, Math.ceil(size.width / factor), Math.ceil(size.height / factor))
    if (turbo.memory <= mostMemory) idle = turbo
    return pixels
  } catch {
    return null
  }
}

class Turbo {
  private readonly exports: TurboJpeg
  private readonly handle: number
  /** Four integers that the header is told in. */
  private readonly header: number
  private readonly input = new Block()
  private readonly output = new Block()

  constructor() {
    this.exports = instantiate<TurboJpeg>(moduleOfTurbo(), { env, wasi_snapshot_preview1: wasi })
    this.handle = this.exports.tjInitDecompress()
    this.header = this.exports.malloc(16)
  }

  /** Bytes. */
  get memory(): number {
    return this.exports.memory.buffer.byteLength
  }

  decode(bytes: Uint8Array, width: number, height: number): Uint8Array | null {
    const { exports, handle, header } = this
    const from = this.input.of(bytes.length, exports)
    new Uint8Array(exports.memory.buffer, from, bytes.length).set(bytes)
    const told = [header, header + 4, header + 8, header + 12] as const
    if (exports.tjDecompressHeader3(handle, from, bytes.length, ...told) !== 0) return null
    const size = width * height * 3
    const to = this.output.of(size, exports)
    const pitch = width * 3
    const flags = TJFLAG_FASTUPSAMPLE
    if (exports.tjDecompress2(handle, from, bytes.length, to, width, pitch, height, TJPF_RGB, flags) !== 0) {
      return null
    }
    return new Uint8Array(exports.memory.buffer, to, size).slice()
  }
}

/** A piece of the instance's memory that grows when needed. */
class Block {
  private address = 0
  private length = 0

  of(length: number, { malloc, free }: TurboJpeg): number {
    if (length > this.length) {
      if (this.length > 0) free(this.address)
      this.length = Math.ceil(length * 1.5)
      this.address = malloc(this.length)
      if (this.address === 0) throw new Error('out of memory')
    }
    return this.address
  }
}

function moduleOfTurbo(): WasmModule {
  compiled ??= compile(readFileSync(require.resolve('@cwasm/jpeg-turbo/jpeg-turbo.wasm')))
  return compiled
}

const refuse = () => {
  throw new Error('not available')
}

/** libjpeg leaves fatal errors by longjmp. */
const env = { setjmp: () => 0, longjmp: refuse }

const wasi = {
  environ_sizes_get: () => 0,
  environ_get: refuse,
  proc_exit: refuse,
  fd_close: refuse,
  fd_seek: refuse,
  fd_write: () => 0,
}
