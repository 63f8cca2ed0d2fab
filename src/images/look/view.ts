import { detailSide } from '../decode/shrink.ts'
import { descriptorWords } from '../features/descriptor.ts'
import { featuresKept, type LocalFeatures } from '../features/local-features.ts'
import type { Box } from './frame.ts'

const detailBytes = detailSide * detailSide
const boxAt = detailBytes + 4
const placesAt = boxAt + 4 * 2
const descriptorsAt = placesAt + 4 * featuresKept

/** Bytes of a view: of `detailSide * detailSide` luma, the number of local features, the size of their plane, which part of the image all that is, places and descriptors of the features. */
export const viewBytes = descriptorsAt + 4 * descriptorWords * featuresKept

/** Units of a side in which the part is kept. */
const units = 65535

/**
 * What comparing an image closely needs, in one piece of `viewBytes` bytes as it is kept on disk.
 * @param part what lies within the frame, of a raster of the size `of`
 */
export function viewOf(
  detail: Uint8Array,
  features: LocalFeatures,
  { part, of }: { part: Box; of: Pick<Box, 'width' | 'height'> },
): Uint8Array {
  const { count, width, height, places, descriptors } = features
  const view = new Uint8Array(viewBytes)
  view.set(detail)
  view.set([count, width, height], detailBytes)
  const edges = [part.left / of.width, part.top / of.height]
  edges.push((part.left + part.width) / of.width, (part.top + part.height) / of.height)
  view.set(new Uint8Array(Uint16Array.from(edges, (edge) => Math.round(units * edge)).buffer), boxAt)
  view.set(places, placesAt)
  view.set(new Uint8Array(descriptors.buffer, descriptors.byteOffset, descriptors.byteLength), descriptorsAt)
  return view
}

export const detailOf = (view: Uint8Array): Uint8Array => view.subarray(0, detailBytes)

/** The part of an image that a view shows, in pixels of a raster of any size. */
export function partOf(view: Uint8Array, { width, height }: Pick<Box, 'width' | 'height'>): Box {
  const [left = 0, top = 0, right = 0, bottom = 0] = new Uint16Array(view.slice(boxAt, placesAt).buffer)
  const box = { left: Math.round((left * width) / units), top: Math.round((top * height) / units) }
  return {
    ...box,
    width: Math.round((right * width) / units) - box.left,
    height: Math.round((bottom * height) / units) - box.top,
  }
}

/** The bytes of a view that local features take: a sixth of it. */
export const featureBytes = { from: detailBytes, to: viewBytes }

export const featureCount = (view: Uint8Array): number => view[detailBytes] ?? 0

/** `bytes`: the view's `featureBytes`. */
export function featuresOf(bytes: Uint8Array): LocalFeatures {
  const [count = 0, width = 0, height = 0] = bytes
  const [places, descriptors] = [placesAt - detailBytes, descriptorsAt - detailBytes]
  const words = bytes.slice(descriptors, descriptors + 4 * descriptorWords * count)
  return {
    count,
    width,
    height,
    places: bytes.slice(places, places + 4 * count),
    descriptors: new Int32Array(words.buffer),
  }
}
