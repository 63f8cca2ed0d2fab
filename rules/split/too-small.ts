import type { Dataset } from '../../src/model/dataset.ts'
import { defineRule } from '../../src/model/rule.ts'

/** Half the width of the 95 % interval, in accuracy, above which a score says too little: 12 points. */
const widest = 0.12
/** The accuracy for which the interval is told; it is widest at 0.5 and hardly narrower here. */
const assumed = 0.8

export default defineRule({
  id: 'split/too-small',
  severity: 'warning',
  needs: ['dataset'],
  maturity: 'stable',
  docs: {
    what: 'The validation or test set is so small that its score is mostly chance.',
    why: 'An accuracy measured on n images is uncertain by about 2 * sqrt(p (1 - p) / n). On 30 images, 80 % may just as well be 63 or 91 %. Differences between epochs, models or settings that are smaller than this are noise: picking the best of them is picking luck, and the curve looks as if it did not improve.',
    how: 'Hold out more images, or use cross-validation, in which every image is validated once.',
    fixSafety: 'Manual: moving images changes both sets, and scores before and after cannot be compared.',
    references: [
      'Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 22(158), 1927: https://doi.org/10.1080/01621459.1927.10502953',
    ],
    bad: 'train/ (900 images)\nval/ (20 images)',
    good: 'train/ (740 images)\nval/ (180 images)',
  },
  *check({ dataset }) {
    for (const split of ['validation', 'test'] as const) {
      const count = dataset.samples.filter((sample) => sample.split === split).length
      if (count === 0 || !dataset.samples.some((sample) => sample.split === 'train')) continue
      const [low, high] = wilson(assumed, count)
      if ((high - low) / 2 <= widest) continue
      const percent = (share: number) => Math.round(share * 100)
      yield {
        message: `On ${count} ${split} ${count === 1 ? 'image' : 'images'} a score of 80 % can mean anything from ${percent(low)} to ${percent(high)} %`,
        locations: placesOf(dataset, split),
        evidence: { split, samples: count, low, high },
        fix: { title: `Hold out more ${split} images`, applicability: 'manual', operations: [] },
      }
    }
  },
})

/** Wilson's 95 % score interval of a share seen in `count` trials. */
function wilson(share: number, count: number): [number, number] {
  const z = 1.96
  const centre = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count)
  const half =
    (z / (1 + z ** 2 / count)) * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2))
  const round = (value: number) => Math.round(value * 1000) / 1000
  return [round(centre - half), round(centre + half)]
}

function placesOf(dataset: Dataset, split: 'validation' | 'test') {
  const folders = dataset.classFolders.filter((folder) => folder.split === split)
  const places = folders.length > 0 ? folders : dataset.samples.filter((sample) => sample.split === split)
  return places.map(({ path }) => ({ path, split }))
}
