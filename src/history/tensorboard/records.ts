import { type FileHandle, open } from 'node:fs/promises'
import { maskedCrc32c } from './crc32c.ts'

const headBytes = 12
const tailBytes = 4
/** Images, graphs and profiles make large records; scalars are a few hundred bytes. Larger records are passed over. */
const largest = 1 << 20

/** Why reading stopped before the end of the file. */
export interface Stop {
  reason: string
}

/**
 * The payloads of a TFRecord file, in order: per record an 8-byte little-endian length, its masked CRC-32C, the data,
 * and the data's masked CRC-32C. Ends with a `Stop` at the first record that is cut off (a file that is still being
 * written) or whose checksum is wrong: behind it lengths cannot be trusted.
 * https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 */
export async function* readRecords(file: string): AsyncGenerator<Uint8Array | Stop> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    let offset = 0
    while (offset < size) {
      const length = await readLength(handle, offset, size)
      if (typeof length !== 'number') return yield length
      const end = offset + headBytes + length + tailBytes
      if (end > size) return yield { reason: `the record at byte ${offset} is cut off` }
      if (length <= largest) {
        const record = await readBytes(handle, offset + headBytes, length + tailBytes)
        const data = record.subarray(0, length)
        if (record.readUInt32LE(length) !== maskedCrc32c(data)) {
          return yield { reason: `the record at byte ${offset} has a wrong checksum` }
        }
        yield data
      }
      offset = end
    }
  } finally {
    await handle.close()
  }
}

async function readLength(handle: FileHandle, offset: number, size: number): Promise<number | Stop> {
  if (offset + headBytes > size) return { reason: `the record at byte ${offset} is cut off` }
  const head = await readBytes(handle, offset, headBytes)
  if (head.readUInt32LE(8) !== maskedCrc32c(head.subarray(0, 8))) {
    return { reason: `the length at byte ${offset} has a wrong checksum` }
  }
  return Number(head.readBigUInt64LE(0))
}

async function readBytes(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  await handle.read(bytes, 0, length, offset)
  return bytes
}
