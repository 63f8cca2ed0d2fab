import { placeOf } from '../../src/judge/duplicates.ts'
import { type Shift, shiftsOf } from '../../src/judge/split-shift.ts'
import { defineRule } from '../../src/model/rule.ts'

export default defineRule({
  id: 'images/split-shift',
  severity: 'warning',
  needs: ['dataset', 'images'],
  maturity: 'stable',
  docs: {
    what: 'The images of validation or test differ from training images of the same class in size, format, brightness, contrast, sharpness, JPEG quality or camera.',
    why: 'Validation then measures how well the model bears another kind of image as much as what it learned. The score can stand still or fall while the model improves on images like those it is trained on, and settings are chosen for the difference.',
    how: 'Find out where the two sides come from: another camera, another download, a conversion of one side only. If nothing is meant by it, put all images together and split them at random (by group where there are groups). If validation is what the model will meet, bring such images into training, or train with augmentation that covers the difference.',
    fixSafety:
      'Manual: the difference may be meant (a test set of another hospital), and a new split makes scores incomparable with earlier ones. Only large differences are reported that are alike in most classes; the mix of the classes is the business of split/unstratified.',
    references: [
      'van Elteren, On the combination of independent two sample tests of Wilcoxon, 1960 (the test, over classes)',
      'Vargha and Delaney, A critique and improvement of the CL common language effect size statistics, J. Educ. Behav. Stat. 25(2), 2000 (what is large)',
      'Rabanser, Guennemann and Lipton, Failing Loudly: An Empirical Study of Methods for Detecting Dataset Shift, NeurIPS 2019: https://arxiv.org/abs/1810.11953',
    ],
    bad: 'train/cat/*.png of 1024 x 1024 pixels\nval/cat/*.jpg of 256 x 256 pixels',
    good: 'train/cat/*.jpg and val/cat/*.jpg, drawn at random from one source',
  },
  *check({ dataset, images }) {
    for (const split of ['validation', 'test'] as const) {
      const shifts = shiftsOf(dataset, images, split)
      const [most] = shifts
      if (most === undefined) continue
      const shown = new Set(most.examples)
      const more = shifts.length - 1
      yield {
        message: `${sideName(split)} images differ from training images of the same class: ${wordsOf(most)}${more > 0 ? `, and ${more} more` : ''}`,
        // The difference is as good as certain; whether it was meant is not known.
        confidence: 0.9,
        locations: dataset.samples.filter(({ path }) => shown.has(path)).map(placeOf),
        evidence: { split, shifts: shifts.map(numbersOf) },
        fix: { title: 'Draw both sides from one source', applicability: 'manual', operations: [] },
      }
    }
  },
})

const sideName = (split: 'validation' | 'test') => (split === 'validation' ? 'Validation' : 'Test')

function wordsOf({ property, kind, train, other }: Shift): string {
  const shown = (value: number) =>
    kind === 'share' ? `${Math.round(value * 100)} %` : `${Number(value.toPrecision(3))}`
  return `${property}, ${shown(other)} against ${shown(train)}`
}

const numbersOf = ({ property, train, other, above, z }: Shift) => ({
  property,
  train: round(train),
  other: round(other),
  above: round(above),
  z: round(z),
})

const round = (value: number) => Math.round(value * 1000) / 1000
