import { expect, test } from 'vitest'
import { groupByRule } from '../../src/report/groups.ts'
import { golden } from './golden/report.ts'
import { leakTrial } from './golden/trials.ts'

const groupOf = (rule: string) => groupByRule(golden).find((group) => group.rule === rule)

test('a group has the worst severity, its different texts once and its trial once', () => {
  expect(groupOf('leakage/near-duplicate')).toMatchObject({
    severity: 'error',
    weight: 0.51,
    trials: [leakTrial],
  })
  expect(groupOf('leakage/near-duplicate')?.findings).toHaveLength(9)
  expect(groupOf('leakage/near-duplicate')?.why).toHaveLength(1)
})

test('a trial of several rules is told by the most harmful one', () => {
  expect(groupOf('leakage/exact-duplicate')).toMatchObject({
    trials: [],
    triedWith: ['leakage/near-duplicate'],
  })
})

test('rules that are no cause come last, by severity and name', () => {
  const order = groupByRule({ ...golden, diagnosis: [] }).map((group) => group.rule)
  expect(order.slice(0, 2)).toEqual(['augmentation/in-validation', 'images/unreadable'])
  expect(order.at(-1)).toBe('symptoms/overfitting')
})
