/** One marker segment of a JPEG file. */
export interface JpegSegment {
  /** The byte behind 0xff. */
  marker: number
  /** What follows the length. */
  data: Uint8Array
}

const START_OF_SCAN = 0xda

/**
 * The segments of a JPEG file up to its first scan (ITU-T T.81, annex B); none when the bytes are no JPEG. Ends where
 * the file is damaged.
 */
export function* jpegSegments(bytes: Uint8Array): Generator<JpegSegment> {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    // Markers may be preceded by any number of fill bytes (B.1.1.2).
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === START_OF_SCAN) return
    const end = at + 2 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0)
    yield { marker, data: bytes.subarray(at + 4, end) }
    at = end
  }
}
