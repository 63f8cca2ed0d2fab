import path from 'node:path'
import { describe, expect, test } from 'vitest'
import likelyMislabelled from '../../rules/labels/likely-mislabelled.ts'
import { gather } from '../../src/gather.ts'
import { classNames } from '../../src/judge/class-names.ts'
import { agreement } from '../../src/judge/doubtful-labels.ts'
import { prove } from '../../src/probe/prove.ts'
import { discover } from '../../src/project/discover.ts'
import { type PredictRequest, predict } from '../../src/train/predict.ts'
import { leakOf, projectOf, rulesWithTrials } from '../probe/project-of.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { countingProgress, workContext } from '../support/work.ts'

const MINUTES = { timeout: 300_000 }
const root = path.join(import.meta.dirname, '../../fixtures/grocery-clean')

describe('on the shipped clean project', async () => {
  const project = await projectOf(root)
  const request: PredictRequest = {
    ...project,
    setups: [],
    classes: classNames(project.dataset),
    mode: 'quick',
  }

  test('judges every photo, and the probe finds the features computed', MINUTES, async () => {
    const cacheDir = await temporaryFolder()
    const { progress, done } = countingProgress()
    const predictions = await predict(request, workContext({ cacheDir, progress }))
    expect(predictions.classes).toEqual(['banana', 'orange', 'pepper', 'potato', 'satsumas', 'tomato'])
    expect(predictions.samples.map((sample) => sample.path)).toEqual(
      project.dataset.samples.map((sample) => sample.path).sort(),
    )
    expect(predictions.left).toBe(0)
    expect(agreement(predictions)).toBeGreaterThan(0.5)
    for (const { probabilities } of predictions.samples)
      expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 6)
    // Heads of the training side know nothing of the other side, those of all sides do.
    const differing = predictions.samples.filter(({ probabilities, byAll }) =>
      probabilities.some((p, k) => Math.abs(p - (byAll?.[k] ?? Number.NaN)) > 1e-3),
    )
    expect(differing.some(({ path: file }) => file.includes('/train/'))).toBe(true)
    expect(predictions.samples.every(({ byAll }) => byAll?.length === 6)).toBe(true)
    expect(done.get('computing features')).toBe(predictions.samples.length)

    const [train, validation] = (['train', 'validation'] as const).map(
      (side) => project.dataset.samples.find(({ split }) => split === side)?.path ?? '',
    )
    const findings = [leakOf(train ?? '', validation ?? '')]
    const asked = { ...project, setups: [], findings, rules: rulesWithTrials, mode: 'quick' as const }
    const [trial] = (await prove(asked, workContext({ cacheDir, progress }))).values()
    expect(trial?.verdict).not.toBe('not-run')
    expect(done.get('computing features')).toBe(predictions.samples.length)

    const again = await predict(request, workContext({ cacheDir }))
    expect({ ...again, durationMs: 0 }).toEqual({ ...predictions, durationMs: 0 })
  })

  test('asks for enough images before it looks for weights', async () => {
    const few = { ...project.dataset, samples: project.dataset.samples.slice(0, 49) }
    await expect(predict({ ...request, dataset: few }, workContext())).rejects.toThrow(
      '49 labelled images are too few to learn from (at least 50)',
    )
  })
})

test('is not gathered where the probe is not allowed, nor when interrupted', async () => {
  const project = await discover(root)
  const facts = await gather(project, [likelyMislabelled], workContext())
  expect(facts.predictions).toEqual({ ok: false, reason: 'needs the probe (--probe quick)' })
  const stopped = workContext({ signal: AbortSignal.abort() })
  const interrupted = await gather(project, [likelyMislabelled], stopped, { probe: 'quick' })
  expect(interrupted.predictions).toEqual({ ok: false, reason: 'interrupted' })
  expect((await gather(project, [], workContext(), { probe: 'quick' })).predictions).toBeUndefined()
})
