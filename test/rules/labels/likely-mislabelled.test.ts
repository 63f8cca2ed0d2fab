import { expect, test } from 'vitest'
import rule from '../../../rules/labels/likely-mislabelled.ts'
import { classNames } from '../../../src/judge/class-names.ts'
import { unwrap } from '../../../src/judge/unwrap.ts'
import type { Facts } from '../../../src/model/facts.ts'
import type { DuplicatePair } from '../../../src/model/images.ts'
import type { Prediction } from '../../../src/model/predictions.ts'
import { datasetOf, imageFacts, pairOf } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** What the heads and the neighbours say of a photo, where it is not what its label says. */
interface Doubt {
  sees: string
  /** Probability of what is seen; the label has most of the rest. */
  sure?: number
  /** Of ten neighbours. */
  inFavour?: number
  against?: number
}

const ordinary = ['train/cat', 'train/dog', 'train/owl'].flatMap((folder) =>
  Array.from({ length: 12 }, (_, i) => `${folder}/ordinary-${i}.jpg`),
)

/** Twelve photos of cats, dogs and owls each, rightly labelled, and the doubted ones. */
function facts(doubts: Record<string, Doubt> = {}, pairs: DuplicatePair[] = [], more: string[] = []): Facts {
  const dataset = datasetOf([...ordinary, ...more, ...Object.keys(doubts)])
  const names = classNames(dataset)
  const classes = [...new Set(names.values())].sort()
  const samples = dataset.samples.flatMap(({ path, label }): Prediction[] => {
    const own = classes.indexOf(names.get(label ?? '') ?? '')
    return own < 0 ? [] : [{ path, label: own, ...witnessesOf(classes, own, doubts[path]) }]
  })
  return {
    dataset: { ok: true, value: dataset },
    images: { ok: true, value: imageFacts(dataset, pairs) },
    predictions: { ok: true, value: { classes, samples, left: 0 } },
  }
}

function witnessesOf(classes: string[], own: number, doubt: Doubt | undefined) {
  const { sees = classes[own] ?? '', sure = 0.95, inFavour = 9, against = 0 } = doubt ?? {}
  const seen = classes.indexOf(sees)
  const rest = seen === own ? 0 : (1 - sure) * 0.6
  const shared = (1 - sure - rest) / Math.max(classes.length - (seen === own ? 1 : 2), 1)
  const probabilities = classes.map((_, k) => (k === seen ? sure : k === own && rest > 0 ? rest : shared))
  const votes = classes.map((_, k) => (k === seen ? inFavour : k === own ? against : 0))
  return { probabilities, votes: doubt === undefined ? null : votes }
}

ruleTester(rule, {
  healthy: [
    { name: 'labels that the heads agree with', facts: facts() },
    {
      name: 'heads that are not sure',
      facts: facts({ 'train/cat/1.jpg': { sees: 'dog', sure: 0.7 } }),
    },
    {
      name: 'sure heads that the neighbours do not second',
      facts: facts({ 'train/cat/1.jpg': { sees: 'dog', inFavour: 5 } }),
    },
    {
      name: 'neighbours that speak for the label',
      facts: facts({ 'train/cat/1.jpg': { sees: 'dog', inFavour: 8, against: 2 } }),
    },
    {
      name: 'copies under both labels: labels/conflicting-duplicates names them',
      facts: facts({ 'train/cat/1.jpg': { sees: 'dog' } }, [
        pairOf('train/cat/1.jpg', 'train/dog/ordinary-1.jpg', 'same-bytes'),
      ]),
    },
    {
      name: 'two spellings of one class',
      facts: facts({}, [], ['validation/Cat/1.jpg', 'validation/Cat/2.jpg']),
    },
    { name: 'photos without labels', facts: facts({}, [], ['test/1.jpg']) },
    {
      name: 'classes that are mixed up all over: their own thresholds are low',
      facts: facts(
        Object.fromEntries(
          Array.from({ length: 12 }, (_, i) => [`train/dog/${i}.jpg`, { sees: 'owl', sure: 0.55 }]),
        ),
      ),
    },
  ],
  sick: [
    {
      name: 'a dog among the cats',
      facts: facts({ 'train/cat/1.jpg': { sees: 'dog' } }),
      findings: [{ at: 'train/cat/1.jpg', says: 'Labelled "cat", but looks like "dog" (probability 0.95' }],
    },
    {
      name: 'one in the validation split',
      facts: facts({ 'validation/owl/1.jpg': { sees: 'cat' } }),
      findings: [{ at: 'validation/owl/1.jpg', says: 'looks like "cat"' }],
    },
    {
      name: 'several, the surest first',
      facts: facts({
        'train/cat/1.jpg': { sees: 'dog', sure: 0.93 },
        'train/dog/1.jpg': { sees: 'owl', sure: 0.99 },
      }),
      findings: [{ at: 'train/dog/1.jpg' }, { at: 'train/cat/1.jpg' }],
    },
    {
      name: 'two photos changed with each other',
      facts: facts({ 'train/cat/1.jpg': { sees: 'dog' }, 'train/dog/1.jpg': { sees: 'cat' } }),
      findings: [{ at: 'train/cat/1.jpg' }, { at: 'train/dog/1.jpg' }],
    },
    {
      name: 'copies under one wrong label',
      facts: facts({ 'train/cat/1.jpg': { sees: 'dog' }, 'train/cat/2.jpg': { sees: 'dog' } }, [
        pairOf('train/cat/1.jpg', 'train/cat/2.jpg'),
      ]),
      findings: [{ at: 'train/cat/1.jpg' }, { at: 'train/cat/2.jpg' }],
    },
    {
      name: 'data without a split',
      facts: facts({ 'all/cat/1.jpg': { sees: 'dog' } }),
      findings: [{ at: 'all/cat/1.jpg' }],
    },
    {
      name: 'a class that this split spells its own way',
      facts: facts({ 'validation/dog/1.jpg': { sees: 'cat' } }, [], ['validation/Cat/7.jpg']),
      findings: [{ at: 'validation/dog/1.jpg', says: 'looks like "Cat"' }],
    },
  ],
})

test('without the probe it has not looked', () => {
  const without: Facts = { ...facts(), predictions: { ok: false, reason: 'needs the probe (--probe quick)' } }
  expect(() => [...rule.check(unwrap(without))]).toThrow('needs the probe (--probe quick)')
})

test('the fix relabels and wants a look; the evidence names both witnesses', () => {
  const [finding] = rule.check(unwrap(facts({ 'train/cat/1.jpg': { sees: 'dog', against: 1 } })))
  expect(finding?.fix).toEqual({
    title: 'Relabel it as "dog"',
    applicability: 'unsafe',
    operations: [{ op: 'relabel', sample: 'train/cat/1.jpg', label: 'dog' }],
  })
  expect(finding?.evidence).toEqual({
    given: 'cat',
    suggested: 'dog',
    probabilities: { given: 0.03, suggested: 0.95 },
    neighbours: { given: 1, suggested: 9 },
  })
})
