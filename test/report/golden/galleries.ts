import type { Finding } from '../../../src/model/finding.ts'
import { image } from './places.ts'

const texts = { why: 'The network has seen the photo.', how: 'Keep each photo on one side.' }

/** Four versions of one photo on two sides; which of them were compared, and how they were turned. */
export function clusterFinding(id: string, name: string): Finding {
  const [a, b, c, d] = [
    `train/kiwi/${name}_a.jpg`,
    `train/kiwi/${name}_b.jpg`,
    `val/kiwi/${name}_c.jpg`,
    `val/kiwi/${name}_d.jpg`,
  ]
  const pair = (one: string, other: string, orientation: string, grade = 'near-identical') => ({
    ...{ a: one, b: other, grade, distance: 8, correlation: 0.98, orientation },
  })
  return {
    ...{ id, rule: 'leakage/near-duplicate', severity: 'error', confidence: 0.97, ...texts },
    message: '4 versions of one photo lie in train and validation',
    locations: [
      ...[a, b].map((path) => image(path, 'train', 'kiwi')),
      ...[c, d].map((path) => image(path, 'validation', 'kiwi')),
    ],
    evidence: {
      pairs: [
        pair(a, b, 'none', 'same-pixels'),
        pair(a, c, 'rotate-90'),
        pair(b, c, 'rotate-90'),
        pair(a, d, 'none'),
      ],
    },
    fix: {
      title: 'Exclude 2 versions in train',
      applicability: 'unsafe',
      operations: [a, b].map((sample) => ({ op: 'exclude', sample })),
    },
  }
}

/** A photo whose label is doubted. */
export function doubtFinding(id: string, path: string, [given, suggested]: [string, string]): Finding {
  return {
    ...{ id, rule: 'labels/likely-mislabelled', severity: 'warning', confidence: 0.9, ...texts },
    message: `Labelled "${given}", but looks like "${suggested}" (probability 0.94 against 0.02)`,
    locations: [image(path, 'train', given)],
    evidence: { given, suggested, probabilities: { given: 0.02, suggested: 0.94 }, wrong: 0.9 },
    fix: {
      title: `Relabel it as "${suggested}"`,
      applicability: 'unsafe',
      operations: [{ op: 'relabel', sample: path, label: suggested }],
    },
  }
}

/** One patient on both sides: a group without pairs. */
export const groupFinding: Finding = {
  ...{ id: '77aa00bb11cc22dd', rule: 'leakage/same-group', severity: 'error', confidence: 0.8, ...texts },
  message: 'Photos of "patient 7" lie in train and validation',
  locations: [
    ...[5, 6].map((index) => image(`val/scan/p7_${index}.jpg`, 'validation', 'scan')),
    ...[1, 2, 3, 4].map((index) => image(`train/scan/p7_${index}.jpg`, 'train', 'scan')),
  ],
  evidence: {},
}
