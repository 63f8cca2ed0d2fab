import type { BytesPart } from '../model/dataset.ts'
import { maskedCrc32c } from './crc32c.ts'
import { isGzip, openBytes, type RandomBytes } from './packed.ts'
import type { Stop } from './stop.ts'

const headBytes = 12
const tailBytes = 4

/** One record of a TFRecord file. */
export interface TFRecord {
  /** null where it is larger than asked for. */
  data: Uint8Array | null
  /** Where it lies in the file. */
  part: BytesPart
}

/**
 * The records of a TFRecord file, unpacked if need be (gzip), in order: per record an 8-byte little-endian length, its masked CRC-32C, the data,
 * and the data's masked CRC-32C. Ends with a `Stop` at the first record that is cut off (a file that is still being
 * written) or whose checksum is wrong: behind it lengths cannot be trusted.
 * https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 * @param largest bytes; larger records are passed over unread (`data` is then null)
 */
export async function* readRecords(file: string, largest: number): AsyncGenerator<TFRecord | Stop> {
  const gzip = await isGzip(file)
  const bytes = await openBytes(file, gzip)
  try {
    for (let offset = 0; ; ) {
      const length = await readLength(bytes, offset)
      if (typeof length !== 'number') {
        if (length !== null) yield length
        return
      }
      const begin = offset + headBytes
      const data = await readData(bytes, begin, length, largest)
      if (data !== null && 'reason' in data) return yield data
      yield { data, part: { kind: 'bytes', offset: begin, length, gzip } }
      offset = begin + length + tailBytes
    }
  } finally {
    await bytes.close()
  }
}

/** The length of the record at `offset`; null at the end of the file. */
async function readLength(bytes: RandomBytes, offset: number): Promise<number | Stop | null> {
  const head = await bytes.read(offset, headBytes)
  if (head.length === 0) return null
  if (head.length < headBytes) return { reason: `the record at byte ${offset} is cut off` }
  if (head.readUInt32LE(8) !== maskedCrc32c(head.subarray(0, 8))) {
    return { reason: `the length at byte ${offset} has a wrong checksum` }
  }
  return Number(head.readBigUInt64LE(0))
}

async function readData(
  bytes: RandomBytes,
  begin: number,
  length: number,
  largest: number,
): Promise<Uint8Array | Stop | null> {
  const skipped = length > largest
  // Of a record that is passed over, the last byte tells whether it is whole.
  const end = length + tailBytes
  const read = skipped ? await bytes.read(begin + end - 1, 1) : await bytes.read(begin, end)
  const offset = begin - headBytes
  if (read.length < (skipped ? 1 : end)) return { reason: `the record at byte ${offset} is cut off` }
  if (skipped) return null
  const data = read.subarray(0, length)
  if (read.readUInt32LE(length) !== maskedCrc32c(data))
    return { reason: `the record at byte ${offset} has a wrong checksum` }
  return data
}
