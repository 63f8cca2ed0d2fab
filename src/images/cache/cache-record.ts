import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { orientationNames } from '../../model/images.ts'

const Orientation = z.enum(orientationNames)

const Appearance = z.object({
  brightness: z.number(),
  darkest: z.number(),
  brightest: z.number(),
  sharpness: z.number(),
  border: z.object({ red: z.number(), green: z.number(), blue: z.number(), spread: z.number() }),
})

const DecodedFact = z.object({
  ok: z.literal(true),
  bytesDigest: z.string(),
  format: z.string(),
  width: z.int(),
  height: z.int(),
  channels: z.int(),
  transparent: z.boolean(),
  orientation: z.int(),
  contrast: z.number(),
  jpegQuality: z.number().nullable(),
  appearance: Appearance,
  colourLayout: z.string(),
  exif: z
    .object({
      make: z.string().nullable(),
      model: z.string().nullable(),
      bodySerial: z.string().nullable(),
      imageUniqueId: z.string().nullable(),
      takenMs: z.number().nullable(),
      place: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
    })
    .nullable(),
})

const Pair = z.object({
  a: z.string(),
  b: z.string(),
  grade: z.enum(['same-bytes', 'same-pixels', 'near-identical', 'probable']),
  distance: z.number(),
  correlation: z.number(),
  orientation: Orientation,
  falsePositives: z.number(),
})

/**
 * What the cache remembers; hashes are base64 of little-endian words, `features` the number of local features, `view`
 * an offset in the segment's views.
 */
const CacheRecord = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('file'),
    path: z.string(),
    size: z.number(),
    modifiedMs: z.number(),
    digest: z.string(),
  }),
  z.object({
    kind: z.literal('image'),
    fact: DecodedFact,
    dct: z.string(),
    block: z.string(),
    features: z.int(),
    view: z.int(),
  }),
  z.object({ kind: z.literal('pixels'), digest: z.string(), pixels: z.string() }),
  z.object({ kind: z.literal('unreadable'), digest: z.string(), reason: z.string() }),
  z.object({
    kind: z.literal('clusters'),
    set: z.string(),
    clusters: z.array(z.object({ members: z.array(z.string()), pairs: z.array(Pair) })),
  }),
  z.object({
    kind: z.literal('verdict'),
    pair: z.string(),
    correlation: z.number(),
    score: z.number(),
    upper: z.number(),
    overlap: z.number(),
    orientation: Orientation,
    map: z.array(z.number()).length(6).readonly().nullable(),
  }),
  z.object({
    kind: z.literal('look'),
    pair: z.string(),
    agreeing: z.number(),
    tiles: z.int(),
    breadth: z.number(),
    grain: z.object({ median: z.number(), least: z.number() }).nullable(),
    covering: z.object({ here: z.int(), there: z.int() }),
  }),
  /** See `packPairs`. */
  z.object({ kind: z.literal('pairs'), digests: z.string(), near: z.string(), shared: z.string() }),
])
export type CacheRecord = z.infer<typeof CacheRecord>

/** One line with its checksum. It begins with a line break, so that a line cut short before it harms only itself. */
export function encodeRecord(record: CacheRecord): string {
  const json = JSON.stringify(record)
  return `\n${crc32(json).toString(16)} ${json}`
}

/** The records of a segment; lines that were cut short or damaged are left out. */
export function* decodeRecords(bytes: Buffer): Generator<CacheRecord> {
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf('\n', start)
    const end = found === -1 ? bytes.length : found
    const record = decodeRecord(bytes.subarray(start, end))
    if (record !== null) yield record
    start = end + 1
  }
}

function decodeRecord(line: Buffer): CacheRecord | null {
  const space = line.indexOf(' ')
  if (space < 1 || space > 8) return null
  const json = line.subarray(space + 1)
  if (crc32(json).toString(16) !== line.toString('latin1', 0, space)) return null
  return CacheRecord.safeParse(JSON.parse(json.toString())).data ?? null
}
