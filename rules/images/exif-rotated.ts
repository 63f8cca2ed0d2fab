import { placeOf } from '../../src/judge/duplicates.ts'
import { defineRule } from '../../src/model/rule.ts'

export default defineRule({
  id: 'images/exif-rotated',
  severity: 'warning',
  needs: ['dataset', 'images'],
  maturity: 'stable',
  docs: {
    what: 'Photos are stored turned or mirrored, with an EXIF entry that tells viewers to turn them back.',
    why: 'Keras, TensorFlow, torchvision and Pillow leave them as stored (OpenCV turns them), so the model sees on its side what people see upright: part of the data looks unlike the rest, and unlike what a phone or browser sends later.',
    how: 'Write the photos upright once (ImageOps.exif_transpose in Pillow, autoOrient() in sharp, exiftran), or turn them when loading, in training and in use alike.',
    fixSafety: 'Manual: the files, or the loader, have to be changed.',
    references: [
      'https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.exif_transpose',
      'https://docs.opencv.org/4.x/d8/d6a/group__imgcodecs__flags.html',
    ],
    bad: 'train/cat/IMG_6.jpg   # Orientation: Rotate 90 CW',
    good: 'train/cat/IMG_6.jpg   # Orientation: Horizontal (normal)',
  },
  *check({ dataset, images }) {
    const turned = dataset.samples.filter((sample) => {
      const fact = images.images.get(sample.path)
      return fact?.ok === true && fact.orientation !== 1
    })
    if (turned.length === 0) return
    const count = turned.length === 1 ? '1 image is' : `${turned.length} images are`
    yield {
      message: `${count} stored turned or mirrored (EXIF orientation), of ${dataset.samples.length}`,
      locations: turned.map(placeOf),
      evidence: { images: turned.length, of: dataset.samples.length },
      fix: { title: 'Write the photos upright', applicability: 'manual', operations: [] },
    }
  },
})
