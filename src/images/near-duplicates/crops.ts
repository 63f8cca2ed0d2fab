import { detailSide, shrink, thumbSide } from '../decode/shrink.ts'
import type { Affine } from '../geometry/affine.ts'
import { orientations } from '../geometry/orientation.ts'
import { dctHashes, hashWords } from '../hashes/dct-hash.ts'
import { HashTable } from '../hashes/hamming.ts'
import type { Hashes } from '../hashes/search.ts'

/** An image that looks like the middle of another one. */
export interface Crop {
  photo: number
  crop: number
  /** Index into `orientations`: how the crop must be turned to look like that part of the photo. */
  orientation: number
  /** Of the photo's sides that part takes, 0..1. */
  share: number
  /** Hamming distance of the DCT hashes, 0..256. */
  distance: number
}

/** Sides of the parts that are hashed, of `detailSide`: each is some 6 % smaller than the one before. */
const parts = [124, 116, 110, 104, 98, 92, 86]
/**
 * Where the part is 3 % too large or too small, the hash is some 35 bits off, 90 of 100 times up to 50. Of 57,000 pairs of
 * different photos on white card none comes nearer than 80.
 */
const radius = 60
/** Photos with as many features are found by them. */
const manyFeatures = 64
/** Of one crop, so many photos at most. */
const keptPerImage = 3

/** What the search for plain copies needs of the images of a set, by index. */
export interface Thumbnails {
  count: number
  featureCount(image: number): number
  /** `detailSide * detailSide` bytes of luma. */
  detail(image: number): Uint8Array
}

/**
 * Photos that were cropped about their middle, by hashes of smaller and smaller middles of those that have few local features.
 * Takes up to 280 bytes an image; every pair is compared.
 */
export function* middleCrops({ dct }: Pick<Hashes, 'dct'>, images: Thumbnails): Generator<Crop[]> {
  const plain: number[] = []
  for (let image = 0; image < images.count; image += 1)
    if (images.featureCount(image) < manyFeatures) plain.push(image)
  const views = new Int32Array(plain.length * parts.length * hashWords)
  for (const [index, image] of plain.entries()) {
    const detail = images.detail(image)
    for (const [part, side] of parts.entries())
      views.set(hashOfMiddle(detail, side), (index * parts.length + part) * hashWords)
    yield []
  }
  const table = new HashTable(views)
  for (let crop = 0; crop < images.count; crop += 1) yield photosOf(crop, plain, table, dct)
}

function hashOfMiddle(detail: Uint8Array, side: number): Int32Array {
  const start = (detailSide - side) / 2
  const middle = new Uint8Array(side * side)
  for (let y = 0; y < side; y += 1) {
    const from = (start + y) * detailSide + start
    middle.set(detail.subarray(from, from + side), y * side)
  }
  return dctHashes(shrink(middle, side, side, thumbSide)).subarray(0, hashWords)
}

function photosOf(crop: number, plain: readonly number[], table: HashTable, dct: Int32Array): Crop[] {
  const nearest = new Map<number, Crop>()
  for (let orientation = 0; orientation < orientations.length; orientation += 1) {
    const at = (crop * orientations.length + orientation) * hashWords
    table.near(dct.subarray(at, at + hashWords), { from: 0, radius }, (view, distance) => {
      const photo = plain[Math.floor(view / parts.length)] ?? crop
      if (photo === crop || distance >= (nearest.get(photo)?.distance ?? 257)) return
      const share = (parts[view % parts.length] ?? detailSide) / detailSide
      nearest.set(photo, { photo, crop, orientation, share, distance })
    })
  }
  return [...nearest.values()]
    .sort((x, y) => x.distance - y.distance || x.photo - y.photo)
    .slice(0, keptPerImage)
}

/** A map into the middle of an image, whose sides are `share` of its own, as one into all of it. */
export const fromMiddle = (map: Affine, share: number): Affine =>
  map.map((value, index) => value * share + (index % 3 === 2 ? (1 - share) / 2 : 0))
