import { expect, test } from 'vitest'
import { z } from 'zod'
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
/** Eighty of each class; every fifth is a hard one. */
const ordinary = folders.flatMap((folder) =>
  Array.from({ length: 80 }, (_, i) => `${folder}/${i % 5 === 0 ? 'hard' : 'easy'}-${i}.jpg`),
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

/** Twelve wrong ones in each class: they show that the labels of the set are not to be trusted. */
const wrong = Object.fromEntries(
  ['cat', 'dog', 'owl'].flatMap((given) =>
    ['cat', 'dog', 'owl']
      .filter((sees) => sees !== given)
      .flatMap((sees) =>
        Array.from({ length: 6 }, (_, i): [string, Doubt] => [
          `train/${given}/${sees}-${i}.jpg`,
          [sees, 0.97],
        ]),
      ),
  ),
)
/** They are found in the order of their paths, because all are equally sure. */
const found = (doubts: Record<string, Doubt>, without: string[] = []) =>
  Object.keys(doubts)
    .filter((path) => !without.includes(path))
    .sort()
    .map((at) => ({ at, says: `looks like "${doubts[at]?.[0]}" (probability 0.97 against 0.0` }))

ruleTester(rule, {
  healthy: [
    { name: 'labels that the heads agree with', facts: facts() },
    { name: 'a photo that is hard to tell', facts: facts({ 'train/cat/1.jpg': ['dog', 0.6] }) },
    {
      name: 'a few odd photos in a good set',
      facts: facts({
        ...many('train/cat', 2, ['dog', 0.99]),
        ...many('train/dog', 2, ['owl', 0.99]),
        ...many('train/owl', 2, ['cat', 0.99]),
      }),
    },
    {
      name: 'two classes that are often taken for each other, never surely',
      facts: facts({
        ...many('train/cat', 20, ['dog', 0.55]),
        ...many('train/dog', 20, ['cat', 0.55]),
      }),
    },
    {
      name: 'heads that are as unsure of many labels as of what they see instead',
      facts: facts({
        ...many('train/cat', 25, ['dog', 0.45]),
        ...many('train/dog', 25, ['owl', 0.45]),
        ...many('train/owl', 25, ['cat', 0.45]),
      }),
    },
    {
      name: 'two spellings of one class',
      facts: facts({}, [], ['validation/Cat/1.jpg', 'validation/Cat/2.jpg']),
    },
    { name: 'photos without labels', facts: facts({}, [], ['test/1.jpg']) },
    {
      name: 'many copies under two labels, which prove nothing about odd photos beside them',
      facts: facts(
        { ...wrong, ...many('train/dog', 3, ['owl', 0.97]) },
        Object.entries(wrong).map(([path, [sees]]) => {
          const at = `train/${sees}/easy-${1 + Object.keys(wrong).indexOf(path)}.jpg`
          return pairOf(path, at, 'same-bytes')
        }),
      ),
    },
  ],
  sick: [
    { name: 'an eighth of all labels wrong', facts: facts(wrong), findings: found(wrong) },
    {
      name: 'cats that are dogs, and nothing else',
      facts: facts(many('train/cat', 40, ['dog', 0.97])),
      findings: found(many('train/cat', 40, ['dog', 0.97])),
    },
    {
      name: 'wrong labels in the validation split as well',
      facts: facts({ ...wrong, 'validation/owl/1.jpg': ['cat', 0.97] }),
      findings: found({ ...wrong, 'validation/owl/1.jpg': ['cat', 0.97] }),
    },
    {
      name: 'the surest first, those that are just hard not at all',
      facts: facts({ ...wrong, 'train/owl/sure.jpg': ['dog', 0.995], 'train/owl/unsure.jpg': ['cat', 0.4] }),
      findings: [{ at: 'train/owl/sure.jpg' }, ...found(wrong)],
    },
    {
      name: 'copies under one wrong label; not copies under two, which labels/conflicting-duplicates names',
      facts: facts(wrong, [
        pairOf('train/cat/dog-1.jpg', 'train/cat/dog-2.jpg'),
        pairOf('train/dog/owl-1.jpg', 'train/cat/easy-1.jpg', 'same-bytes'),
      ]),
      findings: found(wrong, ['train/dog/owl-1.jpg']),
    },
    {
      name: 'a class that this split spells its own way',
      facts: facts({ ...wrong, 'validation/dog/1.jpg': ['cat', 0.995] }, [], ['validation/Cat/easy-7.jpg']),
      findings: [{ at: 'validation/dog/1.jpg', says: 'looks like "Cat"' }, ...found(wrong)],
    },
  ],
})

test('as many wrong labels among too few photos prove nothing', () => {
  const known = facts(wrong)
  if (known.predictions?.ok !== true) throw new Error('the facts hold predictions')
  const { samples, ...predictions } = known.predictions.value
  const few = samples.filter(({ path }, i) => path in wrong || i % 3 > 0)
  expect(few.length).toBeLessThan(250)
  const facts_ = { ...known, predictions: { ok: true as const, value: { ...predictions, samples: few } } }
  expect([...rule.check(unwrap(facts_))]).toEqual([])
})

test('without the probe it has not looked', () => {
  const without: Facts = { ...facts(), predictions: { ok: false, reason: 'needs the probe (--probe quick)' } }
  expect(() => [...rule.check(unwrap(without))]).toThrow('needs the probe (--probe quick)')
})

test('the fix relabels and wants a look; the evidence says how sure the heads are, and of how many labels', () => {
  const [finding] = rule.check(unwrap(facts(wrong)))
  expect(finding?.fix).toEqual({
    title: 'Relabel it as "dog"',
    applicability: 'unsafe',
    operations: [{ op: 'relabel', sample: 'train/cat/dog-0.jpg', label: 'dog' }],
  })
  expect(finding?.evidence).toMatchObject({
    given: 'cat',
    suggested: 'dog',
    probabilities: { given: 0.02, suggested: 0.97 },
  })
  const { ofAllLabels } = z
    .object({ ofAllLabels: z.object({ wrong: z.number(), atLeast: z.number() }) })
    .parse(finding?.evidence)
  // 36 of 276.
  expect(ofAllLabels.wrong).toBeCloseTo(0.13, 1)
  expect(ofAllLabels.atLeast).toBeGreaterThanOrEqual(0.05)
  expect(ofAllLabels.atLeast).toBeLessThan(0.13)
  expect(finding?.why).toMatch(/^About 1\d % of these labels are wrong, at least \d+ %\. Wrong labels/)
})
