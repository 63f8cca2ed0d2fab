import { expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { conclude } from '../../src/diagnosis/conclude.ts'
import type { Finding } from '../../src/model/finding.ts'
import { Random } from '../../src/model/random.ts'
import { found, trial } from './found.ts'

/** Any mixture of findings of any rules, some of them tried. */
function mixture(random: Random): Finding[] {
  return Array.from({ length: 1 + random.below(25) }, (_, index) => {
    const rule = rules[random.below(rules.length)]?.id ?? ''
    const verdict = (['confirmed', 'refuted', 'inconclusive', 'not-run'] as const)[random.below(8)]
    return found(rule, {
      id: `${index}`,
      severity: (['error', 'warning', 'info'] as const)[random.below(3)] ?? 'info',
      confidence: random.uniform(),
      locations: [{ path: `train/${random.below(6)}.jpg` }],
      ...(verdict === undefined ? {} : { trial: trial(verdict, random.uniform(-1, 1)) }),
    })
  })
}

test('of any findings: shares of at most 1 in falling order, whatever the order of the findings', () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = new Random(seed, 'mixture')
    const findings = mixture(random)
    const circumstances = {
      project: 'p',
      curves: seed % 3 > 0,
      images: { all: 500 * (seed % 2), evaluation: 100 * (seed % 2) },
      labels: seed % 5 === 0 ? { rate: 0.2, least: 0.15, skill: 0.6, named: false } : null,
    }
    const { causes, unexplained } = conclude(findings, circumstances)
    const weights = causes.map(({ weight }) => weight)
    expect(Math.round(weights.reduce((sum, weight) => sum + weight * 1000, 0))).toBeLessThanOrEqual(1000)
    expect(weights).toEqual(weights.toSorted((a, b) => b - a))
    expect(causes.every(({ because }) => because.length > 0)).toBe(true)
    const told = causes.flatMap(({ cause, also = [] }) => [cause, ...also])
    expect(new Set(told).size).toBe(told.length)
    const again = conclude(random.shuffled(findings), circumstances)
    expect(again.causes.map(({ cause, also, weight }) => ({ cause, also, weight }))).toEqual(
      causes.map(({ cause, also, weight }) => ({ cause, also, weight })),
    )
    expect(again.unexplained.map(({ symptom }) => symptom)).toEqual(unexplained.map(({ symptom }) => symptom))
  }
})
