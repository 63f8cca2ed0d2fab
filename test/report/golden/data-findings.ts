import type { Finding } from '../../../src/model/finding.ts'
import { hostile, image } from './places.ts'
import { labelTrial, leakTrial, notRunTrial } from './trials.ts'

const leakTexts = {
  why: 'The network has seen the validation image during training, so its answer there says nothing about new photos: the reported accuracy is too high, and early stopping and the learning rate schedule follow a wrong number.',
  how: 'Keep each photo on one side. Leave the training copy out and keep the validation set as it is, so that earlier results stay comparable.',
}

function copy(id: string, train: string, val: string, label: string): Finding {
  return {
    id,
    rule: 'leakage/exact-duplicate',
    severity: 'error',
    confidence: 1,
    message: 'The same image is in train and validation.',
    ...leakTexts,
    locations: [image(train, 'train', label), image(val, 'validation', label)],
    evidence: { grade: 'same-bytes', pairs: [[train, val]] },
    fix: {
      title: 'Leave the training copy out',
      applicability: 'safe',
      operations: [{ op: 'exclude', sample: train }],
    },
    trial: leakTrial,
  }
}

type Turned = { distance: number; correlation: number; orientation: string }

function nearCopy(id: string, train: string, val: string, label: string, measures: Turned): Finding {
  return {
    ...copy(id, train, val, label),
    rule: 'leakage/near-duplicate',
    confidence: 0.97,
    message: 'A changed copy of a training image is in validation.',
    evidence: { pairs: [{ a: train, b: val, grade: 'near-identical', ...measures }] },
  }
}

const flipped = { distance: 14, correlation: 0.97, orientation: 'flip-horizontal' }
const reencoded = { distance: 6, correlation: 0.99, orientation: 'none' }

export const leakFindings: Finding[] = [
  copy('a3f1c09d5e7b2461', hostile.script, hostile.closing, 'kiwi'),
  copy('b81d2e6f90a4c357', 'train/banana/Banana_011.jpg', 'val/banana/Banana_044.jpg', 'banana'),
  nearCopy('0c5e8a7d13f9b264', 'train/tomato/Tomato_003.jpg', 'val/tomato/IMG_2031.jpg', 'tomato', flipped),
  nearCopy('1d6f9b8e24a0c375', hostile.newline, hostile.rightToLeft, 'orange', reencoded),
  nearCopy('2e70ac9f35b1d486', hostile.escape, hostile.control, 'banana', reencoded),
  ...['004', '007', '012', '015', '019', '023'].map((number, index) =>
    nearCopy(
      `3f81bda046c2e59${index}`,
      `train/potato/Solid-Potato_${number}.jpg`,
      `val/potato/export/2024-05-11/converted/Solid-Potato_${number}_copy.jpeg`,
      'potato',
      { distance: 9 + 7 * index, correlation: 0.98 - 0.01 * index, orientation: 'none' },
    ),
  ),
]

export const labelFindings: Finding[] = [
  {
    id: '5ba3dfc268e407b1',
    rule: 'labels/conflicting-duplicates',
    severity: 'error',
    confidence: 0.99,
    message: 'The same photo is labelled "orange" and "satsumas".',
    why: 'One of the two labels is wrong, and the network is punished whichever it learns.',
    how: 'Look at the photo and give both files the right label, or leave both out.',
    locations: [
      image('train/orange/Orange_031.jpg', 'train', 'orange'),
      image('train/satsumas/Satsumas_017.jpg', 'train', 'satsumas'),
    ],
    evidence: {
      distance: 0,
      correlation: 1,
      orientation: 'none',
      pairs: [['train/orange/Orange_031.jpg', 'train/satsumas/Satsumas_017.jpg']],
    },
    fix: {
      title: 'Give both the label "satsumas"',
      applicability: 'unsafe',
      operations: [{ op: 'relabel', sample: 'train/orange/Orange_031.jpg', label: 'satsumas' }],
    },
    trial: labelTrial,
  },
  {
    id: '6cb4e0d379f518c2',
    rule: 'labels/inconsistent-names',
    severity: 'warning',
    confidence: 0.95,
    message: 'Two class names differ only in letter case: "Tomato" and "tomato".',
    why: 'Frameworks that take labels from folder names train two classes where there is one.',
    how: 'Rename one of the folders.',
    locations: [
      { path: 'train/Tomato', split: 'train' },
      { path: 'train/tomato', split: 'train' },
    ],
    evidence: { names: ['Tomato', 'tomato'] },
    fix: {
      title: 'Count "Tomato" as "tomato"',
      applicability: 'unsafe',
      operations: [
        { op: 'relabel', sample: 'train/Tomato/t1.jpg', label: 'tomato' },
        { op: 'relabel', sample: 'train/Tomato/t2.jpg', label: 'tomato' },
        { op: 'move', sample: 'train/Tomato/t3.jpg', split: 'validation' },
      ],
    },
    trial: notRunTrial,
  },
]

export const imageFindings: Finding[] = [
  {
    id: '7dc5f1e48a0629d3',
    rule: 'images/unreadable',
    severity: 'error',
    confidence: 1,
    message: 'The file cannot be decoded: it ends after 1,024 bytes of picture data.',
    why: 'Depending on the framework, training stops here, skips the file, or learns from grey pixels.',
    how: 'Copy the file again from its source, or leave it out.',
    locations: [image('train/kiwi/Kiwi_broken.jpg', 'train', 'kiwi')],
    evidence: { reason: 'premature end of JPEG file' },
    fix: {
      title: 'Leave the file out',
      applicability: 'safe',
      operations: [{ op: 'exclude', sample: 'train/kiwi/Kiwi_broken.jpg' }],
    },
  },
]
