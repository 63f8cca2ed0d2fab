import { shellWord } from '../model/fix-command.ts'
import type { Unexplained } from '../model/report.ts'
import { type LabelsJudged, measureOfLabels } from './labels-judged.ts'
import type { Seen, Sign } from './signs.ts'
import { table } from './table/table.ts'

/** What a next measurement depends on. */
interface Known {
  /** Whether the rate was lowered during the run; null where the log does not say. */
  rateLowered: boolean | null
  /** How to have the labels judged, as an infinitive; null where they were judged and nothing came of it. */
  judgeLabels: string | null
}

/** Of a sign that nothing explains: what to measure next, as an imperative. */
const measurements: Record<Sign, (known: Known) => string> = {
  overfitting: ({ judgeLabels }) =>
    `${judgeLabels === null ? '' : `${judgeLabels}, and `}train once more with stronger dropout and augmentation: if the gap closes, regularisation was missing; if not, compare by eye how the two sides were drawn.`,
  underfitting: () =>
    'let the model learn ten images by heart. If it can, train longer or at a higher rate, with less dropout; if it cannot, look at the very arrays that reach the network and at their labels.',
  unfinished: () =>
    'train twice as long with the same settings; if the curves are no further then, run again at three times the learning rate and compare.',
  oscillation: () =>
    'run again at a third of the learning rate: if the swings shrink with it, the rate was too high; if not, print the loss of each batch and look at the images of the worst.',
  divergence: () =>
    'run again at a tenth of the learning rate and print the loss of each batch: look at inputs and labels of the first batch that is out of line.',
  'stuck-at-chance': () =>
    'let the model learn ten images by heart. If it cannot, print smallest, mean and largest value of a batch as it reaches the network, and its labels beside the images.',
  'validation-at-chance': () =>
    'evaluate the model on its own training images through the validation pipeline: if it fails there too, preprocessing or class order of validation differs from training.',
  plateau: ({ rateLowered, judgeLabels }) =>
    `run ${rateLowered ? '' : 'with a ReduceLROnPlateau schedule, and then '}with the top of the trunk unfrozen at a tenth of the rate; if validation stays where it is, ${judgeLabels === null ? '' : `${judgeLabels} and `}look at the images that stay wrong.`,
  'validation-above-training': () =>
    'evaluate the model on its training images without dropout and augmentation. If validation is still ahead, compare how both sides were drawn.',
  'noisy-validation': () =>
    'evaluate one saved model twice: if the two scores differ, validation is random (transforms, a sample of the images); if they agree, the model itself swings, and a lower learning rate shows it.',
  'random-validation': () =>
    'evaluate one saved model twice. If the two scores differ, print a batch of validation images twice and compare; if the batches agree, look for dropout that is left on.',
  'coarse-validation': () => 'hold out more images, or cross-validate and judge by the mean.',
}

/** What training handicaps explain in part needs no cause. */
const leastConfidence = 0.5

/** The signs that no cause explains, each with the next measurement. */
export function unexplainedSigns(
  seen: readonly Seen[],
  explained: ReadonlySet<Sign>,
  { project, labels }: { project: string; labels: LabelsJudged | null },
): Unexplained[] {
  const command = `doctor check ${shellWord(project)} --rule ${wrongLabels}`
  const judgeLabels = labels === null ? `have the labels checked (\`${command}\`)` : null
  const doubts = labels === null ? null : measureOfLabels(labels)
  return seen
    .filter(({ sign, finding }) => !explained.has(sign) && finding.confidence >= leastConfidence)
    .map(({ sign, finding }) => {
      const steps = finding.evidence.learningRateSteps
      const rateLowered = Array.isArray(steps) ? steps.length > 0 : null
      const measure = measurements[sign]({ rateLowered, judgeLabels })
      const next = doubts !== null && ofWrongLabels.has(sign) ? `${doubts}; then ${measure}` : measure
      return { symptom: finding.rule, message: finding.message, next: `Next, ${next}` }
    })
}

const wrongLabels = 'labels/likely-mislabelled'

/** What wrong labels show in curves. */
const ofWrongLabels = new Set(
  table
    .filter(({ cause, bearing }) => cause === wrongLabels && bearing !== 'against')
    .map(({ sign }) => sign),
)
