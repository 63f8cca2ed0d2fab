import { expect, test } from 'vitest'
import { conclude } from '../../src/diagnosis/conclude.ts'
import type { LabelsJudged } from '../../src/diagnosis/labels-judged.ts'
import type { Finding } from '../../src/model/finding.ts'
import { found, symptom } from './found.ts'

/** As 360 photos of trashnet with 20 % wrong labels are judged at 150 px. */
const doubtful: LabelsJudged = { rate: 0.25, least: 0.14, skill: 0.66, named: false }
/** As the same photos are judged untouched, at the worst of many draws. */
const untouched: LabelsJudged = { rate: 0.15, least: 0.09, skill: 0.74, named: false }

const concluded = (labels: LabelsJudged | null, ...findings: Finding[]) =>
  conclude(findings, { project: 'p', curves: true, images: { all: 360, evaluation: 120 }, labels })
const nextOf = (labels: LabelsJudged | null, ...findings: Finding[]) =>
  concluded(labels, ...findings).unexplained[0]?.next

test.each(['underfitting', 'overfitting', 'plateau'])(
  'many doubtful labels are what to look at first where nothing explains %s, but no cause',
  (sign) => {
    const { causes, unexplained } = concluded(doubtful, symptom(sign))
    expect(causes).toEqual([])
    expect(unexplained[0]?.next).toMatch(/^Next, look through 50 images .* some 25 % .* \(at least 14 %\)/)
    expect(unexplained[0]?.next).toMatch(/ If far fewer than 13 of the 50 are, .*; then \w/)
  },
)

test.each<[string, LabelsJudged | null, Finding]>([
  ['labels that were not judged', null, symptom('underfitting')],
  ['photos as they were published', untouched, symptom('plateau')],
  ['photos that the rule names itself', { ...doubtful, named: true }, symptom('plateau')],
  ['a sign that wrong labels do not explain', doubtful, symptom('oscillation')],
])('nothing is said of the labels as a whole: %s', (_, labels, sign) => {
  expect(nextOf(labels, sign)).toMatch(/^Next, /)
  expect(nextOf(labels, sign)).not.toContain('drawn at random')
})

test('nothing is said of them where a cause explains the curves', () => {
  const { unexplained } = concluded(doubtful, found('labels/conflicting-duplicates'), symptom('plateau'))
  expect(unexplained).toEqual([])
})

test('labels that were judged are not to be judged again, and a rate that was lowered not to be lowered', () => {
  const lowered = symptom('plateau', { learningRateSteps: [{ epoch: 6, from: 0.01, to: 0.002 }] })
  expect(nextOf(null, symptom('plateau'))).toMatch(/ReduceLROnPlateau.*doctor check p --rule/)
  expect(nextOf(null, lowered)).not.toContain('ReduceLROnPlateau')
  expect(nextOf(untouched, lowered)).not.toContain('doctor check')
  expect(nextOf(untouched, symptom('overfitting'))).not.toContain('doctor check')
})
