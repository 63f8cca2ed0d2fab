import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { unwrap } from '../../src/judge/unwrap.ts'
import { setupsOf } from '../../src/setup/gather.ts'
import { testData } from '../support/test-data.ts'

const codeRules = rules.filter((rule) => rule.needs.every((need) => need === 'setups'))

/** What all rules that look at code alone say about one script. */
async function findingsIn(file: string): Promise<string[]> {
  const text = readFileSync(file, 'utf8')
  const setups = await setupsOf([{ path: path.basename(file), kind: 'python', text }])
  expect(setups.flatMap((setup) => setup.gaps)).toEqual([])
  const facts = { setups: { ok: true as const, value: setups } }
  return codeRules.flatMap((rule) => [...rule.check(unwrap(facts, rule.wants))].map(() => rule.id))
}

const folder = testData('seed')

describe.skipIf(folder === null)('the listings of the article', () => {
  const seed = folder ?? ''
  test('augmentation is kept out of validation', async () => {
    expect(await findingsIn(path.join(seed, 'augmentation_separation.py'))).not.toContain(
      'augmentation/in-validation',
    )
  })
  test.each(['plateau_schedule.py', 'fine_tuning.py'])(
    '%s forgets to scale, and nothing else',
    async (file) => {
      expect(await findingsIn(path.join(seed, file))).toEqual(['preprocessing/wrong-range'])
    },
  )
})
