import { compile, instantiate, type WasmMemory } from '../wasm.ts'

/** `planes.wat`, compiled. */
const compiled =
  'AGFzbQEAAAABQwhgCH9/f39/f39/AGADf399AGADf39/AX9gBn9/f39/fwF7YAR/f39/AGAIf39/f39/fX8Bf2AEe3t7ewF7YAF/AXsDDAsAAQIDBAUGBwcHBwUDAQAQByYEBm1lbW9yeQIABGJsdXIAAAhzdWJ0cmFjdAAEB2V4dHJlbWEABQqiCQvrAgELfyAFQQJ0IQ4gDkEBdCELIAJBAnQhDAJAA0AgCCADTw0BIAAgCEEJdGohCiAGIAtqIQ0gBiANIAoqAgAQASANIAogDPwKAAAgDSAMaiERIBEgESALaiARQQRrKgIAEAEgByAIQQl0aiEKQQAhCQJAA0AgCSAMTw0BIAogCWogBCANIAlqIAtrIA0gCWogDmsgDSAJaiANIAlqIA5qIA0gCWogC2oQA/0LBAAgCUEQaiEJDAALCyAIQQFqIQgMAAsLQQAhCAJAA0AgCCADTw0BIAcgCCAFQQF0ayADEAIhESAHIAggBWsgAxACIQ8gByAIIAMQAiENIAcgCCAFaiADEAIhECAHIAggBUEBdGogAxACIRIgASAIQQl0aiEKQQAhCQJAA0AgCSAMTw0BIAogCWogBCARIAlqIA8gCWogDSAJaiAQIAlqIBIgCWoQA/0LBAAgCUEQaiEJDAALCyAIQQFqIQgMAAsLCx8AAkADQCAAIAFPDQEgACACOAIAIABBBGohAAwACwsLJQAgAUEASARAQQAhAQsgASACTgRAIAJBAWshAQsgACABQQl0agusAQEBeyAC/QAEACAE/QAEAP3kASEGIAAEe/0MAACAPQAAgD0AAIA9AACAPSAB/QAEACAF/QAEAP3kAf0MAACAQAAAgEAAAIBAAACAQCAG/eYB/eQB/QwAAMBAAADAQAAAwEAAAMBAIAP9AAQA/eYB/eQB/eYBBf0MAACAPgAAgD4AAIA+AACAPiAG/QwAAABAAAAAQAAAAEAAAABAIAP9AAQA/eYB/eQB/eYBCwtHAQF/IAMgAkEJdGohBAJAA0AgAyAETw0BIAMgAP0ABAAgAf0ABAD95QH9CwQAIABBEGohACABQRBqIQEgA0EQaiEDDAALCwvcAgIIfwR7IAb9EyETIAAgAWshDiACIAFrIQ8gBSEIAkADQCAIIAQgBWtODQEgASAIQQl0aiEJIAkgAyAFa0ECdGohCiAJIAVBAnRqQRBrIQkCQANAIAlBEGohCSAJIApODQEgCf0ABAAhECAJQQRr/QAEACAJ/QAEBP3pASERIAlBBGv9AAQAIAn9AAQE/egBIRIgECARIBIgExAG/VNFDQAgESAJQYAEaxAHIAlBgARqEAf96QH96QEgCSAOahAJIAkgD2oQCf3pAf3pASERIBIgCUGABGsQCCAJQYAEahAI/egB/egBIAkgDmoQCiAJIA9qEAr96AH96AEhEiAQIBEgEiATEAb9pAEhDSANRQ0AIAkgAWtBAnYhDANAIA1BAXEEQCAHIAw2AgAgB0EEaiEHIAtBAWohCwsgDEEBaiEMIA1BAXYiDQ0ACwwACwsgCEEBaiEIDAALCyALCyMAIAAgAf1EIAAgA/1G/U4gACAC/UMgACAD/eEB/UX9Tv1QCx0AIAD9AAQAIABBBGv9AAQAIAD9AAQE/ekB/ekBCx0AIAD9AAQAIABBBGv9AAQAIAD9AAQE/egB/egBCxwAIAAQByAAQYAEaxAHIABBgARqEAf96QH96QELHAAgABAIIABBgARrEAggAEGABGoQCP3oAf3oAQs='

/** What `planes.wat` exports. Addresses are in bytes. */
interface Exports {
  memory: WasmMemory
  blur(
    from: number,
    to: number,
    width: number,
    height: number,
    five: number,
    step: number,
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

/** Pixels that are in use. */
interface Size {
  width: number
  height: number
}

const exported = instantiate<Exports>(compile(Buffer.from(compiled, 'base64')))
const planeBytes = planeSide * planeSide * 4
/** Behind the planes lie a scratch plane, the differences, a scratch row and what is found. */
const address = (index: number) => index * planeBytes
const passed = address(levels)
const differenceAt = (index: number) => address(levels + 1 + index)
const line = address(2 * levels)
const out = address(2 * levels + 1)

const view = (at: number) => new Float32Array(exported.memory.buffer, at, planeSide * planeSide)

export const planes: readonly Float32Array[] = Array.from({ length: levels }, (_, index) =>
  view(address(index)),
)
/** Each plane's difference to the next, see `subtractNext`. */
export const differences: readonly Float32Array[] = Array.from({ length: levels - 1 }, (_, index) =>
  view(differenceAt(index)),
)

/** Blurs a plane into another one, by index; beyond the edges stand the outermost pixels. */
export function blur(from: number, to: number, { width, height }: Size, { taps, step }: Kernel): void {
  exported.blur(address(from), address(to), width, height, taps === 5 ? 1 : 0, step, line, passed)
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
  return [...found].filter((place) => place % planeSide < width - margin)
}
