import { expect, test } from 'vitest'
import rule from '../../../rules/labels/conflicting-duplicates.ts'
import { unwrap } from '../../../src/judge/unwrap.ts'
import { dataFacts, pairOf } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const facts = (pairs: [string, string, ('same-bytes' | 'near-identical' | 'probable')?][]) =>
  dataFacts([...new Set(pairs.map(([a]) => a).concat(pairs.map(([, b]) => b)))], {
    pairs: pairs.map(([a, b, grade]) => pairOf(a, b, grade)),
  })

ruleTester(rule, {
  healthy: [
    { name: 'no duplicates', facts: dataFacts(['train/cat/1.jpg', 'train/dog/2.jpg']) },
    { name: 'copies under one label', facts: facts([['train/cat/1.jpg', 'train/cat/2.jpg', 'same-bytes']]) },
    { name: 'a leak under one label', facts: facts([['train/cat/1.jpg', 'validation/cat/2.jpg']]) },
    {
      name: 'copies under two spellings of one class',
      facts: facts([['train/soy-milk/1.jpg', 'validation/Soy_Milk/2.jpg', 'same-bytes']]),
    },
    {
      name: 'copies under singular and plural in different splits',
      facts: facts([['train/cat/1.jpg', 'validation/cats/2.jpg']]),
    },
    { name: 'copies without labels', facts: facts([['train/1.jpg', 'validation/2.jpg', 'same-bytes']]) },
    { name: 'a copy without a label', facts: facts([['test/2.jpg', 'train/cat/1.jpg', 'same-bytes']]) },
  ],
  sick: [
    {
      name: 'the same file under two labels',
      facts: facts([['train/cat/1.jpg', 'train/dog/2.jpg', 'same-bytes']]),
      findings: [{ at: 'train/cat/1.jpg, train/dog/2.jpg', says: 'under the labels "cat" and "dog"' }],
    },
    {
      name: 'a changed copy under another label',
      facts: facts([['train/cat/1.jpg', 'train/dog/2.jpg', 'near-identical']]),
      findings: [{ at: 'train/cat/1.jpg, train/dog/2.jpg' }],
    },
    {
      name: 'a copy in another split under another label',
      facts: facts([['train/cat/1.jpg', 'validation/dog/2.jpg', 'same-bytes']]),
      findings: [{ at: 'train/cat/1.jpg, validation/dog/2.jpg' }],
    },
    {
      name: 'data without a split',
      facts: facts([['all/cat/1.jpg', 'all/dog/2.jpg', 'probable']]),
      findings: [{ at: 'all/cat/1.jpg, all/dog/2.jpg' }],
    },
    {
      name: 'a minority of one against two',
      facts: facts([
        ['train/cat/1.jpg', 'train/cat/2.jpg', 'same-bytes'],
        ['train/cat/2.jpg', 'train/dog/3.jpg', 'near-identical'],
      ]),
      findings: [{ at: 'train/cat/1.jpg, train/cat/2.jpg, train/dog/3.jpg' }],
    },
    {
      name: 'three labels',
      facts: facts([
        ['train/cat/1.jpg', 'train/cow/2.jpg', 'same-bytes'],
        ['train/cat/1.jpg', 'train/dog/3.jpg', 'same-bytes'],
        ['train/cow/2.jpg', 'train/dog/3.jpg', 'same-bytes'],
      ]),
      findings: [
        { at: 'train/cat/1.jpg, train/cow/2.jpg, train/dog/3.jpg', says: '"cat" and "cow" and "dog"' },
      ],
    },
    {
      name: 'orange and oranges where one split has both, so that they are two classes',
      facts: facts([['train/orange/1.jpg', 'train/oranges/2.jpg', 'same-bytes']]),
      findings: [{ at: 'train/orange/1.jpg, train/oranges/2.jpg' }],
    },
  ],
})

const excluded = (...pairs: [string, string][]) =>
  [...rule.check(unwrap(facts(pairs)))].map((draft) =>
    draft.fix?.operations.map((operation) => ('sample' in operation ? operation.sample : operation.op)),
  )

test('the minority is excluded, all of them on a tie', () => {
  expect(excluded(['train/cat/1.jpg', 'train/cat/2.jpg'], ['train/cat/2.jpg', 'train/dog/3.jpg'])).toEqual([
    ['train/dog/3.jpg'],
  ])
  expect(excluded(['train/cat/1.jpg', 'train/dog/2.jpg'])).toEqual([['train/cat/1.jpg', 'train/dog/2.jpg']])
})
