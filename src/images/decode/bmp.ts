import { decode as decodeWithNsbmp } from '@cwasm/nsbmp'
import { withoutRuns } from './bmp-runs.ts'
import { type Decoded, UndecodableImage } from './decoded.ts'

export const isBmp = (bytes: Uint8Array): boolean => bytes[0] === 0x42 && bytes[1] === 0x4d

/** Most pixels that are decoded: as many as sharp allows. */
const pixelLimit = 0x3fff * 0x3fff

/**
 * Decodes a BMP, which libvips does not, with the decoder that imghash uses (netsurf's, in WebAssembly).
 * @throws UndecodableImage
 */
export function decodeBmp(bytes: Uint8Array): Decoded {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 30) throw new UndecodableImage('is cut short (truncated BMP)')
  const [wide, high] = [Math.abs(header.getInt32(18, true)), Math.abs(header.getInt32(22, true))]
  const bits = header.getUint16(28, true)
  if (wide * high > pixelLimit) throw new UndecodableImage('has more than 268 million pixels')
  const compressed = bytes.length >= 34 && [1, 2, 4, 5].includes(header.getUint32(30, true))
  const needed = header.getUint32(10, true) + Math.ceil((wide * bits) / 32) * 4 * high
  if (!compressed && bytes.length < needed) throw new UndecodableImage('is cut short (truncated BMP)')
  const plain = withoutRuns(bytes) ?? bytes
  try {
    const { width, height, data } = decodeWithNsbmp(plain)
    const pixels = new Uint8Array(width * height * 3)
    for (let from = 0, to = 0; to < pixels.length; from += 4, to += 3) {
      pixels.set(data.subarray(from, from + 3), to)
    }
    return {
      format: 'bmp',
      width,
      height,
      channels: bits === 32 ? 4 : 3,
      orientation: 1,
      pixels,
      opacity: null,
    }
  } catch {
    throw new UndecodableImage('cannot be decoded: damaged BMP')
  }
}
