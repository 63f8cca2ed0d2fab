import { type Link, links, works } from './link.ts'

/** That copies hide overfitting is not in the table: with 40 % of the grocery validation copied, the gap stayed open. */
const copies = (cause: string): Link[] =>
  links(cause, [
    [
      'validation-above-training',
      'possible',
      'images that were learned from are recognised in validation, where no dropout or augmentation hinders',
      works.kapoor,
    ],
  ])

/** What faults of data, labels and splits do to curves. */
export const dataLinks: readonly Link[] = [
  ...copies('leakage/exact-duplicate'),
  ...copies('leakage/near-duplicate'),
  ...copies('leakage/augmented-copy'),
  ...copies('leakage/same-group'),
  ...copies('leakage/overlapping-split'),
  ...copies('leakage/split-after-augmentation'),
  ...links('labels/likely-mislabelled', [
    [
      'overfitting',
      'typical',
      'wrong labels can only be learned by heart, and what is learned so is wrong in validation',
      works.zhang,
    ],
    [
      'plateau',
      'typical',
      'a wrong label in validation stays wrong however good the model gets',
      works.arpit,
    ],
    ['underfitting', 'possible', 'no model fits labels that contradict the images', works.arpit],
    [
      'validation-above-training',
      'possible',
      'wrong labels in training alone hold the training figure down',
      works.arpit,
    ],
    [
      'unfinished',
      'possible',
      'labels that contradict the images are learned late, and by heart',
      works.measured,
    ],
  ]),
  ...links('labels/conflicting-duplicates', [
    [
      'overfitting',
      'possible',
      'the same image under two labels is learned by heart or not at all',
      works.zhang,
    ],
    ['plateau', 'possible', 'one of the two labels stays wrong however good the model gets', works.arpit],
    ['underfitting', 'possible', 'nobody can fit both labels of the same image', works.arpit],
    [
      'unfinished',
      'possible',
      'labels that contradict the images are learned late, and by heart',
      works.measured,
    ],
  ]),
  ...links('labels/class-mismatch', [
    [
      'overfitting',
      'possible',
      'classes that training has never seen are always wrong in validation',
      works.kerasFolders,
    ],
    [
      'validation-at-chance',
      'typical',
      'validation counts classes that training has not',
      works.kerasFolders,
    ],
  ]),
  ...links('labels/imbalance', [
    ['plateau', 'possible', 'rare classes are hardly learned, and keep the score down', works.karpathy],
    [
      'stuck-at-chance',
      'possible',
      'always naming the largest class is a comfortable minimum',
      works.karpathy,
    ],
  ]),
  ...links('labels/inconsistent-names', [
    ['plateau', 'possible', 'two names of one class are told apart by luck alone', works.arpit],
  ]),
  ...links('images/split-shift', [
    ['overfitting', 'typical', 'validation shows images of another kind than training', works.zinkevich],
    [
      'validation-above-training',
      'possible',
      'validation shows images of another, easier kind than training',
      works.kerasFaq,
    ],
  ]),
  ...links('split/class-ordered-tail', [
    ['overfitting', 'typical', 'validation holds classes that training has not seen', works.kerasFit],
    [
      'validation-at-chance',
      'typical',
      'validation holds classes that training has not seen',
      works.kerasFit,
    ],
  ]),
  ...links('split/unstratified', [
    [
      'overfitting',
      'possible',
      'validation weighs the classes in another way than training',
      works.zinkevich,
    ],
  ]),
  ...links('split/too-small', [
    ['coarse-validation', 'typical', 'one image more or less moves the score visibly', works.bouthillier],
    ['plateau', 'possible', 'what is still gained drowns in the noise of so few images', works.bouthillier],
  ]),
]
