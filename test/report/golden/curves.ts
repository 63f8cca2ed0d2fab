import type { Finding } from '../../../src/model/finding.ts'
import type { Curves } from '../../../src/model/report.ts'

const hostile = 'logs/<img src=x onerror=alert(3)>.csv'

/** Overfitting from epoch 8 on; the rate is lowered at epoch 12. */
const overfitted: Curves = {
  file: 'logs/training.csv',
  run: '',
  points: Array.from({ length: 20 }, (_, epoch) => ({
    epoch,
    trainLoss: round(1.9 * 0.8 ** epoch),
    trainAccuracy: round(1 - 0.6 * 0.85 ** epoch),
    validationLoss: round(0.9 + 0.02 * (epoch - 8) ** 2 - (epoch < 8 ? 0.005 * (epoch - 8) ** 2 : 0)),
    validationAccuracy: round(0.72 - 0.3 * 0.6 ** epoch),
    learningRate: epoch < 12 ? 1e-3 : 1e-4,
  })),
}

/** Broken off after it diverged; no accuracy was logged. */
const diverged: Curves = {
  file: hostile,
  run: 'run <2>',
  points: [0.7, 0.65, 0.6, 4000, null, null].map((trainLoss, epoch) => ({
    epoch,
    trainLoss,
    trainAccuracy: null,
    validationLoss: epoch < 3 ? 0.7 : null,
    validationAccuracy: null,
    learningRate: null,
  })),
}

export const goldenCurves: Curves[] = [overfitted, diverged]

const texts = {
  severity: 'info' as const,
  why: 'The model learns its training images by heart.',
  how: 'Stop early and keep the best weights.',
}

export const symptomFindings: Finding[] = [
  {
    ...texts,
    id: 'f1a0f824b7bd395c',
    rule: 'symptoms/overfitting',
    confidence: 0.95,
    message:
      'the validation loss is best at epoch 8 (0.9) and rises to 3.32 by epoch 19, while the training loss still falls (0.319 to 0.0274)',
    locations: [
      { path: 'logs/training.csv', line: 10, column: 1, endLine: 10, endColumn: 9, snippet: '8,0.6,0.9' },
    ],
    evidence: { run: '', epochs: 20, epoch: 8 },
  },
  {
    ...texts,
    id: 'f2b1a935c8ce4a6d',
    rule: 'symptoms/divergence',
    confidence: 1,
    message: 'run <2>: the training loss is NaN from epoch 4 on',
    locations: [{ path: hostile }],
    evidence: { run: 'run <2>', epochs: 6, epoch: 4, loss: 'NaN' },
  },
]

function round(value: number): number {
  return Number(value.toPrecision(4))
}
