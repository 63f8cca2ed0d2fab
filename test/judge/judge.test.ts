import { describe, expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import { selectRules } from '../../src/judge/select.ts'
import { suppress } from '../../src/judge/suppress.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import { defineRule, type Rule } from '../../src/model/rule.ts'
import type { Span } from '../../src/model/span.ts'
import { ProjectError } from '../../src/project/problem.ts'
import { dataFacts } from '../support/facts.ts'

const docs: Rule['docs'] = {
  what: 'w',
  why: 'why',
  how: 'how',
  fixSafety: '',
  references: [],
  bad: '',
  good: '',
}

const ruleThat = (id: Rule['id'], check: () => FindingDraft[], changes: Partial<Rule> = {}): Rule => ({
  ...defineRule({ id, severity: 'error', needs: ['dataset'], maturity: 'stable', docs, check }),
  ...changes,
})

const at = (path: string): FindingDraft => ({ message: `bad ${path}`, locations: [{ path }] })
const line = (number: number, snippet: string): Span => ({
  path: 'train.py',
  line: number,
  column: 1,
  endLine: number,
  endColumn: 5,
  snippet,
})
const facts = dataFacts(['train/cat/1.jpg'])

describe('judge', () => {
  test('sorts by severity, rule, path and completes drafts from the rule', () => {
    const rules = [
      ruleThat('split/too-small', () => [at('z')], { severity: 'warning' }),
      ruleThat('leakage/near-duplicate', () => [
        at('b'),
        at('a'),
        { ...at('c'), severity: 'info', confidence: 0.5 },
      ]),
    ]
    const { findings, healthy } = judge(rules, facts, {})
    expect(findings.map((finding) => [finding.severity, finding.message, finding.confidence])).toEqual([
      ['error', 'bad a', 1],
      ['error', 'bad b', 1],
      ['warning', 'bad z', 1],
      ['info', 'bad c', 0.5],
    ])
    expect(findings[0]).toMatchObject({ rule: 'leakage/near-duplicate', why: 'why', how: 'how' })
    expect(healthy).toEqual([])
  })

  test('a missing fact and a throwing rule are not examined; silence is healthy', () => {
    const { findings, notExamined, healthy } = judge(
      [
        defineRule({
          id: 'images/blank',
          severity: 'error',
          needs: ['setups'],
          maturity: 'stable',
          docs,
          check: ({ setups }) => (setups.length > 0 ? [] : []),
        }),
        ruleThat('labels/imbalance', () => {
          throw new Error('boom\n at x')
        }),
        ruleThat('labels/class-mismatch', () => []),
      ],
      { ...facts, setups: { ok: false, reason: 'no parser' } },
      {},
    )
    expect(findings).toEqual([])
    expect(notExamined).toEqual([
      { rule: 'images/blank', reason: 'no parser' },
      { rule: 'labels/imbalance', reason: 'the rule failed: boom' },
    ])
    expect(healthy).toEqual(['labels/class-mismatch'])
  })

  test('ids survive moved lines, differ for equal places, and follow the text', () => {
    const idsOf = (...places: Span[]) =>
      judge(
        [ruleThat('training/optimizer', () => places.map((span) => ({ message: '', locations: [span] })))],
        facts,
        {},
      ).findings.map((finding) => finding.id)
    const [first, second] = idsOf(line(3, 'fit(x)'), line(9, 'fit(x)'))
    expect(first).toMatch(/^[0-9a-f]{16}$/)
    expect(second).not.toBe(first)
    expect(idsOf(line(30, '  fit(x)'))).toEqual([first])
    expect(idsOf(line(3, 'fit(y)'))).not.toEqual([first])
  })

  test('the config sets severities by rule or category', () => {
    const rules = [
      ruleThat('labels/imbalance', () => [at('a')]),
      ruleThat('split/too-small', () => [at('a')]),
    ]
    const { findings } = judge(rules, facts, { rules: { labels: 'info', 'split/too-small': 'warning' } })
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['split/too-small', 'warning'],
      ['labels/imbalance', 'info'],
    ])
  })
})

describe('selectRules', () => {
  const rules = [
    ruleThat('leakage/exact-duplicate', () => []),
    ruleThat('leakage/same-group', () => [], { maturity: 'preview' }),
    ruleThat('labels/imbalance', () => []),
  ]
  const ids = (only: string[], skip: string[], config = {}) =>
    selectRules(rules, { only, skip }, config).map((rule) => rule.id)
  test('stable ones by default, previews by id', () => {
    expect(ids([], [])).toEqual(['leakage/exact-duplicate', 'labels/imbalance'])
    expect(ids(['leakage/same-group'], [])).toEqual(['leakage/same-group'])
  })
  test('by category, by skip, by config', () => {
    expect(ids(['leakage'], [])).toEqual(['leakage/exact-duplicate'])
    expect(ids([], ['leakage'])).toEqual(['labels/imbalance'])
    expect(ids([], [], { rules: { labels: 'off' } })).toEqual(['leakage/exact-duplicate'])
  })
  test('a name that does not exist is an error', () => {
    expect(() => ids(['leakage/nope'], [])).toThrow(ProjectError)
    expect(() => ids([], [], { rules: { nope: 'off' } })).toThrow('"nope"')
  })
})

describe('suppress', () => {
  const rule = ruleThat('training/optimizer', () => [
    { message: '', locations: [line(4, 'x')] },
    at('val/a.jpg'),
  ])
  const { findings } = judge([rule], facts, {})
  const count = (config: object, comments: { rule: string; line: number }[] = []) => {
    const setups = comments.map((comment) => ({
      file: 'train.py',
      language: 'python' as const,
      framework: 'keras' as const,
      backbone: null,
      pipelines: [],
      models: [],
      runs: [],
      gaps: [],
      suppressions: [{ rule: comment.rule, reason: 'known', span: line(comment.line, '') }],
    }))
    return suppress(findings, { config, setups, today: '2026-01-31' }).suppressed.map(
      (one) => one.locations[0]?.path,
    )
  }
  test('by id, by rule and path, until a date', () => {
    expect(count({ suppress: [{ id: findings[0]?.id, reason: 'r' }] })).toHaveLength(1)
    expect(count({ suppress: [{ rule: 'training', path: 'val/', reason: 'r' }] })).toEqual(['val/a.jpg'])
    expect(count({ suppress: [{ rule: 'training', reason: 'r', until: '2026-01-31' }] })).toHaveLength(2)
    expect(count({ suppress: [{ rule: 'training', reason: 'r', until: '2026-01-30' }] })).toEqual([])
    expect(count({ suppress: [{ rule: 'leakage', reason: 'r' }] })).toEqual([])
  })
  test('by a comment on the line or the line above', () => {
    expect(count({}, [{ rule: 'training/optimizer', line: 3 }])).toEqual(['train.py'])
    expect(count({}, [{ rule: 'training/optimizer', line: 4 }])).toEqual(['train.py'])
    expect(count({}, [{ rule: 'training/optimizer', line: 5 }])).toEqual([])
    expect(count({}, [{ rule: 'labels', line: 4 }])).toEqual([])
  })
})
