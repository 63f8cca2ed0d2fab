import { compile, instantiate, type WasmMemory } from '../../model/wasm.ts'

/** `multiply.wat`, compiled. 128-bit SIMD: 20 to 30 thousand million operations a second. */
const compiled =
  'AGFzbQEAAAABGwJgDH9/f39/f39/f39/fwBgCH9/f39/f39/AAMDAgABBQMBAAEHFQIGbWVtb3J5AgAIbXVsdGlwbHkAAAq5AwJuAQN/AkADQCALRQ0BIAtBAWshC0EAIQwgACENIAYhDgJAA0AgDCAJTw0BIA0gASACIAMgBCAOIAcgChABIAxBBGohDCANIAFBAnRqIQ0gDiAHQQJ0aiEODAALCyADIAVqIQMgBiAIaiEGDAALCwvHAgIDfwt7IAAgAWohCCAIIAFqIQkgCSABaiEKAkADQCAHRQ0BIAP9AAQAIQwgA/0ABBAhDSAA/QkCACELIA4gCyAM/eYB/eQBIQ4gEiALIA395gH95AEhEiAI/QkCACELIA8gCyAM/eYB/eQBIQ8gEyALIA395gH95AEhEyAJ/QkCACELIBAgCyAM/eYB/eQBIRAgFCALIA395gH95AEhFCAK/QkCACELIBEgCyAM/eYB/eQBIREgFSALIA395gH95AEhFSAAIAJqIQAgCCACaiEIIAkgAmohCSAKIAJqIQogAyAEaiEDIAdBAWshBwwACwsgBSAO/QsEACAFIBL9CwQQIAUgBmohBSAFIA/9CwQAIAUgE/0LBBAgBSAGaiEFIAUgEP0LBAAgBSAU/QsEECAFIAZqIQUgBSAR/QsEACAFIBX9CwQQCw=='

/** What `multiply.wat` exports. Addresses and steps are in bytes. */
interface Exports {
  memory: WasmMemory
  multiply(
    a: number,
    aRow: number,
    aTerm: number,
    b: number,
    bTerm: number,
    bPanel: number,
    c: number,
    cRow: number,
    cPanel: number,
    rows: number,
    terms: number,
    panels: number,
  ): void
}

const module = compile(Buffer.from(compiled, 'base64'))

/** Columns that lie side by side in a panel: what the inner loop works on at once. */
export const PANEL = 8
const pageBytes = 65536

/**
 * A matrix of numbers in the memory of a {@link Multiplier}: `values` holds [rows, columns] row after row or, `panelled`,
 * panels of eight columns one after the other, each row after row. Rows are a multiple of four, columns of eight.
 */
export interface Matrix {
  readonly values: Float32Array
  readonly rows: number
  readonly columns: number
  readonly panelled: boolean
}

/** Matrices in a memory of their own, and their products. */
export class Multiplier {
  readonly #exports = instantiate<Exports>(module)
  #used = 0

  /** @param numbers how many all matrices together will hold at most, which is fixed, as growing would move them */
  constructor(numbers: number) {
    const { memory } = this.#exports
    memory.grow(Math.ceil(Math.max(0, 4 * numbers - memory.buffer.byteLength) / pageBytes))
  }

  /** A matrix of zeros. */
  matrix(rows: number, columns: number, panelled = false): Matrix {
    const values = new Float32Array(this.#exports.memory.buffer, 4 * this.#used, rows * columns)
    this.#used += rows * columns
    return { values, rows, columns, panelled }
  }

  /** `out` = `a` times `b`. */
  multiply(a: Matrix, b: Matrix, out: Matrix): void {
    this.#run(a, { row: 4 * a.columns, term: 4 }, a.columns, b, out)
  }

  /** `out` = the transpose of `a` times `b`. */
  multiplyTransposed(a: Matrix, b: Matrix, out: Matrix): void {
    this.#run(a, { row: 4, term: 4 * a.columns }, a.rows, b, out)
  }

  #run(a: Matrix, step: { row: number; term: number }, terms: number, b: Matrix, out: Matrix): void {
    const [right, result] = [stepsOf(b), stepsOf(out)]
    this.#exports.multiply(
      a.values.byteOffset,
      step.row,
      step.term,
      b.values.byteOffset,
      right.row,
      right.panel,
      out.values.byteOffset,
      result.row,
      result.panel,
      out.rows,
      terms,
      out.columns / PANEL,
    )
  }
}

/** Bytes from a row to the next and from a panel to the next. */
const stepsOf = ({ rows, columns, panelled }: Matrix) =>
  panelled ? { row: 4 * PANEL, panel: 4 * PANEL * rows } : { row: 4 * columns, panel: 4 * PANEL }
