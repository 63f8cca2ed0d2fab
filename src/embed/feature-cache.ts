import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FEATURES } from './architecture.ts'

const KEY_BYTES = 32
/** Vectors per file: a kill loses at most so many. */
const PER_FILE = 32

/**
 * Vectors on disk, by key: pooled features, or the activations of a block. Every file holds a few records (key, then
 * floats) and appears by a rename, so a killed process leaves nothing half written and any number of processes may
 * add files at once.
 */
export class FeatureCache {
  readonly #folder: string | null
  readonly #length: number
  #unwritten: { key: string; vector: Float32Array }[] = []

  /**
   * `folder` belongs to one combination of weights, back-end, input size, scaling and output of the trunk; null keeps
   * nothing. `length` is that of every vector in it.
   */
  constructor(folder: string | null, length = FEATURES) {
    this.#folder = folder
    this.#length = length
  }

  /** Names an image as one view of it reaches the trunk. Hex. */
  static key(bytesDigest: string, view: string): string {
    return createHash('sha256').update(`${bytesDigest}\0${view}`).digest('hex')
  }

  /** Those of the wanted vectors that are on disk. */
  async read(wanted: ReadonlySet<string>): Promise<Map<string, Float32Array>> {
    const found = new Map<string, Float32Array>()
    if (this.#folder === null) return found
    const names = (await readdir(this.#folder).catch(() => [])).filter((name) => name.endsWith('.features'))
    const record = KEY_BYTES + this.#length * 4
    for (const name of names.sort()) {
      const bytes = await readFile(join(this.#folder, name)).catch(() => null)
      if (bytes === null || bytes.length % record !== 0) continue
      for (let at = 0; at < bytes.length; at += record) {
        const key = bytes.toString('hex', at, at + KEY_BYTES)
        if (!wanted.has(key)) continue
        const vector = new Float32Array(this.#length)
        new Uint8Array(vector.buffer).set(bytes.subarray(at + KEY_BYTES, at + record))
        found.set(key, vector)
      }
    }
    return found
  }

  async add(key: string, vector: Float32Array): Promise<void> {
    if (this.#folder === null) return
    this.#unwritten.push({ key, vector })
    if (this.#unwritten.length >= PER_FILE) await this.flush()
  }

  /** Writes what was added since the last file. */
  async flush(): Promise<void> {
    if (this.#folder === null || this.#unwritten.length === 0) return
    const records = this.#unwritten.flatMap(({ key, vector }) => [
      Buffer.from(key, 'hex'),
      Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength),
    ])
    this.#unwritten = []
    await mkdir(this.#folder, { recursive: true })
    const name = randomUUID()
    const scratch = join(this.#folder, `.${name}.part`)
    try {
      await writeFile(scratch, records)
      await rename(scratch, join(this.#folder, `${name}.features`))
    } finally {
      await rm(scratch, { force: true })
    }
  }
}
