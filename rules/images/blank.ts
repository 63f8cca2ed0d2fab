import { placeOf } from '../../src/judge/duplicates.ts'
import type { Sample } from '../../src/model/dataset.ts'
import { defineRule } from '../../src/model/rule.ts'

/**
 * Grey levels of standard deviation. One flat colour has 0, as JPEG of any quality too; one small letter on a sheet
 * has 1.4, and the flattest of 1585 real photos (trashnet and grocery) 7.
 */
const flat = 0.5

export default defineRule({
  id: 'images/blank',
  severity: 'warning',
  needs: ['dataset', 'images'],
  maturity: 'stable',
  docs: {
    what: 'An image is one flat colour.',
    why: 'It shows nothing that its label could be learned from. Black or white images are mostly placeholders of failed downloads, empty slices or frames before a camera had started; they teach that "nothing" is the class they happen to lie in. Where only the transparency shows a shape, decoding with three channels and .convert("RGB") drop it and leave nothing.',
    how: 'Look whether the image was meant to be there; leave it out, or fetch it again. Paste transparent images onto a background when they are loaded.',
    fixSafety:
      'Unsafe: in some tasks an empty image is a true example of its class. It is excluded, not deleted. Manual where transparency hides the colour: the loader has to be changed.',
    references: ['CleanVision, low information issues: https://github.com/cleanlab/cleanvision'],
    bad: 'train/cat/IMG_4.jpg   # all black',
    good: 'train/cat/IMG_4.jpg   # a cat',
  },
  *check({ dataset, images }) {
    /** What they show lies in their transparency alone: one loader's matter, not that of each image. */
    const shapes: Sample[] = []
    for (const sample of dataset.samples) {
      const fact = images.images.get(sample.path)
      if (fact?.ok !== true || fact.contrast >= flat) continue
      if (fact.transparent) {
        shapes.push(sample)
        continue
      }
      yield {
        message: 'The image is one flat colour',
        locations: [placeOf(sample)],
        evidence: { contrast: fact.contrast },
        fix: {
          title: 'Exclude the image',
          applicability: 'unsafe',
          operations: [{ op: 'exclude', sample: sample.path }],
        },
      }
    }
    if (shapes.length === 0) return
    const [subject, title] =
      shapes.length === 1
        ? ['1 image is', 'Paste the image onto a background where it is loaded']
        : [`${shapes.length} images are`, 'Paste the images onto a background where they are loaded']
    yield {
      message: `${subject} one flat colour without their transparency`,
      locations: shapes.map(placeOf),
      evidence: { transparent: shapes.length },
      fix: { title, applicability: 'manual', operations: [] },
    }
  },
})
