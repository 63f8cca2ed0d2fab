import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules } from '../../../rules/index.ts'
import { unwrap } from '../../../src/judge/unwrap.ts'
import { setupOf } from '../interpret/setup-of.ts'

const folder = 'test/setup/pytorch/good'
/** Rules that look at code alone. */
const onCode = rules.filter(({ needs }) => needs.every((need) => need === 'setups'))

/** Scripts in the manner of the official examples and of common notebooks: nothing is to be said of them. */
describe.each(readdirSync(folder))('%s', (name) => {
  const source = readFileSync(`${folder}/${name}`, 'utf8')
  test('raises no false alarm', async () => {
    const setup = await setupOf(source)
    const facts = { setups: { ok: true as const, value: [setup] } }
    const found = onCode.flatMap((rule) =>
      [...rule.check(unwrap(facts, rule.wants))].map(({ message }) => `${rule.id}: ${message}`),
    )
    expect(found).toEqual([])
  })
  test('is understood as a training in PyTorch', async () => {
    const { framework, runs, gaps } = await setupOf(source)
    expect(framework).toBe('pytorch')
    expect(runs.length).toBeGreaterThan(0)
    expect(gaps).toEqual([])
  })
})
