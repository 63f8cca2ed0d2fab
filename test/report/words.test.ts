import { expect, test } from 'vitest'
import {
  counted,
  differenceNumber,
  durationWords,
  effectShort,
  effectWords,
  headline,
  listed,
  methodWords,
  operationWords,
  trialWords,
} from '../../src/report/words.ts'
import { golden } from './golden/report.ts'
import { leakTrial, notRunTrial, scheduleTrial } from './golden/trials.ts'

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
  expect(differenceNumber('brierScore', -0.0352)).toBe('-0.035')
})

test('the headline never says that all is well above a cause or an open symptom', () => {
  const clean = {
    ...golden,
    findings: [],
    diagnosis: [],
    unexplained: [],
    summary: { ...golden.summary, error: 0, warning: 0, info: 2 },
  }
  expect(headline(clean)).toBe('No problems found, only advice')
  expect(headline({ ...clean, unexplained: golden.unexplained ?? [] })).toBe(
    'The curves show what no finding explains',
  )
  expect(headline({ ...clean, diagnosis: golden.diagnosis })).toBe(
    'Nothing is surely wrong, but some things deserve a look',
  )
})

test('operations read as imperatives', () => {
  expect(operationWords({ op: 'relabel', sample: 'a.jpg', label: 'kiwi' })).toBe('relabel a.jpg as "kiwi"')
  expect(operationWords({ op: 'move', sample: 'a.jpg', split: 'train' })).toBe('move a.jpg to train')
  expect(operationWords({ op: 'set', field: 'run.epochs', value: 20 })).toBe('set run.epochs to 20')
})

test('a trial is told by its verdict and its own sentence', () => {
  expect(trialWords(scheduleTrial)).toBe(
    'Refuted by training. With the schedule validation loss rises from 0.512 to 0.547, which is not what the fix promises (95 % interval 0.012 to 0.058).',
  )
  expect(trialWords(notRunTrial)).toBe(
    'Not tried: the time of the quick probe (90 s) was used up; run with --probe full.',
  )
})

test('an effect with its interval, long and short', () => {
  expect(effectWords(leakTrial)).toBe('-7.3 points (95 % interval -10.1 to -4.5)')
  expect(effectShort(scheduleTrial)).toBe('+0.035 [+0.012, +0.058]')
  expect(effectShort(notRunTrial)).toBeNull()
})

test('how a trial was done', () => {
  expect(methodWords(leakTrial)).toBe(
    '5 seeds, 208 samples; onnxruntime-node trunk, tfjs-wasm head; weights InceptionV3, nsfwjs 4.2.1 (quantised); 31 s',
  )
  expect(methodWords(notRunTrial)).toBe('')
})
