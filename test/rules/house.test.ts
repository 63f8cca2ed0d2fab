import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { ruleIds, rulesIndex } from '../../scripts/write-rules-index.ts'

test('rules/index.ts is generated from the folder', () => {
  expect(readFileSync('rules/index.ts', 'utf8')).toBe(rulesIndex())
})

describe.each(ruleIds())('%s', (id) => {
  const rule = rules.find((one) => one.id === id)
  test('has its path as id, and a test of the same name', () => {
    expect(rule?.id).toBe(id)
    expect(existsSync(`test/rules/${id}.test.ts`)).toBe(true)
  })
  test('has texts for every question', () => {
    expect(rule?.docs.references.length).toBeGreaterThan(0)
    for (const [question, text] of Object.entries(rule?.docs ?? {})) expect(text, question).not.toHaveLength(0)
  })
})
