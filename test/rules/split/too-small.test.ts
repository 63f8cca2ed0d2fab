import rule from '../../../rules/split/too-small.ts'
import { dataFacts } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

function facts(counts: Record<string, number>) {
  return dataFacts(
    Object.entries(counts).flatMap(([folder, count]) =>
      Array.from({ length: count }, (_, index) => `${folder}/${index}.jpg`),
    ),
  )
}
const unfixed = 'which images to hold out is for a person to say'

ruleTester(rule, {
  healthy: [
    { name: 'a hundred validation images', facts: facts({ 'train/a': 400, 'validation/a': 100 }) },
    { name: 'sixty', facts: facts({ 'train/a': 140, 'validation/a': 30, 'validation/b': 30 }) },
    { name: 'no validation, which another rule reports', facts: facts({ 'train/a': 100 }) },
    { name: 'no split', facts: facts({ 'all/a': 10 }) },
    { name: 'no images', facts: facts({}) },
    { name: 'a small test folder without any training data', facts: facts({ 'test/a': 5 }) },
  ],
  sick: [
    {
      name: 'thirty',
      facts: facts({ 'train/a': 400, 'validation/a': 30 }),
      findings: [
        {
          at: 'validation/a',
          says: 'On 30 validation images a score of 80 % can mean anything from 63 to 91 %',
        },
      ],
      unfixed,
    },
    {
      name: 'one',
      facts: facts({ 'train/a': 400, 'validation/a': 1 }),
      findings: [{ at: 'validation/a', says: '1 validation image a score' }],
      unfixed,
    },
    {
      name: 'a small test set beside a fair validation set',
      facts: facts({ 'train/a': 400, 'validation/a': 100, 'test/a': 20 }),
      findings: [{ at: 'test/a', says: '20 test images' }],
      unfixed,
    },
    {
      name: 'both small',
      facts: facts({ 'train/a': 400, 'validation/a': 10, 'test/a': 20 }),
      findings: [{ at: 'validation/a' }, { at: 'test/a' }],
      unfixed,
    },
    {
      name: 'few of each of several classes',
      facts: facts({ 'train/a': 400, 'validation/a': 5, 'validation/b': 5 }),
      findings: [{ at: 'validation/a, validation/b', says: '10 validation' }],
      unfixed,
    },
    {
      name: 'without labels',
      facts: facts({ train: 90, validation: 2 }),
      findings: [{ at: 'validation/0.jpg, validation/1.jpg' }],
      unfixed,
    },
  ],
})
