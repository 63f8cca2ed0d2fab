import { open, readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { WeightTensor, WeightTensors } from './tensor.ts'

/**
 * The safetensors layout (https://huggingface.co/docs/safetensors): a little-endian 64-bit header length, a JSON
 * header with dtype, shape and byte range of every tensor, then the bytes. Only 32-bit floats are used here.
 */
const Header = z.record(
  z.string(),
  z.object({
    dtype: z.literal('F32'),
    shape: z.array(z.int().nonnegative()),
    data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  }),
)

/** Writes the tensors in name order and flushes them to disk, so that a following rename is safe. */
export async function writeSafetensors(path: string, tensors: WeightTensors): Promise<void> {
  const names = [...tensors.keys()].sort()
  const header: z.infer<typeof Header> = {}
  const parts: Uint8Array[] = []
  let offset = 0
  for (const name of names) {
    const tensor = tensors.get(name)
    if (tensor === undefined) continue
    const end = offset + tensor.values.byteLength
    header[name] = { dtype: 'F32', shape: tensor.shape, data_offsets: [offset, end] }
    parts.push(new Uint8Array(tensor.values.buffer, tensor.values.byteOffset, tensor.values.byteLength))
    offset = end
  }
  const json = Buffer.from(JSON.stringify(header))
  const padding = (8 - (json.length % 8)) % 8
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length + padding))
  const file = await open(path, 'wx')
  try {
    for (const part of [length, json, Buffer.alloc(padding, ' '), ...parts]) await file.writeFile(part)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Reads a whole file. Throws an `Error` with one line when it is not complete or not of this layout. */
export async function readSafetensors(path: string): Promise<Map<string, WeightTensor>> {
  const bytes = await readFile(path)
  const headerLength = bytes.length >= 8 ? Number(bytes.readBigUInt64LE(0)) : Number.POSITIVE_INFINITY
  const start = 8 + headerLength
  if (start > bytes.length) throw new Error(`${path} is cut short`)
  const header = Header.parse(JSON.parse(bytes.toString('utf8', 8, start)))
  const tensors = new Map<string, WeightTensor>()
  for (const [
    name,
    {
      shape,
      data_offsets: [from, to],
    },
  ] of Object.entries(header)) {
    const count = shape.reduce((product, side) => product * side, 1)
    if (start + to > bytes.length || to - from !== count * 4) throw new Error(`${path} is cut short`)
    const values = new Float32Array(count)
    new Uint8Array(values.buffer).set(bytes.subarray(start + from, start + to))
    tensors.set(name, { shape, values })
  }
  return tensors
}
