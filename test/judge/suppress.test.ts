import { describe, expect, it } from 'vitest'
import { suppress } from '../../src/judge/suppress.ts'
import { Config } from '../../src/model/config.ts'
import type { Finding } from '../../src/model/finding.ts'
import { setupsOf } from '../../src/setup/gather.ts'

const today = '2026-06-15'
const rule = 'augmentation/in-validation'

function findingAt(line: number, path = 'train.py'): Finding {
  const place = { path, line, column: 1, endLine: line, endColumn: 4, snippet: 'val' }
  return {
    ...{ id: '0123456789abcdef', rule, severity: 'error', confidence: 1, message: 'm', why: 'w', how: 'h' },
    ...{ locations: [place], evidence: {} },
  }
}

/** What the finding in a line says to do, or that it is suppressed. */
async function outcome(files: Record<string, string>, line: number, config: Config = {}): Promise<string> {
  const [path = 'train.py'] = Object.keys(files)
  const kind = path.endsWith('.py') ? 'python' : 'typescript'
  const setups = await setupsOf(Object.entries(files).map(([file, text]) => ({ path: file, kind, text })))
  const { standing, suppressed } = suppress([findingAt(line, path)], { config, setups, today })
  expect(standing.length + suppressed.length).toBe(1)
  return standing[0]?.how ?? 'suppressed'
}

describe('comments', () => {
  const python = (comment: string) => ({
    'train.py': `from tensorflow import keras\n# doctor-ignore ${comment}\nmodel = keras.Sequential()\nmodel.fit(x)\n`,
  })

  const typescript = (comment: string) => ({
    'train.ts': `import * as tf from '@tensorflow/tfjs'\n${comment}\nconst model = tf.sequential()\nawait model.fit(x, y, {})\n`,
  })

  it.each([
    `${rule}: test-time augmentation`,
    'augmentation: test-time augmentation',
    `${rule} test-time augmentation`,
    `${rule} until 2026-06-15: test-time augmentation`,
    `${rule} until 2027-01-31 test-time augmentation`,
  ])('%s', async (comment) => {
    expect(await outcome(python(comment), 2)).toBe('suppressed')
    expect(await outcome(python(comment), 3)).toBe('suppressed')
    expect(await outcome(python(comment), 4)).toBe('h')
    expect(await outcome(typescript(`// doctor-ignore ${comment}`), 2)).toBe('suppressed')
  })

  it.each([
    [rule, 'The doctor-ignore comment in line 2 does not count: it gives no reason.'],
    [`${rule}:`, 'The doctor-ignore comment in line 2 does not count: it gives no reason.'],
    [`${rule} until 2026-06-14: for now`, 'The doctor-ignore comment in line 2 expired on 2026-06-14.'],
    [
      `${rule} until 2026-6: for now`,
      'The doctor-ignore comment in line 2 does not count: 2026-6 is no date.',
    ],
    [`${rule} until 2027-01-31:`, 'The doctor-ignore comment in line 2 does not count: it gives no reason.'],
  ])('%s says why it does not count', async (comment, says) => {
    expect(await outcome(python(comment), 3)).toBe(`h ${says}`)
    expect(await outcome(typescript(`/* doctor-ignore ${comment} */`), 2)).toBe(`h ${says}`)
  })

  it('of another rule, or in another file, says nothing', async () => {
    expect(await outcome(python('labels/imbalance: known'), 3)).toBe('h')
    const other = {
      'train.py': 'import keras\n',
      'eval.py': `import keras\n# doctor-ignore ${rule}: known\n`,
    }
    expect(await outcome(other, 2)).toBe('h')
  })
})

describe('the config', () => {
  const file = { 'train.py': 'import keras\n' }
  const by = (entry: object) => Config.parse({ suppress: [{ reason: 'on purpose', ...entry }] })

  it.each([
    { id: '0123456789abcdef' },
    { rule },
    { rule: 'augmentation', path: '*.py' },
    { rule, until: today },
  ])('%j', async (entry) => {
    expect(await outcome(file, 1, by(entry))).toBe('suppressed')
  })

  it('that expired says when; one that still holds is enough', async () => {
    const expired = { rule, reason: 'for now', until: '2026-01-31' }
    expect(await outcome(file, 1, Config.parse({ suppress: [expired] }))).toBe(
      'h Its suppression in the config expired on 2026-01-31.',
    )
    expect(await outcome(file, 1, Config.parse({ suppress: [expired, { rule, reason: 'still' }] }))).toBe(
      'suppressed',
    )
  })

  it.each([{ rule: 'labels' }, { rule, path: 'eval/**' }, { id: 'fedcba9876543210' }])(
    'about something else: %j',
    async (entry) => {
      expect(await outcome(file, 1, by(entry))).toBe('h')
    },
  )

  it.each([
    { path: 'a.py', reason: 'x' },
    { rule, reason: '' },
    { rule },
    { rule, reason: 'x', until: 'soon' },
  ])('is refused: %j', (entry) => {
    expect(Config.safeParse({ suppress: [entry] }).success).toBe(false)
  })
})
