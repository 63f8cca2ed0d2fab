import { placeOf } from '../../src/judge/duplicates.ts'
import { groupBy } from '../../src/model/group-by.ts'
import type { DecodedImage } from '../../src/model/images.ts'
import { defineRule } from '../../src/model/rule.ts'

export default defineRule({
  id: 'images/mixed-channels',
  severity: 'warning',
  needs: ['dataset', 'images'],
  maturity: 'stable',
  docs: {
    what: 'Some images are stored in greyscale, with transparency or in CMYK among ordinary colour images.',
    why: 'Loaders that keep the channels as stored (tf.io.decode_image, Image.open without convert) stop on the first batch that mixes them or pass wrong channels on. Loaders that convert make the hidden colour behind transparent parts visible and colours of CMYK wrong. Where one class has most of them, the model may learn the format instead of the thing.',
    how: 'Convert all images to the same channels once, or set channels=3 (TensorFlow), color_mode="rgb" (Keras) or .convert("RGB") (Pillow) in every loader.',
    fixSafety: 'Manual: the files, or the loader, have to be changed.',
    references: ['https://www.tensorflow.org/api_docs/python/tf/io/decode_image'],
    bad: 'train/cat/1.png   # RGB\ntrain/cat/2.png   # RGBA, transparent background',
    good: 'train/cat/1.png   # RGB\ntrain/cat/2.png   # RGB',
  },
  *check({ dataset, images }) {
    const kinds = groupBy(dataset.samples, (sample) => {
      const fact = images.images.get(sample.path)
      return fact?.ok ? kindOf(fact) : undefined
    })
    const [usual, ...others] = [...kinds].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    for (const [kind, samples] of others) {
      yield {
        message: `${samples.length} ${samples.length === 1 ? 'image is' : 'images are'} ${kind}, while most are ${usual?.[0]}`,
        locations: samples.map(placeOf),
        evidence: { counts: Object.fromEntries([...kinds].map(([name, all]) => [name, all.length])) },
        fix: { title: 'Convert all images to RGB', applicability: 'manual', operations: [] },
      }
    }
  },
})

function kindOf({ channels, format }: DecodedImage): string {
  if (channels === 1) return 'greyscale'
  if (channels === 2) return 'greyscale with transparency'
  if (channels === 3) return 'RGB'
  return format === 'jpeg' ? 'CMYK' : 'RGB with transparency'
}
