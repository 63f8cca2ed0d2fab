import { jpegSegments } from './jpeg-segments.ts'

/**
 * Quality, 1..100, that the luma quantisation table of a JPEG file stands for: the factor by which it is coarser than
 * the example table of the JPEG standard (ITU-T T.81, table K.1), turned into libjpeg's scale (`jpeg_quality_scaling`
 * in jcparam.c). Tables that other encoders made their own way get the quality that is about as coarse. null when the
 * bytes are no JPEG or hold no such table.
 */
export function jpegQuality(bytes: Uint8Array): number | null {
  const steps = lumaSteps(bytes)
  if (steps === null) return null
  const factor = (100 * steps) / STANDARD_STEPS
  const quality = factor <= 100 ? (200 - factor) / 2 : 5000 / factor
  return Math.min(100, Math.max(1, Math.round(quality)))
}

/** The sum of table K.1. */
const STANDARD_STEPS = 3688

const DEFINE_TABLES = 0xdb

/** Sum of the 64 steps of table 0. */
function lumaSteps(bytes: Uint8Array): number | null {
  for (const { marker, data } of jpegSegments(bytes)) {
    const found = marker === DEFINE_TABLES ? tableZero(data) : null
    if (found !== null) return found
  }
  return null
}

/** One segment may hold several tables, each behind a byte with its precision and its number. */
function tableZero(segment: Uint8Array): number | null {
  let at = 0
  while (at < segment.length) {
    const head = segment[at] ?? 0
    const wide = head >> 4 === 1
    const table = segment.subarray(at + 1, at + 1 + (wide ? 128 : 64))
    if ((head & 15) === 0 && table.length === (wide ? 128 : 64))
      return table.reduce((sum, byte, i) => sum + (wide && i % 2 === 0 ? 256 * byte : byte), 0)
    at += 1 + (wide ? 128 : 64)
  }
  return null
}
