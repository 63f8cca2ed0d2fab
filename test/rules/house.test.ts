import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { docsFolder, ruleDocs } from '../../scripts/write-rule-docs.ts'
import { ruleIds, rulesIndex } from '../../scripts/write-rules-index.ts'

test('rules/index.ts is generated from the folder', () => {
  expect(readFileSync('rules/index.ts', 'utf8')).toBe(rulesIndex())
})

describe('docs/rules (npm run generate)', () => {
  const pages = ruleDocs()
  test('has the index and a page for every rule, and no other', () => {
    const files = readdirSync(docsFolder, { recursive: true, encoding: 'utf8' })
    const written = files.map((file) => file.split(path.sep).join('/')).filter((file) => file.endsWith('.md'))
    expect(written.sort()).toEqual(['README.md', ...ruleIds().map((id) => `${id}.md`)].sort())
  })
  test.each([...pages.keys()])('%s is not stale', (name) => {
    expect(readFileSync(path.join(docsFolder, name), 'utf8')).toBe(pages.get(name))
  })
})

describe.each(ruleIds())('%s', (id) => {
  const rule = rules.find((one) => one.id === id)
  test('has its path as id, and a test of the same name', () => {
    expect(rule?.id).toBe(id)
    expect(existsSync(`test/rules/${id}.test.ts`)).toBe(true)
  })
  test('has texts for every question', () => {
    expect(rule?.docs.references.length).toBeGreaterThan(0)
    for (const [question, text] of Object.entries(rule?.docs ?? {}))
      expect(text, question).not.toHaveLength(0)
  })
})
