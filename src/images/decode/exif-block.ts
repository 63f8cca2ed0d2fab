import { jpegSegments } from './jpeg-segments.ts'

const ascii = (bytes: Uint8Array, from: number, length: number) =>
  String.fromCharCode(...bytes.subarray(from, from + length))

/** The TIFF structure that holds a file's Exif data, from its byte order mark on; null where there is none. */
export function exifBlock(bytes: Uint8Array): Uint8Array | null {
  const block = blockIn(bytes)
  return block !== null && isTiff(block) ? block : null
}

function blockIn(bytes: Uint8Array): Uint8Array | null {
  if (isTiff(bytes)) return bytes
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return inJpeg(bytes)
  if (ascii(bytes, 1, 3) === 'PNG') return inPng(bytes)
  return ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP' ? inWebp(bytes) : null
}

const isTiff = (block: Uint8Array) => ['II*\0', 'MM\0*'].includes(ascii(block, 0, 4))

const withoutName = (block: Uint8Array) => (ascii(block, 0, 6) === 'Exif\0\0' ? block.subarray(6) : block)

/** An APP1 segment that begins with `Exif` and two zeros. */
function inJpeg(bytes: Uint8Array): Uint8Array | null {
  for (const { marker, data } of jpegSegments(bytes))
    if (marker === 0xe1 && ascii(data, 0, 6) === 'Exif\0\0') return data.subarray(6)
  return null
}

/** An `eXIf` chunk, which may lie behind the pixels. */
function inPng(bytes: Uint8Array): Uint8Array | null {
  const view = viewOf(bytes)
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    if (ascii(bytes, at + 4, 4) === 'eXIf')
      return withoutName(bytes.subarray(at + 8, at + 8 + view.getUint32(at)))
  }
  return null
}

/** An `EXIF` chunk of the RIFF container, usually the last; chunks are padded to even lengths. */
function inWebp(bytes: Uint8Array): Uint8Array | null {
  const view = viewOf(bytes)
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true)
    if (ascii(bytes, at, 4) === 'EXIF') return withoutName(bytes.subarray(at + 8, at + 8 + length))
    at += 8 + length + (length % 2)
  }
  return null
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
