import { instantiate, type WasmMemory, type WasmModule } from '../../model/wasm.ts'

const pageBytes = 65536
/** An instance whose memory has grown beyond this is replaced. */
const mostMemory = 8 * 2 ** 20

/** An instance whose memory grows with what is put into it, and does not stay large. */
export class Roomy<Exports extends { memory: WasmMemory }> {
  private readonly module: WasmModule
  private idle: Exports | null = null

  constructor(module: WasmModule) {
    this.module = module
  }

  /** With a memory of at least so many bytes. What was put there before is undefined from now on. */
  with(bytes: number): Exports {
    const exports = this.idle ?? instantiate<Exports>(this.module)
    const lacking = bytes - exports.memory.buffer.byteLength
    if (lacking > 0) exports.memory.grow(Math.ceil(lacking / pageBytes))
    this.idle = exports.memory.buffer.byteLength <= mostMemory ? exports : null
    return exports
  }
}
