import { placeOf } from '../../src/judge/duplicates.ts'
import { defineRule } from '../../src/model/rule.ts'

/** Endings by what they promise. */
const formats: Record<string, string> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  jpe: 'jpeg',
  jfif: 'jpeg',
  png: 'png',
  webp: 'webp',
  gif: 'gif',
  bmp: 'bmp',
  tif: 'tiff',
  tiff: 'tiff',
  avif: 'avif',
}

export default defineRule({
  id: 'images/wrong-extension',
  severity: 'warning',
  needs: ['dataset', 'images'],
  maturity: 'stable',
  docs: {
    what: "A file's content is of another format than its name says.",
    why: 'Loaders that choose the decoder by name (tf.io.decode_jpeg, tf.io.decode_png and many scripts) fail on it in the middle of training or skip it. Many TensorFlow versions cannot decode WebP or TIFF under any name, though image_dataset_from_directory takes such files in by their ending.',
    how: 'Convert the file to the format of its name, or rename it if your loader goes by content. Files downloaded from the web are often WebP under the name .jpg.',
    fixSafety: 'Manual: renaming breaks manifests that name the file, and converting changes its pixels.',
    references: [
      'https://www.tensorflow.org/api_docs/python/tf/io/decode_image',
      'https://github.com/tensorflow/tensorflow/issues/57647',
    ],
    bad: 'train/cat/IMG_1.jpg   # RIFF....WEBPVP8',
    good: 'train/cat/IMG_1.jpg   # JPEG',
  },
  *check({ dataset, images }) {
    for (const sample of dataset.samples) {
      const fact = images.images.get(sample.path)
      const ending = sample.path.slice(sample.path.lastIndexOf('.') + 1).toLowerCase()
      const promised = formats[ending]
      if (fact?.ok !== true || promised === undefined || promised === fact.format) continue
      yield {
        message: `The file ends in .${ending} but is ${fact.format.toUpperCase()}`,
        locations: [placeOf(sample)],
        evidence: { ending, format: fact.format },
        fix: {
          title: `Convert the file to ${promised.toUpperCase()}, or rename it`,
          applicability: 'manual',
          operations: [],
        },
      }
    }
  },
})
