import { expect, test } from 'vitest'
import rule from '../../../rules/labels/likely-mislabelled.ts'
import { classNames } from '../../../src/judge/class-names.ts'
import { unwrap } from '../../../src/judge/unwrap.ts'
import type { Facts } from '../../../src/model/facts.ts'
import type { DuplicatePair } from '../../../src/model/images.ts'
import type { Prediction } from '../../../src/model/predictions.ts'
import { datasetOf, imageFacts, pairOf } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** What the heads say of a photo, where it is not what its label says: the class seen, and how sure they are. */
type Doubt = [sees: string, sure: number]

const folders = ['train/cat', 'train/dog', 'train/owl']
/** Forty of each class; every fifth is a hard one. */
const ordinary = folders.flatMap((folder) =>
  Array.from({ length: 40 }, (_, i) => `${folder}/${i % 5 === 0 ? 'hard' : 'easy'}-${i}.jpg`),
)

/** Rightly labelled photos of cats, dogs and owls, and the doubted ones. */
function facts(doubts: Record<string, Doubt> = {}, pairs: DuplicatePair[] = [], more: string[] = []): Facts {
  const dataset = datasetOf([...new Set([...ordinary, ...more, ...Object.keys(doubts)])])
  const names = classNames(dataset)
  const classes = [...new Set(names.values())].sort()
  const samples = dataset.samples.flatMap(({ path, label }): Prediction[] => {
    const own = classes.indexOf(names.get(label ?? '') ?? '')
    const usual: Doubt = [classes[own] ?? '', path.includes('hard') ? 0.55 : 0.95]
    return own < 0 ? [] : [{ path, label: own, probabilities: rowOf(classes, doubts[path] ?? usual) }]
  })
  return {
    dataset: { ok: true, value: dataset },
    images: { ok: true, value: imageFacts(dataset, pairs) },
    predictions: { ok: true, value: { classes, samples, left: 0 } },
  }
}

const rowOf = (classes: string[], [sees, sure]: Doubt): number[] =>
  classes.map((name) => (name === sees ? sure : (1 - sure) / (classes.length - 1)))

/** The same doubt about many photos of a class. */
const many = (folder: string, count: number, doubt: Doubt) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${folder}/doubt-${i}.jpg`, doubt]))

ruleTester(rule, {
  healthy: [
    { name: 'labels that the heads agree with', facts: facts() },
    {
      name: 'a photo that is hard to tell',
      facts: facts({ 'train/cat/1.jpg': ['dog', 0.6] }),
    },
    {
      name: 'two classes that are often taken for each other, never surely',
      facts: facts({
        ...many('train/cat', 10, ['dog', 0.55]),
        ...many('train/dog', 10, ['cat', 0.55]),
      }),
    },
    {
      name: 'heads that are sure and wrong all over: they, not the labels, are to blame',
      facts: facts({
        ...many('train/cat', 30, ['dog', 0.9]),
        ...many('train/dog', 30, ['owl', 0.9]),
        ...many('train/owl', 30, ['cat', 0.9]),
      }),
    },
    {
      name: 'copies under both labels: labels/conflicting-duplicates names them',
      facts: facts({ 'train/cat/1.jpg': ['dog', 0.99] }, [
        pairOf('train/cat/1.jpg', 'train/dog/easy-1.jpg', 'same-bytes'),
      ]),
    },
    {
      name: 'two spellings of one class',
      facts: facts({}, [], ['validation/Cat/1.jpg', 'validation/Cat/2.jpg']),
    },
    { name: 'photos without labels', facts: facts({}, [], ['test/1.jpg']) },
  ],
  sick: [
    {
      name: 'a dog among the cats',
      facts: facts({ 'train/cat/1.jpg': ['dog', 0.98] }),
      findings: [{ at: 'train/cat/1.jpg', says: 'Labelled "cat", but looks like "dog" (probability 0.98' }],
    },
    {
      name: 'one in the validation split',
      facts: facts({ 'validation/owl/1.jpg': ['cat', 0.98] }),
      findings: [{ at: 'validation/owl/1.jpg', says: 'looks like "cat"' }],
    },
    {
      name: 'several, the surest first',
      facts: facts({ 'train/cat/1.jpg': ['dog', 0.97], 'train/dog/1.jpg': ['owl', 0.995] }),
      findings: [{ at: 'train/dog/1.jpg' }, { at: 'train/cat/1.jpg' }],
    },
    {
      name: 'two photos changed with each other',
      facts: facts({ 'train/cat/1.jpg': ['dog', 0.98], 'train/dog/1.jpg': ['cat', 0.98] }),
      findings: [{ at: 'train/cat/1.jpg' }, { at: 'train/dog/1.jpg' }],
    },
    {
      name: 'copies under one wrong label',
      facts: facts({ 'train/cat/1.jpg': ['dog', 0.98], 'train/cat/2.jpg': ['dog', 0.98] }, [
        pairOf('train/cat/1.jpg', 'train/cat/2.jpg'),
      ]),
      findings: [{ at: 'train/cat/1.jpg' }, { at: 'train/cat/2.jpg' }],
    },
    {
      name: 'a class that this split spells its own way',
      facts: facts({ 'validation/dog/1.jpg': ['cat', 0.98] }, [], ['validation/Cat/easy-7.jpg']),
      findings: [{ at: 'validation/dog/1.jpg', says: 'looks like "Cat"' }],
    },
  ],
})

test('in a set with many wrong labels it names the doubtful ones too, without alarm', () => {
  const noisy = facts({
    ...many('train/cat', 16, ['dog', 0.97]),
    ...many('train/dog', 16, ['owl', 0.97]),
    'train/owl/1.jpg': ['cat', 0.8],
  })
  const findings = [...rule.check(unwrap(noisy))]
  expect(findings.length).toBeGreaterThanOrEqual(32)
  const severities = findings.map(({ severity, confidence = 0 }) => [severity, confidence >= 0.5])
  for (const [severity, likely] of severities) expect(severity).toBe(likely ? 'warning' : 'info')
  expect([...rule.check(unwrap(facts({ 'train/owl/1.jpg': ['cat', 0.8] })))]).toEqual([])
})

test('without the probe it has not looked', () => {
  const without: Facts = { ...facts(), predictions: { ok: false, reason: 'needs the probe (--probe quick)' } }
  expect(() => [...rule.check(unwrap(without))]).toThrow('needs the probe (--probe quick)')
})

test('the fix relabels and wants a look; the evidence says how sure the heads are', () => {
  const [finding] = rule.check(unwrap(facts({ 'train/cat/1.jpg': ['dog', 0.98] })))
  expect(finding?.fix).toEqual({
    title: 'Relabel it as "dog"',
    applicability: 'unsafe',
    operations: [{ op: 'relabel', sample: 'train/cat/1.jpg', label: 'dog' }],
  })
  expect(finding?.evidence).toMatchObject({
    given: 'cat',
    suggested: 'dog',
    probabilities: { given: 0.01, suggested: 0.98 },
  })
})
