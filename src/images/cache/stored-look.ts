import type { LocalFeatures } from '../features/local-features.ts'
import type { Look } from '../look/look.ts'
import { featureBytes, featureCount, featuresOf } from '../look/view.ts'
import { fromBase64, read } from './cache-segment.ts'

/** A look whose view (see `viewOf`) may still lie on disk. */
export interface StoredLook {
  dct: Look['dct']
  block: Look['block']
  /** Local features of the view. */
  featureCount: number
  features: () => LocalFeatures
  view: () => Uint8Array
}

/** Where a view lies: a file descriptor, and the bytes before it. */
export interface ViewPlace {
  file: number
  position: number
}

export const inMemory = ({ dct, block, view }: Look): StoredLook => ({
  dct,
  block,
  featureCount: featureCount(view),
  features: () => featuresOf(view.subarray(featureBytes.from, featureBytes.to)),
  view: () => view,
})

/** `hashes` in base64: decoded when asked for, as a run in which nothing has changed does not compare. */
export function onDisk(
  hashes: { dct: string; block: string },
  count: number,
  { file, position }: ViewPlace,
): StoredLook {
  const { from, to } = featureBytes
  return {
    get dct() {
      return fromBase64(hashes.dct)
    },
    get block() {
      return fromBase64(hashes.block)
    },
    featureCount: count,
    features: () => featuresOf(read(file, position + from, to - from)),
    view: () => read(file, position),
  }
}
