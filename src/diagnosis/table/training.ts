import { type Link, links, works } from './link.ts'

/** What faults of the training run do to curves. */
export const trainingLinks: readonly Link[] = [
  ...links('training/learning-rate (too high)', [
    ['oscillation', 'typical', 'every step jumps over the optimum', works.smith],
    ['divergence', 'typical', 'every step jumps farther from the optimum', works.autoTrainer],
    [
      'stuck-at-chance',
      'possible',
      'the first steps throw the weights where no gradient leads back',
      works.umlaut,
    ],
    ['noisy-validation', 'possible', 'the model itself swings from epoch to epoch', works.smith],
    [
      'overfitting',
      'possible',
      'large weights make each wrong answer a sure one, so that the validation loss rises',
      works.bengio,
    ],
    ['plateau', 'possible', 'steps of this size cannot settle', works.smith],
    ['unfinished', 'against', 'a high rate does not creep', works.bengio],
    ['random-validation', 'against', 'at a low rate the model would have come to rest', works.smith],
  ]),
  ...links('training/learning-rate (too low)', [
    ['unfinished', 'typical', 'steps of this size hardly leave the random start', works.bengio],
    ['underfitting', 'typical', 'steps of this size hardly leave the random start', works.bengio],
    ['stuck-at-chance', 'typical', 'steps of this size hardly leave the random start', works.autoTrainer],
    ['overfitting', 'against', 'steps of this size do not get that far', works.bengio],
    ['oscillation', 'against', 'steps of this size cannot swing', works.bengio],
    ['divergence', 'against', 'steps of this size cannot diverge', works.bengio],
  ]),
  ...links('training/batch-size (too few images)', [
    ['oscillation', 'possible', 'the gradient of so few images is mostly noise', works.masters],
    ['noisy-validation', 'possible', 'what batch normalisation stores of so few images is noise', works.wu],
    [
      'overfitting',
      'possible',
      'what batch normalisation stores of so few images does not fit validation',
      works.wu,
    ],
    ['plateau', 'possible', 'steps that follow single images do not settle', works.measured],
  ]),
  ...links('training/batch-size (too many images)', [
    ['unfinished', 'typical', 'so few updates in each epoch do not get far', works.keskar],
    ['underfitting', 'possible', 'so few updates in each epoch do not get far', works.keskar],
    ['oscillation', 'against', 'gradients of so many images hardly vary', works.keskar],
    ['plateau', 'possible', 'so few updates in each epoch do not get far', works.measured],
  ]),
  ...links('training/no-regularisation', [
    [
      'overfitting',
      'typical',
      'nothing hinders the head from learning the images by heart',
      works.srivastava,
    ],
    ['underfitting', 'against', 'a free head fits its training images', works.srivastava],
    ['validation-above-training', 'against', 'nothing holds the training figure down', works.kerasFaq],
  ]),
  ...links('training/plateau-schedule (acts too early)', [
    ['underfitting', 'typical', 'the rate is gone before training has begun', works.plateau],
    ['unfinished', 'typical', 'the rate is gone before training has begun', works.plateau],
    ['plateau', 'typical', 'nothing moves any more at the rate that is left', works.plateau],
    ['stuck-at-chance', 'possible', 'the rate is gone before training has begun', works.plateau],
    ['oscillation', 'against', 'at the rate that is left nothing swings', works.plateau],
  ]),
  ...links('training/plateau-schedule (does not act)', [
    ['plateau', 'typical', 'nothing lowers the rate when validation stands still', works.plateau],
    ['oscillation', 'possible', 'nothing lowers the rate when training swings', works.smith],
  ]),
  ...links('training/loss-mismatch', [
    ['stuck-at-chance', 'typical', 'the loss does not measure what the model is to learn', works.umlaut],
    ['underfitting', 'typical', 'the loss does not measure what the model is to learn', works.umlaut],
    [
      'divergence',
      'possible',
      'logits where probabilities belong (or the other way round) make gradients that do not end',
      works.autoTrainer,
    ],
    ['plateau', 'possible', 'the loss does not measure what the model is to learn', works.umlaut],
  ]),
  ...links('training/zero-grad', [
    ['divergence', 'typical', 'the gradients of all steps so far add up', works.autoTrainer],
    ['oscillation', 'typical', 'the gradients of all steps so far add up', works.autoTrainer],
  ]),
  ...links('training/eval-mode', [
    [
      'noisy-validation',
      'typical',
      'dropout and batch normalisation go on drawing lots in validation',
      works.kerasFaq,
    ],
    ['overfitting', 'possible', 'dropout hinders validation as it hinders training', works.kerasFaq],
  ]),
  ...links('training/not-shuffled', [
    ['oscillation', 'typical', 'each batch pulls towards its own class', works.bengio],
    ['overfitting', 'possible', 'the last batches of an epoch pull towards their own class', works.bengio],
  ]),
  ...links('training/validation-steps', [
    [
      'noisy-validation',
      'possible',
      'an evaluation may see another part of the validation set each time',
      works.bouthillier,
    ],
    [
      'random-validation',
      'possible',
      'an evaluation may see another part of the validation set each time',
      works.bouthillier,
    ],
  ]),
  ...links('training/optimizer', [
    ['unfinished', 'possible', 'this optimizer is slow at this rate', works.bengio],
    ['plateau', 'possible', 'this optimizer is slow at this rate', works.bengio],
  ]),
]
