/** Node has it; the types of Node and of ES2023 leave it out. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => WasmModule
  Instance: new <Exports>(module: WasmModule, imports?: object) => { exports: Exports }
}

/** Compiled code, of which any number of instances with a memory of their own can be made. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: string
}

export interface WasmMemory {
  readonly buffer: ArrayBuffer
  /** In pages of 64 KiB. */
  grow(pages: number): number
}

/** @throws Error when the bytes are no WebAssembly */
export const compile = (bytes: Uint8Array): WasmModule => new WebAssembly.Module(bytes)

/** `Exports` is what the module is known to export. */
export const instantiate = <Exports>(module: WasmModule, imports: object = {}): Exports =>
  new WebAssembly.Instance<Exports>(module, imports).exports
