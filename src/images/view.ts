import { descriptorWords } from './descriptor.ts'
import { featuresKept, type LocalFeatures } from './local-features.ts'
import { detailSide } from './shrink.ts'

const detailBytes = detailSide * detailSide
const placesAt = detailBytes + 4
const descriptorsAt = placesAt + 4 * featuresKept

/** Bytes of a view: of `detailSide * detailSide` luma, the number of local features, the size of their plane, their places and descriptors. */
export const viewBytes = descriptorsAt + 4 * descriptorWords * featuresKept

/** What comparing an image closely needs, in one piece of `viewBytes` bytes as it is kept on disk. */
export function viewOf(detail: Uint8Array, features: LocalFeatures): Uint8Array {
  const { count, width, height, places, descriptors } = features
  const view = new Uint8Array(viewBytes)
  view.set(detail)
  view.set([count, width, height], detailBytes)
  view.set(places, placesAt)
  view.set(new Uint8Array(descriptors.buffer, descriptors.byteOffset, descriptors.byteLength), descriptorsAt)
  return view
}

export const detailOf = (view: Uint8Array): Uint8Array => view.subarray(0, detailBytes)

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
