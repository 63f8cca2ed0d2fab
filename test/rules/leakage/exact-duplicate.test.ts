import rule from '../../../rules/leakage/exact-duplicate.ts'
import { dataFacts, pairOf } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const four = ['train/a/1.jpg', 'train/b/2.jpg', 'validation/a/3.jpg', 'test/b/4.jpg']

ruleTester(rule, {
  healthy: [
    { name: 'no duplicates', facts: dataFacts(four) },
    { name: 'no images at all', facts: dataFacts([]) },
    {
      name: 'copies within training',
      facts: dataFacts(four, { pairs: [pairOf('train/a/1.jpg', 'train/b/2.jpg', 'same-bytes')] }),
    },
    {
      name: 'copies within validation',
      facts: dataFacts(['validation/a/1.jpg', 'validation/a/2.jpg', 'train/a/3.jpg'], {
        pairs: [pairOf('validation/a/1.jpg', 'validation/a/2.jpg', 'same-pixels')],
      }),
    },
    {
      name: 'copies in data without a split',
      facts: dataFacts(['all/a/1.jpg', 'all/a/2.jpg'], {
        pairs: [pairOf('all/a/1.jpg', 'all/a/2.jpg', 'same-bytes')],
      }),
    },
    {
      name: 'versions of one photo across splits, which the near-duplicate rule reports',
      facts: dataFacts(four, { pairs: [pairOf('train/a/1.jpg', 'validation/a/3.jpg', 'near-identical')] }),
    },
    {
      name: 'a pair of which one side is no sample',
      facts: dataFacts(four, { pairs: [pairOf('docs/1.jpg', 'validation/a/3.jpg', 'same-bytes')] }),
    },
  ],
  sick: [
    {
      name: 'the same file in train and validation',
      facts: dataFacts(four, { pairs: [pairOf('train/a/1.jpg', 'validation/a/3.jpg', 'same-bytes')] }),
      findings: [
        { at: 'train/a/1.jpg, validation/a/3.jpg', says: 'The same image lies in train and validation' },
      ],
    },
    {
      name: 'the same pixels in train and test',
      facts: dataFacts(four, { pairs: [pairOf('test/b/4.jpg', 'train/b/2.jpg', 'same-pixels')] }),
      findings: [
        { at: 'test/b/4.jpg, train/b/2.jpg', says: 'train and test (same pixels, different files)' },
      ],
    },
    {
      name: 'the same file in validation and test, of which the test set keeps it',
      facts: dataFacts(four, { pairs: [pairOf('test/b/4.jpg', 'validation/a/3.jpg', 'same-bytes')] }),
      findings: [{ at: 'test/b/4.jpg, validation/a/3.jpg', says: 'validation and test' }],
    },
    {
      name: 'one file on all three sides, once',
      facts: dataFacts(four, {
        pairs: [
          pairOf('test/b/4.jpg', 'train/a/1.jpg', 'same-bytes'),
          pairOf('test/b/4.jpg', 'validation/a/3.jpg', 'same-bytes'),
          pairOf('train/a/1.jpg', 'validation/a/3.jpg', 'same-bytes'),
        ],
      }),
      findings: [
        {
          at: 'test/b/4.jpg, train/a/1.jpg, validation/a/3.jpg',
          says: '3 times, lies in train, validation and test',
        },
      ],
    },
    {
      name: 'two copies in train of one in validation: both go',
      facts: dataFacts(four, {
        pairs: [
          pairOf('train/a/1.jpg', 'train/b/2.jpg', 'same-bytes'),
          pairOf('train/a/1.jpg', 'validation/a/3.jpg', 'same-bytes'),
          pairOf('train/b/2.jpg', 'validation/a/3.jpg', 'same-bytes'),
        ],
      }),
      findings: [{ at: 'train/a/1.jpg, train/b/2.jpg, validation/a/3.jpg' }],
    },
    {
      name: 'only the exact pair of a cluster that also has a changed version',
      facts: dataFacts(four, {
        pairs: [
          pairOf('train/a/1.jpg', 'validation/a/3.jpg', 'same-bytes'),
          pairOf('train/b/2.jpg', 'validation/a/3.jpg', 'near-identical'),
        ],
      }),
      findings: [{ at: 'train/a/1.jpg, validation/a/3.jpg' }],
    },
    {
      name: 'copies under different labels too, since they leak all the same',
      facts: dataFacts(['train/a/1.jpg', 'validation/b/2.jpg'], {
        pairs: [pairOf('train/a/1.jpg', 'validation/b/2.jpg', 'same-bytes')],
      }),
      findings: [{ at: 'train/a/1.jpg, validation/b/2.jpg' }],
    },
    {
      name: 'two leaks in order of their paths',
      facts: dataFacts(four, {
        pairs: [
          pairOf('train/b/2.jpg', 'validation/a/3.jpg', 'same-bytes'),
          pairOf('test/b/4.jpg', 'train/a/1.jpg', 'same-bytes'),
        ],
      }),
      findings: [{ at: 'test/b/4.jpg, train/a/1.jpg' }, { at: 'train/b/2.jpg, validation/a/3.jpg' }],
    },
  ],
})
