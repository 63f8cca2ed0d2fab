import { placeOf } from '../../src/judge/duplicates.ts'
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
    why: 'It shows nothing that its label could be learned from. Black or white images are mostly placeholders of failed downloads, empty slices or frames before a camera had started; they teach that "nothing" is the class they happen to lie in.',
    how: 'Look whether the image was meant to be there; leave it out, or fetch it again.',
    fixSafety:
      'Unsafe: in some tasks an empty image is a true example of its class. It is excluded, not deleted.',
    references: ['CleanVision, low information issues: https://github.com/cleanlab/cleanvision'],
    bad: 'train/cat/IMG_4.jpg   # all black',
    good: 'train/cat/IMG_4.jpg   # a cat',
  },
  *check({ dataset, images }) {
    for (const sample of dataset.samples) {
      const fact = images.images.get(sample.path)
      if (fact?.ok !== true || fact.contrast >= flat) continue
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
  },
})
