import { describe, expect, test } from 'vitest'
import divergence from '../../../rules/symptoms/divergence.ts'
import noisyValidation from '../../../rules/symptoms/noisy-validation.ts'
import oscillation from '../../../rules/symptoms/oscillation.ts'
import overfitting from '../../../rules/symptoms/overfitting.ts'
import plateau from '../../../rules/symptoms/plateau.ts'
import stuckAtChance from '../../../rules/symptoms/stuck-at-chance.ts'
import underfitting from '../../../rules/symptoms/underfitting.ts'
import validationAboveTraining from '../../../rules/symptoms/validation-above-training.ts'
import type { Dataset } from '../../../src/model/dataset.ts'
import type { Rule } from '../../../src/model/rule.ts'
import { sickTruth } from './sick.ts'
import { chanceOf, hardTruth, healthyTruth, record, type Truth, unfinishedTruth } from './synthetic.ts'

const rules = [
  divergence,
  noisyValidation,
  oscillation,
  overfitting,
  plateau,
  stuckAtChance,
  underfitting,
  validationAboveTraining,
]
const draws = 400

/** Ten balanced classes (as many as the chance level says, if told), with the numbers of images of the truth. */
function datasetOf({ trainImages, validationImages }: Truth, classes: number): Dataset {
  const side = (split: 'train' | 'validation', count: number) =>
    Array.from({ length: count }, (_, index) => ({
      path: `${split}/${index}`,
      split,
      label: `${index % classes}`,
      group: null,
    }))
  const samples = [...side('train', trainImages), ...side('validation', validationImages)]
  return { samples, origin: 'a test', classFolders: [] }
}

/** Share of random runs in which the rule speaks. */
function rate(
  rule: Rule,
  truthOf: (chance: ReturnType<typeof chanceOf>) => Truth,
  withData: boolean,
): number {
  let found = 0
  for (let seed = 0; seed < draws; seed += 1) {
    const chance = chanceOf(seed)
    const truth = truthOf(chance)
    const classes = rule === stuckAtChance ? Math.max(2, Math.round(1 / (1 - truth.trainError(0)))) : 10
    const history = [record(truth, chance)]
    const dataset = withData ? datasetOf(truth, classes) : undefined
    if ([...rule.check({ history, dataset })].length > 0) found += 1
  }
  return found / draws
}

describe.each([
  ['with the dataset', true],
  ['without a dataset', false],
])('%s', (_, withData) => {
  test.each(rules.map((rule) => [rule.id, rule] as const))('%s: false alarms on healthy runs', (id, rule) => {
    // Unfinished training at a low level *is* underfitting.
    const unfinished = rule === underfitting ? [] : [{ name: 'unfinished', truth: unfinishedTruth }]
    for (const { name, truth } of [
      { name: 'easy', truth: healthyTruth },
      { name: 'hard', truth: hardTruth },
      ...unfinished,
    ]) {
      const alarms = rate(rule, truth, withData)
      if (process.env.DOCTOR_RATES)
        console.log(`${id} ${withData ? 'data' : 'bare'} ${name} false alarms ${alarms}`)
      expect(alarms, name).toBeLessThanOrEqual(0.05)
    }
  })

  test.each(rules.map((rule) => [rule.id, rule] as const))('%s: detected on sick runs', (id, rule) => {
    const truth = sickTruth[id]
    if (truth === undefined) throw new Error(`no sick runs for ${id}`)
    const found = rate(rule, truth, withData)
    if (process.env.DOCTOR_RATES) console.log(`${id} ${withData ? 'data' : 'bare'} detected ${found}`)
    expect(found).toBeGreaterThanOrEqual(0.9)
  })
})
