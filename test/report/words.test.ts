import { describe, expect, test } from 'vitest'
import {
  counted,
  differenceNumber,
  durationWords,
  listed,
  operationWords,
  trialWords,
} from '../../src/report/words.ts'
import { augmentationTrial, labelTrial, leakTrial, notRunTrial, scheduleTrial } from './golden/trials.ts'

test('numbers with their nouns', () => {
  expect([counted(1, 'image'), counted(0, 'image'), counted(12_345, 'image')]).toEqual([
    '1 image',
    '0 images',
    '12,345 images',
  ])
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ])
})

test('durations', () => {
  expect([80, 9_949, 9_960, 59_400, 59_600, 84_210].map(durationWords)).toEqual([
    '0.1 s',
    '9.9 s',
    '10 s',
    '59 s',
    '1 min 0 s',
    '1 min 24 s',
  ])
})

test('differences are signed, in points for shares, and zero has no sign', () => {
  expect(differenceNumber('validationAccuracy', -0.0725)).toBe('-7.2')
  expect(differenceNumber('validationAccuracy', 0.031)).toBe('+3.1')
  expect(differenceNumber('validationAccuracy', -0.0001)).toBe('0.0')
  expect(differenceNumber('validationLoss', 0.0352)).toBe('+0.035')
})

test('operations read as imperatives', () => {
  expect(operationWords({ op: 'relabel', sample: 'a.jpg', label: 'kiwi' })).toBe('relabel a.jpg as "kiwi"')
  expect(operationWords({ op: 'move', sample: 'a.jpg', split: 'train' })).toBe('move a.jpg to train')
  expect(operationWords({ op: 'set', field: 'run.epochs', value: 20 })).toBe('set run.epochs to 20')
})

describe('a trial in words', () => {
  test('a leak confirmed: the score falls, less what random removal does', () => {
    expect(trialWords(leakTrial)).toBe(
      'Confirmed by training: with the fix, validation accuracy falls from 91.2% to 83.6% (90.8% with as many random samples). Effect of the fix beyond that of random samples: -7.2 points (95% interval -10.1 to -4.5); so much of the score was never real.',
    )
  })
  test('an error of the evaluation that goes away', () => {
    expect(trialWords(augmentationTrial)).toBe(
      'Confirmed by training: with the fix, evaluation error falls from 4.3% to 0.0%. Effect of the fix: -4.3 points (95% interval -5.2 to -3.4), the drop that was expected.',
    )
  })
  test('inconclusive, with what would decide', () => {
    expect(trialWords(labelTrial)).toMatch(
      /^Inconclusive: .* for none at all\. About 14 seeds would decide\.$/,
    )
  })
  test('refuted: against the expectation', () => {
    expect(trialWords(scheduleTrial)).toBe(
      'Refuted by training: with the fix, validation loss rises from 0.512 to 0.547. Effect of the fix: +0.035 (95% interval +0.012 to +0.058), against the drop that was expected.',
    )
  })
  test('not run: the reason alone', () => {
    expect(trialWords(notRunTrial)).toBe(
      'Not tried: the time of the quick probe (90 s) was used up; run with --probe full.',
    )
  })
})
