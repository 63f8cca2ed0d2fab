import type { Finding } from '../../../src/model/finding.ts'
import type { Report } from '../../../src/model/report.ts'
import { codeFindings } from './code-findings.ts'
import { goldenCurves, symptomFindings } from './curves.ts'
import { imageFindings, labelFindings, leakFindings } from './data-findings.ts'
import { goldenSetup } from './setup.ts'

const order = ['error', 'warning', 'info']
const findings: Finding[] = [
  ...leakFindings,
  ...labelFindings,
  ...imageFindings,
  ...codeFindings,
  ...symptomFindings,
].sort(
  (a, b) =>
    order.indexOf(a.severity) - order.indexOf(b.severity) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
)
const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length

/** One complete examination of a leaky grocery project, hostile names included: every reporter is tested on it. */
export const golden: Report = {
  schemaVersion: 1,
  tool: { name: 'training-doctor', version: '0.1.0' },
  project: './grocery-leaky',
  summary: {
    error: count('error'),
    warning: count('warning'),
    info: count('info'),
    suppressed: 2,
    images: 317,
    sourceFiles: 3,
    durationMs: 84_210,
  },
  dataset: {
    splits: [
      {
        name: 'train',
        samples: 208,
        classes: { '<b>mix</b>': 1, banana: 41, kiwi: 28, orange: 39, pepper: 33, potato: 30, tomato: 36 },
      },
      {
        name: 'validation',
        samples: 109,
        classes: { banana: 22, kiwi: 14, orange: 20, pepper: 18, potato: 16, tomato: 19 },
      },
    ],
    origin: 'folders train/ and val/',
  },
  setups: [goldenSetup],
  findings,
  diagnosis: [
    {
      cause: 'leakage/near-duplicate',
      also: ['leakage/exact-duplicate'],
      weight: 0.51,
      because: [
        'A changed copy of a training image is in validation. (and 8 more)',
        'The same root, as leakage/exact-duplicate sees it: The same image is in train and validation. (and 1 more)',
        'Without the copies validation accuracy falls by 7.2 points',
        'This explains that validation is above training: images that were learned from are recognised in validation',
      ],
      remedy: {
        command: 'doctor fix ./grocery-leaky leakage/near-duplicate leakage/exact-duplicate',
        how: 'Leave the training copy out',
      },
    },
    {
      cause: 'augmentation/in-validation',
      weight: 0.37,
      because: ['Random transforms reach the validation data.'],
      remedy: {
        command: 'doctor fix ./grocery-leaky augmentation/in-validation --unsafe',
        how: 'Take the augmentation out of the validation pipeline; Give validation a generator without random transforms',
      },
    },
    {
      cause: 'preprocessing/wrong-range',
      weight: 0.08,
      because: ['InceptionV3 gets values in [0, 255].'],
      remedy: { how: 'Scale the images to [-1, 1]' },
    },
  ],
  unexplained: [
    {
      symptom: 'symptoms/overfitting',
      message: 'the validation loss rises from epoch 8 on',
      next: 'Next, have the labels checked (`doctor check ./grocery-leaky --rule labels/likely-mislabelled`), and train once more with stronger dropout.',
    },
  ],
  histories: goldenCurves,
  notExamined: [
    { rule: 'leakage/same-group', reason: 'no column or pattern names the groups' },
    { rule: 'split/too-small', reason: 'the data has no validation split' },
    { rule: 'split/unstratified', reason: 'the data has no validation split' },
    { rule: 'training/learning-rate', reason: 'the optimizer of web/train.ts<script> is made at run time' },
  ],
  healthy: [
    'labels/class-mismatch',
    'leakage/overlapping-split',
    'training/batch-size',
    'training/loss-mismatch',
  ],
}
