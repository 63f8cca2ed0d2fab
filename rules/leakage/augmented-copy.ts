import { type ConfirmedFamily, mendFamily } from '../../src/judge/augmented/copies.ts'
import { pairsOf } from '../../src/judge/augmented/families.ts'
import { augmentedLeaks, placeOf, sidesOf } from '../../src/judge/duplicates.ts'
import type { Support } from '../../src/judge/groups/support.ts'
import { liesInSplitFolder } from '../../src/judge/splits.ts'
import type { Dataset, Sample } from '../../src/model/dataset.ts'
import type { Fix, Operation } from '../../src/model/fix.ts'
import { defineRule } from '../../src/model/rule.ts'

/** Places named in a finding; the fix changes all. */
const named = 500

const habits = {
  augmented: 'augmented copies, by their names',
  Keras: 'images augmented by Keras, by their names',
  Augmentor: 'images augmented by Augmentor, by their names',
  Roboflow: 'versions exported by Roboflow, by their names',
  copy: 'copies, by their names',
} as const

export default defineRule({
  id: 'leakage/augmented-copy',
  severity: 'error',
  needs: ['dataset', 'images'],
  maturity: 'stable',
  trial: { metric: 'validationAccuracy', expect: 'drop' },
  docs: {
    what: 'Files that were augmented before the split (`_flip`, `aug_`, `_rot90`, Roboflow, Augmentor, Keras `save_to_dir`) lie in another split than their source.',
    why: 'Augmentation makes images that the network learns to treat as one. With the source in training and a version in validation, or the other way round, the validation image is as good as seen: the score is too good and hides overfitting. Augmented images in validation also measure another task than the real one.',
    how: 'Split the originals first and augment the training side only, best on the fly in the input pipeline. Keep augmented files out of validation and test sets.',
    fixSafety:
      'Unsafe: whose copy a file is was read off its name and confirmed by the images; look at some first. Versions on the training side of their source are excluded, versions among validation images move to their source in training, and originals stay where they are. No file is deleted. This rule speaks for such copies instead of leakage/near-duplicate, once for each way of naming; copies with the same pixels are leakage/exact-duplicate.',
    references: [
      'Data augmentation, TensorFlow: https://www.tensorflow.org/tutorials/images/data_augmentation',
      'ImageDataGenerator.flow_from_directory, save_prefix: https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator',
      'Augmentor: https://github.com/mdbloice/Augmentor',
    ],
    bad: 'train/cat/IMG_1_rot90.jpg\nval/cat/IMG_1.jpg   # its source',
    good: 'train/cat/IMG_2.jpg\ntrain/cat/IMG_2_rot90.jpg\nval/cat/IMG_1.jpg',
  },
  *check({ dataset, images }) {
    for (const { scheme, families, support } of augmentedLeaks(dataset, images)) {
      const members = membersOf(families)
      const confidence = confidenceOf(families, support)
      const count = families.length === 1 ? 'those of one source' : `those of ${families.length} sources`
      yield {
        message: `${firstUpper(habits[scheme])}, lie in another split than their source or its other versions: ${count}, in ${sidesOf(members)}`,
        severity: confidence < 0.8 ? 'warning' : 'error',
        confidence,
        locations: members.slice(0, named).map(placeOf),
        evidence: {
          scheme,
          sources: families.length,
          samples: members.length,
          confirmedAsDuplicates: families.filter(({ by }) => by === 'duplicates').length,
          ...numbersOf(families, support),
        },
        fix: fixOf(families.flatMap(mendFamily), dataset),
      }
    }
  },
})

/** What lies apart, each with what it lies apart from; families in order. */
const membersOf = (families: readonly ConfirmedFamily[]): Sample[] => [
  ...new Set(families.flatMap((family) => pairsOf(family).flatMap(([a, b]) => [b, a]))),
]

/** Of pairs found to show one photo as near-duplicates are; of others as far as chance can be told from the scheme. */
function confidenceOf(families: readonly ConfirmedFamily[], support: Support | null): number {
  const each = families.map(({ by }) => (by === 'duplicates' ? 0.97 : 2 * (support?.above ?? 0.5) - 1))
  return round(Math.min(0.97, each.reduce((sum, value) => sum + value, 0) / each.length))
}

function numbersOf(families: readonly ConfirmedFamily[], support: Support | null) {
  if (support === null || families.every(({ by }) => by === 'duplicates')) return {}
  const { above, resemblance, strangers, pValue } = support
  return {
    above: round(above),
    resemblance: round(resemblance),
    strangers: round(strangers),
    pValue: round(pValue),
  }
}

function fixOf(operations: Operation[], dataset: Dataset): Fix {
  const excluded = operations.filter(({ op }) => op === 'exclude').length
  const moved = new Set(operations.flatMap((one) => (one.op === 'move' ? [one.sample] : [])))
  const steps = [
    ...(excluded > 0 ? [`exclude ${excluded} ${excluded === 1 ? 'version' : 'versions'}`] : []),
    ...(moved.size > 0
      ? [`move ${moved.size} ${moved.size === 1 ? 'version' : 'versions'} to the side of the source`]
      : []),
  ]
  const title = firstUpper(steps.join(', '))
  return dataset.samples.some((sample) => moved.has(sample.path) && !liesInSplitFolder(sample, dataset))
    ? { title, applicability: 'manual', operations: [] }
    : { title, applicability: 'unsafe', operations }
}

const firstUpper = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)

const round = (value: number) => Math.round(value * 1000) / 1000
