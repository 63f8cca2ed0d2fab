import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import type { Dataset, Sample } from '../../src/model/dataset.ts'
import { withDrawnSplit } from '../../src/probe/drawn-split.ts'
import { prove } from '../../src/probe/prove.ts'
import { splitFirstTrial } from '../../src/probe/trials/split-first.ts'
import { setupsOf } from '../../src/setup/gather.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { findingOf, projectOf, workIn } from './project-of.ts'

const copiedBy = (step: string) => ({
  ...findingOf('leakage/split-after-augmentation', [], []),
  id: step,
  evidence: { step, splitLine: 12 },
})
const unsplit = ({ samples, ...rest }: Dataset): Dataset => ({
  ...rest,
  samples: samples.map((sample): Sample => ({ ...sample, split: 'all' })),
})
const fixture = () => projectOf(path.join(import.meta.dirname, '../../fixtures/grocery-clean'))

test('only mirrored copies need a pass of their own', () => {
  const passes = (step: string) => splitFirstTrial.extraViews?.([copiedBy(step)], []).evaluation
  expect(['cv2.flip', 'np.concatenate', 'np.repeat', 'RandomOverSampler', 'resample'].map(passes)).toEqual([
    1, 1, 0, 0, 0,
  ])
})

test('copies before the split are tried on a split that is drawn', { timeout: 300_000 }, async () => {
  const whole = await fixture()
  const config = { probe: { size: 75, seeds: 3, budgetSeconds: 600 } }
  const project = { ...whole.project, config }
  const findings = ['cv2.flip', 'np.repeat', 'RandomOverSampler', 'SMOTE'].map(copiedBy)
  const request = { ...whole, project, dataset: unsplit(whole.dataset), setups: [], findings, rules }
  const trials = await prove({ ...request, mode: 'quick' }, workIn(await temporaryFolder()))
  const [flipped, repeated, evened, mixed] = findings.map(({ id }) => trials.get(id))
  expect(flipped).toMatchObject({ verdict: 'confirmed', seeds: 3, samples: 53 })
  expect(flipped?.reason).toMatch(
    /^With cv2\.flip before the split, \d\d of 53 validation images have a mirrored copy in training\. Removing/,
  )
  expect(repeated).toMatchObject({ verdict: 'confirmed' })
  expect(repeated?.reason).toContain('have a copy in training')
  // The very same image leaks at least what a mirrored one does.
  expect(repeated?.baseline).toBeGreaterThanOrEqual(flipped?.baseline ?? 1)
  // Four copies of the one rare class: at most those can be on the other side.
  expect(evened?.reason).toMatch(/[1-4] of 53 validation images|copies none of the images/)
  expect(mixed).toMatchObject({ verdict: 'not-run', reason: 'what is mixed of several images is not tried' })
})

describe('a split is drawn', async () => {
  const { dataset, images } = await fixture()
  const late = [copiedBy('cv2.flip')]
  const count = ({ samples }: Dataset, label: string) =>
    samples.filter((one) => one.split === 'validation' && one.label === label).length

  test('where copies are made before the split, class by class, the same for a seed', () => {
    const given = { dataset: unsplit(dataset), images, setups: [], findings: late }
    const drawn = withDrawnSplit(given, 1)
    expect(['banana', 'orange'].map((label) => count(drawn, label))).toEqual([9, 8])
    expect(drawn.samples.every(({ split }) => split !== 'all')).toBe(true)
    expect(withDrawnSplit(given, 1)).toEqual(drawn)
    expect(withDrawnSplit(given, 2)).not.toEqual(drawn)
  })

  test.each([
    ['test_size=0.4', 14],
    ['test_size=102', 17],
  ])('of the size that the code asks for: %s', async (size, expected) => {
    const code = `import cv2, glob
import numpy as np
from sklearn.model_selection import train_test_split
images = []
for path in glob.glob('photos/*/*.jpg'):
    images.append(cv2.imread(path))
X = np.concatenate([np.array(images), np.array(images)[:, :, ::-1]])
X_train, X_val, y_train, y_val = train_test_split(X, y, ${size})
model.fit(X_train, y_train, validation_data=(X_val, y_val))
`
    const setups = await setupsOf([{ path: 'train.py', kind: 'python', text: code }])
    const drawn = withDrawnSplit({ dataset: unsplit(dataset), images, setups, findings: late }, 1)
    expect(count(drawn, 'banana')).toBe(expected)
  })

  test('and nowhere else', () => {
    expect(withDrawnSplit({ dataset, images, setups: [], findings: late }, 1)).toBe(dataset)
    const whole = unsplit(dataset)
    const others = [findingOf('leakage/exact-duplicate', [], [])]
    expect(withDrawnSplit({ dataset: whole, images, setups: [], findings: others }, 1)).toBe(whole)
  })
})
