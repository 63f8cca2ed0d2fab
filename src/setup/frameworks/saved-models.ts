import { wantedBy } from './keras-applications.ts'
import type { Wanted } from './table.ts'

/** A pretrained network that a saved model was recognised as. */
export interface SavedBackbone {
  name: string
  module: string
  wants: Wanted
}

/** What paths and addresses of converted Keras networks call them; special before general. */
const spellings: readonly [RegExp, name: string, module: string][] = [
  [/inception[-_]?resnet[-_]?v?2/i, 'InceptionResNetV2', 'inception_resnet_v2'],
  [/inception[-_]?v?3/i, 'InceptionV3', 'inception_v3'],
  [/xception/i, 'Xception', 'xception'],
  [/mobilenet[-_]?v2/i, 'MobileNetV2', 'mobilenet_v2'],
  // Without a version: both take the same values; the third scales inside.
  [/mobilenet(?![-_]?v?3)/i, 'MobileNet', 'mobilenet'],
]

/** TF Hub's image modules take 0..1, whatever network is inside (https://www.tensorflow.org/hub/common_signatures/images). */
const hub: Wanted = { range: [0, 1], channels: 'rgb', inside: false }

/** The network that the path or address of a saved model names, or null. */
export function backboneOfPath(path: string): SavedBackbone | null {
  const found = spellings.find(([spelling]) => spelling.test(path))
  if (found === undefined) return null
  const [, name, module] = found
  const wants = /tfhub\.dev|kaggle\.com\/models/i.test(path) ? hub : wantedBy.get(module)
  return wants === undefined ? null : { name, module, wants }
}
