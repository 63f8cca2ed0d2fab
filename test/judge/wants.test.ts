import { expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import type { Fact, Facts } from '../../src/model/facts.ts'
import type { TrainingHistory } from '../../src/model/history.ts'
import { defineRule } from '../../src/model/rule.ts'
import { datasetOf } from '../support/facts.ts'

const docs = { what: 'a', why: 'b', how: 'c', fixSafety: 'd', references: ['e'], bad: 'f', good: 'g' }
const rule = defineRule({
  id: 'symptoms/plateau',
  severity: 'info',
  needs: ['history'],
  wants: ['dataset'],
  maturity: 'stable',
  docs,
  *check({ history, dataset }) {
    yield { message: `${history.length} runs, ${dataset?.samples.length ?? 'unknown'} images`, locations: [] }
  },
})
const messages = (facts: Facts) => judge([rule], facts, {}).findings.map(({ message }) => message)
const history: Fact<TrainingHistory[]> = { ok: true, value: [] }

test('a rule works without the facts that it merely wants', () => {
  expect(messages({ history })).toEqual(['0 runs, unknown images'])
  expect(messages({ history, dataset: { ok: false, reason: 'no images' } })).toEqual([
    '0 runs, unknown images',
  ])
  expect(messages({ history, dataset: { ok: true, value: datasetOf(['train/cat/a.jpg']) } })).toEqual([
    '0 runs, 1 images',
  ])
})

test('but not without those that it needs', () => {
  const reason = 'the project holds no training log'
  expect(judge([rule], { history: { ok: false, reason } }, {}).notExamined).toEqual([
    { rule: rule.id, reason },
  ])
})
