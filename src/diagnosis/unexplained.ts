import { shellWord } from '../model/fix-command.ts'
import type { Unexplained } from '../model/report.ts'
import type { Seen, Sign } from './signs.ts'

/** Of a sign that nothing explains: what to measure next, as an imperative. */
const measurements: Record<Sign, (check: string) => string> = {
  overfitting: (check) =>
    `Next, have the labels checked (\`${check} --rule labels/likely-mislabelled\`), and train once more with stronger dropout and augmentation: if the gap closes, regularisation was missing; if not, compare by eye how the two sides were drawn.`,
  underfitting: () =>
    'Next, let the model learn ten images by heart. If it can, train longer or at a higher rate, with less dropout; if it cannot, look at the very arrays that reach the network and at their labels.',
  unfinished: () =>
    'Next, train twice as long with the same settings; if the curves are no further then, run again at three times the learning rate and compare.',
  oscillation: () =>
    'Next, run again at a third of the learning rate: if the swings shrink with it, the rate was too high; if not, print the loss of each batch and look at the images of the worst.',
  divergence: () =>
    'Next, run again at a tenth of the learning rate and print the loss of each batch: look at inputs and labels of the first batch that is out of line.',
  'stuck-at-chance': () =>
    'Next, let the model learn ten images by heart. If it cannot, print smallest, mean and largest value of a batch as it reaches the network, and its labels beside the images.',
  'validation-at-chance': () =>
    'Next, evaluate the model on its own training images through the validation pipeline: if it fails there too, preprocessing or class order of validation differs from training.',
  plateau: (check) =>
    `Next, run with a ReduceLROnPlateau schedule, and then with the top of the trunk unfrozen at a tenth of the rate; if validation stays where it is, have the labels checked (\`${check} --rule labels/likely-mislabelled\`) and look at the images that stay wrong.`,
  'validation-above-training': () =>
    'Next, evaluate the model on its training images without dropout and augmentation. If validation is still ahead, compare how both sides were drawn.',
  'noisy-validation': () =>
    'Next, evaluate one saved model twice: if the two scores differ, validation is random (transforms, a sample of the images); if they agree, the model itself swings, and a lower learning rate shows it.',
  'random-validation': () =>
    'Next, evaluate one saved model twice. If the two scores differ, print a batch of validation images twice and compare; if the batches agree, look for dropout that is left on.',
  'coarse-validation': () => 'Next, hold out more images, or cross-validate and judge by the mean.',
}

/** What training handicaps explain in part needs no cause. */
const leastConfidence = 0.5

/** The signs that no cause explains, each with the next measurement. */
export function unexplainedSigns(
  seen: readonly Seen[],
  explained: ReadonlySet<Sign>,
  project: string,
): Unexplained[] {
  const check = `doctor check ${shellWord(project)}`
  return seen
    .filter(({ sign, finding }) => !explained.has(sign) && finding.confidence >= leastConfidence)
    .map(({ sign, finding }) => ({
      symptom: finding.rule,
      message: finding.message,
      next: measurements[sign](check),
    }))
}
