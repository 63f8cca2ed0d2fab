import { expect, test } from 'vitest'
import rule from '../../../rules/leakage/near-duplicate.ts'
import { unwrap } from '../../../src/judge/unwrap.ts'
import { dataFacts, pairOf } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const four = ['train/a/1.jpg', 'train/b/2.jpg', 'validation/a/3.jpg', 'test/b/4.jpg']

ruleTester(rule, {
  healthy: [
    { name: 'no duplicates', facts: dataFacts(four) },
    { name: 'no images at all', facts: dataFacts([]) },
    {
      name: 'the same file across splits, which the exact-duplicate rule reports',
      facts: dataFacts(four, { pairs: [pairOf('train/a/1.jpg', 'validation/a/3.jpg', 'same-bytes')] }),
    },
    {
      name: 'the same pixels across splits',
      facts: dataFacts(four, { pairs: [pairOf('train/a/1.jpg', 'validation/a/3.jpg', 'same-pixels')] }),
    },
    {
      name: 'versions within training, such as augmented files',
      facts: dataFacts(four, { pairs: [pairOf('train/a/1.jpg', 'train/b/2.jpg')] }),
    },
    {
      name: 'versions in data without a split',
      facts: dataFacts(['all/a/1.jpg', 'all/b/2.jpg'], { pairs: [pairOf('all/a/1.jpg', 'all/b/2.jpg')] }),
    },
    {
      name: 'a version of a photo that goes away with an exact leak',
      facts: dataFacts(four, {
        pairs: [
          pairOf('train/a/1.jpg', 'validation/a/3.jpg', 'same-bytes'),
          pairOf('test/b/4.jpg', 'train/a/1.jpg', 'near-identical'),
        ],
      }),
    },
  ],
  sick: [
    {
      name: 'a version in train and one in validation',
      facts: dataFacts(four, { pairs: [pairOf('train/a/1.jpg', 'validation/a/3.jpg')] }),
      findings: [
        {
          at: 'train/a/1.jpg, validation/a/3.jpg',
          says: 'Two versions of one photo lie in train and validation',
        },
      ],
    },
    {
      name: 'a mirrored version in test',
      facts: dataFacts(four, {
        pairs: [
          pairOf('test/b/4.jpg', 'train/b/2.jpg', 'near-identical', { orientation: 'flip-horizontal' }),
        ],
      }),
      findings: [{ at: 'test/b/4.jpg, train/b/2.jpg', says: 'train and test' }],
    },
    {
      name: 'a probable version, said as such',
      facts: dataFacts(four, { pairs: [pairOf('train/a/1.jpg', 'validation/a/3.jpg', 'probable')] }),
      findings: [{ at: 'train/a/1.jpg, validation/a/3.jpg', says: 'what is probably one photo' }],
    },
    {
      name: 'versions in validation and test, of which the test set keeps its own',
      facts: dataFacts(four, { pairs: [pairOf('test/b/4.jpg', 'validation/a/3.jpg')] }),
      findings: [{ at: 'test/b/4.jpg, validation/a/3.jpg', says: 'validation and test' }],
    },
    {
      name: 'three versions as one cluster',
      facts: dataFacts(four, {
        pairs: [
          pairOf('train/a/1.jpg', 'validation/a/3.jpg'),
          pairOf('train/b/2.jpg', 'validation/a/3.jpg', 'probable'),
        ],
      }),
      findings: [{ at: 'train/a/1.jpg, train/b/2.jpg, validation/a/3.jpg', says: '3 versions of one photo' }],
    },
    {
      name: 'a version in train beside an exact copy in train',
      facts: dataFacts(four, {
        pairs: [
          pairOf('train/a/1.jpg', 'validation/a/3.jpg', 'same-bytes'),
          pairOf('train/a/1.jpg', 'train/b/2.jpg', 'near-identical'),
          pairOf('train/b/2.jpg', 'validation/a/3.jpg', 'near-identical'),
        ],
      }),
      findings: [{ at: 'train/b/2.jpg, validation/a/3.jpg', says: 'Two versions' }],
    },
    {
      name: 'exact copies within train of a version in validation: both go',
      facts: dataFacts(four, {
        pairs: [
          pairOf('train/a/1.jpg', 'train/b/2.jpg', 'same-bytes'),
          pairOf('train/a/1.jpg', 'validation/a/3.jpg', 'near-identical'),
          pairOf('train/b/2.jpg', 'validation/a/3.jpg', 'near-identical'),
        ],
      }),
      findings: [{ at: 'train/a/1.jpg, train/b/2.jpg, validation/a/3.jpg' }],
    },
  ],
})

test('only the training side is excluded, and a merely probable version is a warning of lower confidence', () => {
  const facts = dataFacts(four, {
    pairs: [
      pairOf('train/a/1.jpg', 'validation/a/3.jpg', 'near-identical', { orientation: 'rotate-90' }),
      pairOf('test/b/4.jpg', 'train/b/2.jpg', 'probable', { correlation: 0.93456 }),
    ],
  })
  const [probable, near] = [...rule.check(unwrap(facts))]
  expect(near?.fix?.operations).toEqual([{ op: 'exclude', sample: 'train/a/1.jpg' }])
  expect(near).toMatchObject({ severity: 'error', confidence: 0.98, fix: { applicability: 'unsafe' } })
  expect(near?.evidence).toMatchObject({ grade: 'near-identical', pairs: [{ orientation: 'rotate-90' }] })
  expect(probable?.fix?.operations).toEqual([{ op: 'exclude', sample: 'train/b/2.jpg' }])
  expect(probable).toMatchObject({ severity: 'warning', confidence: 0.8 })
  expect(probable?.evidence).toMatchObject({ distance: 70, correlation: 0.935 })
})
