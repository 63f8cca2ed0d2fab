import type { Exif } from '../../model/images.ts'
import { exifBlock } from './exif-block.ts'
import { type Directory, readDirectory } from './exif-directory.ts'

/** Tags of the Exif standard (CIPA DC-008, 4.6). */
const tag = {
  make: 0x010f,
  model: 0x0110,
  photo: 0x8769,
  gps: 0x8825,
  takenAt: 0x9003,
  takenOffset: 0x9011,
  takenFraction: 0x9291,
  imageUniqueId: 0xa420,
  bodySerial: 0xa431,
  latitudeRef: 1,
  latitude: 2,
  longitudeRef: 3,
  longitude: 4,
} as const

/**
 * What the camera wrote into a JPEG, PNG, WebP or TIFF file; null where it wrote nothing of use. Damaged and hostile
 * blocks cost no more than their length and yield what can be read. (A library was tried: exif-reader 2.0.3 spends
 * 50 s and 3 GB on a block of 64 KB whose entries all claim the whole of it.)
 */
export function exifOf(bytes: Uint8Array): Exif | null {
  const block = exifBlock(bytes)
  if (block === null) return null
  const main = readDirectory(block, null)
  const photo = readDirectory(block, main.number(tag.photo))
  const gps = readDirectory(block, main.number(tag.gps))
  const exif: Exif = {
    make: main.text(tag.make),
    model: main.text(tag.model),
    bodySerial: photo.text(tag.bodySerial),
    imageUniqueId: photo.text(tag.imageUniqueId),
    takenMs: takenMs(photo),
    place: placeOf(gps),
  }
  return Object.values(exif).some((value) => value !== null) ? exif : null
}

/** The clock of the camera; without an offset it is read as if it were UTC. */
function takenMs(photo: Directory): number | null {
  const written = photo.text(tag.takenAt)
  const match = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(written ?? '')
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number)
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31) return null
  const fraction = /^\d{1,9}/.exec(photo.text(tag.takenFraction) ?? '')?.[0] ?? ''
  const milliseconds = Math.floor(Number(`0.${fraction || '0'}`) * 1000)
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds) - offsetMs(photo)
}

/** `+02:00` */
function offsetMs(photo: Directory): number {
  const match = /^([+-])(\d\d):(\d\d)/.exec(photo.text(tag.takenOffset) ?? '')
  if (match === null) return 0
  const [, sign, hours, minutes] = match
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

function placeOf(gps: Directory): Exif['place'] {
  const latitude = degrees(gps.rationals(tag.latitude), gps.text(tag.latitudeRef) === 'S')
  const longitude = degrees(gps.rationals(tag.longitude), gps.text(tag.longitudeRef) === 'W')
  if (latitude === null || longitude === null || Math.abs(latitude) > 90 || Math.abs(longitude) > 180)
    return null
  // What phones write when they do not know.
  return latitude === 0 && longitude === 0 ? null : { latitude, longitude }
}

/** Degrees, minutes, seconds; rounded to 4 decimals, 11 m at the most. */
function degrees([whole, minutes = 0, seconds = 0]: readonly number[], negative: boolean): number | null {
  if (whole === undefined) return null
  const value = (negative ? -1 : 1) * (whole + minutes / 60 + seconds / 3600)
  return Number.isFinite(value) ? Math.round(value * 1e4) / 1e4 + 0 : null
}
