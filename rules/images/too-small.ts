import { placeOf } from '../../src/judge/duplicates.ts'
import { defineRule } from '../../src/model/rule.ts'

/** Pixels: a shorter side of this or more keeps enough to be told apart (as in CIFAR's 32 x 32, doubled). */
const enough = 64
/** How much smaller than the usual image of the set an image must be to be out of place. */
const ratio = 4

export default defineRule({
  id: 'images/too-small',
  severity: 'warning',
  needs: ['dataset', 'images'],
  maturity: 'stable',
  docs: {
    what: 'An image is tiny beside the others of its data set: under 64 pixels, and under a quarter of the usual side.',
    why: 'Enlarged to the size of the model it is a blur, unlike everything that the model is asked about later. Such files are mostly thumbnails, icons or tracking pixels that slipped in with a download.',
    how: 'Fetch the image in full size, or leave it out.',
    fixSafety: 'Unsafe: a small image may still be a true example. It is excluded, not deleted.',
    references: ['CleanVision, odd size issues: https://github.com/cleanlab/cleanvision'],
    bad: 'train/cat/IMG_5.jpg   # 40 x 30 among photos of 800 x 600',
    good: 'train/cat/IMG_5.jpg   # 800 x 600',
  },
  *check({ dataset, images }) {
    const sized = dataset.samples.flatMap((sample) => {
      const fact = images.images.get(sample.path)
      return fact?.ok === true ? [{ sample, fact, side: Math.min(fact.width, fact.height) }] : []
    })
    const sides = sized.map(({ side }) => side).sort((a, b) => a - b)
    const usual = sides[Math.floor(sides.length / 2)] ?? 0
    for (const { sample, fact, side } of sized) {
      if (side >= enough || side * ratio >= usual) continue
      yield {
        message: `The image has ${fact.width} x ${fact.height} pixels where ${usual} a side are usual`,
        locations: [placeOf(sample)],
        evidence: { width: fact.width, height: fact.height, usual },
        fix: {
          title: 'Exclude the image',
          applicability: 'unsafe',
          operations: [{ op: 'exclude', sample: sample.path }],
        },
      }
    }
  },
})
