import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import tail from '../../rules/split/class-ordered-tail.ts'
import type { Dataset, Sample } from '../../src/model/dataset.ts'
import { withDrawnSplit } from '../../src/probe/drawn-split.ts'
import { prove } from '../../src/probe/prove.ts'
import { setupsOf } from '../../src/setup/gather.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { findingOf, leakOf, projectOf, workIn } from './project-of.ts'

interface Cut {
  part: 'first' | 'last'
  share: number | null
  after: number | null
}
const cutOff = (cut: Cut) => ({
  ...findingOf(tail.id, [], []),
  id: JSON.stringify(cut),
  evidence: { shuffle: false, ...cut },
})
const lastHalf: Cut = { part: 'last', share: 0.5, after: null }
const fixture = () => projectOf(path.join(import.meta.dirname, '../../fixtures/grocery-clean'))
const unsplit = ({ samples, ...rest }: Dataset): Dataset => ({
  ...rest,
  samples: samples.map((sample): Sample => ({ ...sample, split: 'all' })),
})

async function tried(cuts: readonly Cut[], isSplit = false) {
  const whole = await fixture()
  const config = { probe: { size: 75, seeds: 3, budgetSeconds: 600 } }
  const dataset = isSplit ? whole.dataset : unsplit(whole.dataset)
  const project = { ...whole, project: { ...whole.project, config }, dataset }
  const findings = cuts.map(cutOff)
  const work = workIn(await temporaryFolder())
  const trials = await prove({ ...project, setups: [], findings, rules, mode: 'quick' }, work)
  return findings.map(({ id }) => trials.get(id))
}

test('classes that are cut off are learned with a shuffled split', { timeout: 300_000 }, async () => {
  const { samples } = (await fixture()).dataset
  const [all, classes] = [samples.length, new Set(samples.map(({ label }) => label)).size]
  const [last, first, nothing, unknown, nearlyAll] = await tried([
    lastHalf,
    { part: 'first', share: null, after: Math.round(all / 2) },
    { part: 'last', share: 0, after: null },
    { part: 'last', share: null, after: null },
    { part: 'last', share: 0.95, after: null },
  ])
  for (const trial of [last, first]) {
    expect(trial).toMatchObject({ verdict: 'confirmed', metric: 'brierScore', expect: 'drop', seeds: 3 })
    expect(trial?.fixed).toBeLessThan(trial?.baseline ?? 0)
    expect(trial?.reason).toMatch(
      new RegExp(
        `^With a shuffled split, which leaves as many images to learn from but of ${classes} classes instead of [2-9], a head predicts better: held-out Brier score from`,
      ),
    )
  }
  // A quarter of all, by class, in every arm.
  expect(last?.samples).toBe(first?.samples)
  expect(Math.abs((last?.samples ?? 0) - all / 4)).toBeLessThanOrEqual(classes)
  expect(nothing).toMatchObject({ verdict: 'not-run', reason: expect.stringContaining('takes none') })
  expect(unknown).toMatchObject({
    verdict: 'not-run',
    reason: 'how much of the list the cut takes is not known',
  })
  expect(nearlyAll).toMatchObject({ verdict: 'not-run', reason: expect.stringContaining('too few') })
})

test('a split that has all classes on both sides is not told from a shuffled one', {
  timeout: 300_000,
}, async () => {
  const [trial] = await tried([lastHalf], true)
  expect(trial).toMatchObject({ verdict: 'inconclusive' })
  expect(trial?.reason).toMatch(/^With a shuffled split a head predicts neither better nor worse/)
})

test('a leak of which no image is measured is not tried', { timeout: 300_000 }, async () => {
  const whole = await fixture()
  const ordered = cutOff({ part: 'last', share: null, after: null })
  const dataset = unsplit(whole.dataset)
  const drawn = withDrawnSplit({ ...whole, dataset, setups: [], findings: [ordered] }, 1)
  const [copy, original] = drawn.samples.filter(({ split }) => split === 'train')
  const leak = leakOf(copy?.path ?? '', original?.path ?? '')
  const project = {
    ...whole.project,
    config: { probe: { size: 75, seeds: 1, budgetSeconds: 600 } },
  }
  const given = { ...whole, project, dataset, setups: [], findings: [ordered, leak], rules }
  const trials = await prove({ ...given, mode: 'quick' }, workIn(await temporaryFolder()))
  expect(trials.get(leak.id)?.reason).toBe('none of the images that it is about was measured')
})

describe('images to measure with', async () => {
  const { dataset, images } = await fixture()
  const given = { dataset: unsplit(dataset), images, setups: [], findings: [cutOff(lastHalf)] }
  const measured = ({ samples }: Dataset) => samples.filter(({ split }) => split === 'validation')

  test('are a quarter of each class, the same for a seed', () => {
    const drawn = withDrawnSplit(given, 1)
    const labels = [...new Set(dataset.samples.map(({ label }) => label))]
    for (const label of labels) {
      const own = dataset.samples.filter((sample) => sample.label === label).length
      const count = measured(drawn).filter((sample) => sample.label === label).length
      expect(Math.abs(count - own / 4)).toBeLessThanOrEqual(1)
    }
    expect(withDrawnSplit(given, 1)).toEqual(drawn)
    expect(withDrawnSplit(given, 2)).not.toEqual(drawn)
  })

  test('keep groups whole, and leave test images alone', () => {
    const samples = given.dataset.samples.map(
      (sample, i): Sample => ({
        ...sample,
        group: `scene ${Math.floor(i / 3)}`,
        split: i % 5 === 0 ? 'test' : 'all',
      }),
    )
    const drawn = withDrawnSplit({ ...given, dataset: { ...dataset, samples } }, 1).samples
    expect(drawn.filter(({ split }) => split === 'test')).toHaveLength(Math.ceil(samples.length / 5))
    const sides = new Map<string | null, Set<string>>()
    for (const { group, split } of drawn)
      if (split !== 'test') sides.set(group, (sides.get(group) ?? new Set()).add(split))
    expect([...sides.values()].every(({ size }) => size === 1)).toBe(true)
  })
})

test.each([
  ['', 'whole.take(4), whole.skip(4)', { part: 'last', share: null, after: 128 }],
  [', batch_size=None', 'whole.skip(4), whole.take(4)', { part: 'first', share: null, after: 4 }],
  [', batch_size=size', 'whole.take(4), whole.skip(4)', { part: 'last', share: null, after: null }],
])('the rule says after how many images the list is cut: (%s) %s', async (batches, sides, evidence) => {
  const text = `import tensorflow as tf
whole = tf.keras.utils.image_dataset_from_directory('data', shuffle=False${batches})
train, val = ${sides}
model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(train, validation_data=val)
`
  const setups = await setupsOf([{ path: 'train.py', kind: 'python', text }])
  const found = [...tail.check({ setups })]
  expect(found.map((one) => one.evidence)).toMatchObject([evidence])
})
