import { type Link, links, works } from './link.ts'

/** What faults of fine-tuning do to curves. */
export const fineTuningLinks: readonly Link[] = [
  ...links('fine-tuning/unfrozen-under-new-head', [
    ['overfitting', 'typical', 'millions of free weights learn a small set by heart', works.kumar],
    ['oscillation', 'possible', 'large gradients of the new head shake the trunk', works.kumar],
    ['divergence', 'possible', 'large gradients of the new head shake the trunk', works.kumar],
    ['stuck-at-chance', 'possible', 'the pretrained features are destroyed in the first steps', works.kumar],
    ['underfitting', 'possible', 'the pretrained features are destroyed in the first steps', works.kumar],
    ['noisy-validation', 'possible', 'the features themselves change from epoch to epoch', works.kumar],
  ]),
  ...links('fine-tuning/learning-rate', [
    [
      'overfitting',
      'typical',
      'at this rate the trunk forgets what it was pretrained for',
      works.kerasTransfer,
    ],
    ['oscillation', 'possible', 'at this rate the trunk jumps over the optimum', works.smith],
    ['divergence', 'possible', 'at this rate the trunk jumps over the optimum', works.smith],
    [
      'noisy-validation',
      'possible',
      'the features themselves change from epoch to epoch',
      works.kerasTransfer,
    ],
  ]),
  ...links('fine-tuning/batch-norm', [
    [
      'overfitting',
      'typical',
      'training uses the statistics of each batch, validation the stored ones, which do not fit',
      works.kerasTransfer,
    ],
    ['noisy-validation', 'typical', 'the stored statistics change with each batch', works.wu],
    [
      'unfinished',
      'possible',
      'the head was not trained on features by the statistics of each batch',
      works.measured,
    ],
    [
      'underfitting',
      'possible',
      'the head was not trained on features by the statistics of each batch',
      works.seenLater,
    ],
    [
      'stuck-at-chance',
      'possible',
      'the head was not trained on features by the statistics of each batch',
      works.seenLater,
    ],
    [
      'validation-at-chance',
      'possible',
      'the stored statistics do not fit the weights any more',
      works.kerasTransfer,
    ],
  ]),
  ...links('fine-tuning/not-pretrained', [
    [
      'overfitting',
      'typical',
      'a small set is learned by heart when all is learned from scratch',
      works.kerasTransfer,
    ],
    ['underfitting', 'possible', 'a small set does not teach a trunk to see', works.kerasTransfer],
    ['stuck-at-chance', 'possible', 'a small set does not teach a trunk to see', works.kerasTransfer],
  ]),
  ...links('fine-tuning/not-recompiled', [
    ['plateau', 'typical', 'what was unfrozen does not learn until it is compiled', works.kerasTransfer],
    [
      'underfitting',
      'possible',
      'what was unfrozen does not learn until it is compiled',
      works.kerasTransfer,
    ],
  ]),
  ...links('fine-tuning/wrong-layers', [
    ['plateau', 'possible', 'the layers that should adapt are frozen', works.kerasTransfer],
    ['underfitting', 'possible', 'the layers that should adapt are frozen', works.kerasTransfer],
    ['overfitting', 'possible', 'more layers learn than was meant', works.kerasTransfer],
  ]),
]
