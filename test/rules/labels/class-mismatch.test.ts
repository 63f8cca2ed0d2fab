import rule from '../../../rules/labels/class-mismatch.ts'
import { dataFacts } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const unfixed = 'only a person can say where the images are'

ruleTester(rule, {
  healthy: [
    {
      name: 'the same classes on both sides',
      facts: dataFacts(['train/a/1.jpg', 'train/b/2.jpg', 'validation/a/3.jpg', 'validation/b/4.jpg']),
    },
    { name: 'no split', facts: dataFacts(['all/a/1.jpg', 'all/b/2.jpg']) },
    { name: 'one split only', facts: dataFacts(['train/a/1.jpg', 'train/b/2.jpg']) },
    {
      name: 'a test folder without labels',
      facts: dataFacts(['train/a/1.jpg', 'validation/a/2.jpg', 'test/3.jpg']),
    },
    { name: 'no labels', facts: dataFacts(['train/1.jpg', 'validation/2.jpg']) },
    {
      name: 'one class under two spellings, which the rule on names reports',
      facts: dataFacts(['train/soy-milk/1.jpg', 'validation/Soy_Milk/2.jpg']),
    },
    {
      name: 'a class in the plural on one side',
      facts: dataFacts(['train/cat/1.jpg', 'validation/cats/2.jpg']),
    },
    {
      name: 'an empty folder beside the full one of its class',
      facts: dataFacts(['train/cat/1.jpg', 'validation/cat/2.jpg'], { empty: ['train/Cat'] }),
    },
  ],
  sick: [
    {
      name: 'a class that validation lacks',
      facts: dataFacts(['train/a/1.jpg', 'train/b/2.jpg', 'validation/a/3.jpg']),
      findings: [{ at: 'train/b', says: '"b" has images in train but none in validation' }],
      unfixed,
    },
    {
      name: 'a class that training lacks',
      facts: dataFacts(['train/a/1.jpg', 'validation/a/2.jpg', 'validation/b/3.jpg']),
      findings: [{ at: 'validation/b', says: 'images in validation but none in train' }],
      unfixed,
    },
    {
      name: 'an empty folder on one side',
      facts: dataFacts(['train/a/1.jpg', 'train/b/2.jpg', 'validation/a/3.jpg'], { empty: ['validation/b'] }),
      findings: [{ at: 'train/b, validation/b', says: 'none in validation' }],
      unfixed,
    },
    {
      name: 'a folder that is empty everywhere',
      facts: dataFacts(['train/a/1.jpg', 'validation/a/2.jpg'], { empty: ['train/b'] }),
      findings: [{ at: 'train/b', says: 'has a folder but no image in any split' }],
      unfixed,
    },
    {
      name: 'a split whose folders are all empty',
      facts: dataFacts(['train/a/1.jpg'], { empty: ['validation/a'] }),
      findings: [{ at: 'train/a, validation/a' }],
      unfixed,
    },
    {
      name: 'splits by class, which share none',
      facts: dataFacts(['train/a/1.jpg', 'validation/b/2.jpg']),
      findings: [{ at: 'train/a' }, { at: 'validation/b' }],
      unfixed,
    },
    {
      name: 'a class that only the test set lacks',
      facts: dataFacts([
        'train/a/1.jpg',
        'train/b/1.jpg',
        'validation/a/2.jpg',
        'validation/b/2.jpg',
        'test/a/3.jpg',
      ]),
      findings: [{ at: 'train/b, validation/b', says: 'train and validation but none in test' }],
      unfixed,
    },
  ],
})
