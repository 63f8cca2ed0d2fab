import { type Link, links, works } from './link.ts'

const range = (cause: string): Link[] =>
  links(cause, [
    ['stuck-at-chance', 'possible', 'saturated features say little about the image', works.karpathy],
    [
      'underfitting',
      'possible',
      'features of a wrong value range hardly tell the classes apart',
      works.umlaut,
    ],
    ['unfinished', 'possible', 'features of a wrong value range are learned from slowly', works.umlaut],
    [
      'overfitting',
      'possible',
      'features of a wrong value range tell images apart rather than classes',
      works.measured,
    ],
    [
      'plateau',
      'possible',
      'what the trunk was trained to see is lost in a wrong value range',
      works.measured,
    ],
    ['oscillation', 'possible', 'inputs of a wrong scale make gradients of a wrong scale', works.autoTrainer],
    ['divergence', 'possible', 'inputs of a wrong scale make gradients of a wrong scale', works.autoTrainer],
  ])

/** What faults of augmentation and preprocessing do to curves. */
export const inputLinks: readonly Link[] = [
  ...range('preprocessing/wrong-range'),
  ...range('preprocessing/double-scaling'),
  ...range('preprocessing/unfitted-statistics'),
  ...links('preprocessing/channel-order', [
    [
      'underfitting',
      'possible',
      'the trunk sees colours that it was not trained on',
      works.kerasApplications,
    ],
    ['plateau', 'possible', 'the trunk sees colours that it was not trained on', works.kerasApplications],
  ]),
  ...links('preprocessing/input-size', [
    [
      'underfitting',
      'possible',
      'objects have another size than the trunk was trained on',
      works.kerasApplications,
    ],
    [
      'plateau',
      'possible',
      'objects have another size than the trunk was trained on',
      works.kerasApplications,
    ],
  ]),
  ...links('preprocessing/train-validation-mismatch', [
    [
      'overfitting',
      'typical',
      'validation images reach the network in another way than training images',
      works.zinkevich,
    ],
    [
      'validation-at-chance',
      'typical',
      'validation images reach the network in another way than training images',
      works.zinkevich,
    ],
  ]),
  ...links('augmentation/in-validation', [
    ['random-validation', 'typical', 'every evaluation sees other random images', works.measured],
    ['noisy-validation', 'possible', 'every evaluation sees other random images', works.bouthillier],
    [
      'validation-above-training',
      'against',
      'augmented validation images would rather be harder',
      works.kerasFaq,
    ],
    [
      'overfitting',
      'possible',
      'validation images are made harder than those that the model is for',
      works.measured,
    ],
    ['plateau', 'possible', 'the noise of the random images hides what is still gained', works.measured],
  ]),
  ...links('augmentation/subset-alias', [
    ['overfitting', 'typical', 'training has lost its augmentation', works.shorten],
    ['noisy-validation', 'possible', 'the transform of one side reaches the other', works.bouthillier],
  ]),
  ...links('augmentation/frozen-by-cache', [
    ['overfitting', 'typical', 'training sees the same pixels in every epoch', works.shorten],
  ]),
  ...links('augmentation/out-of-range', [
    ['underfitting', 'possible', 'the images are distorted beyond recognition', works.shorten],
    [
      'validation-above-training',
      'typical',
      'training images are distorted beyond recognition',
      works.kerasFaq,
    ],
  ]),
  ...links('augmentation/missing', [
    [
      'overfitting',
      'possible',
      'a small set is soon learned by heart when each epoch shows the same pixels',
      works.shorten,
    ],
  ]),
]
