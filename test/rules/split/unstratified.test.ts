import rule from '../../../rules/split/unstratified.ts'
import { dataFacts } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

function facts(counts: Record<string, number>) {
  return dataFacts(
    Object.entries(counts).flatMap(([folder, count]) =>
      Array.from({ length: count }, (_, index) => `${folder}/${index}.jpg`),
    ),
  )
}
const unfixed = 'a new split is for a person to make'

ruleTester(rule, {
  healthy: [
    {
      name: 'the same mix',
      facts: facts({ 'train/a': 400, 'train/b': 100, 'validation/a': 80, 'validation/b': 20 }),
    },
    {
      name: 'a mix as chance makes it',
      facts: facts({ 'train/a': 400, 'train/b': 100, 'validation/a': 72, 'validation/b': 28 }),
    },
    {
      name: 'a small set that tells nothing',
      facts: facts({ 'train/a': 40, 'train/b': 10, 'validation/a': 5, 'validation/b': 5 }),
    },
    {
      name: 'a sure but slight difference',
      facts: facts({ 'train/a': 5000, 'train/b': 5000, 'validation/a': 2150, 'validation/b': 1850 }),
    },
    {
      name: 'a class that validation lacks, which is a mismatch',
      facts: facts({ 'train/a': 100, 'train/b': 100, 'validation/a': 50 }),
    },
    { name: 'no split', facts: facts({ 'all/a': 100, 'all/b': 10 }) },
    {
      name: 'one class under two spellings',
      facts: facts({
        'train/soy-milk': 100,
        'train/tea': 100,
        'validation/Soy_Milk': 50,
        'validation/tea': 50,
      }),
    },
    { name: 'no labels', facts: facts({ train: 100, validation: 50 }) },
  ],
  sick: [
    {
      name: 'a balanced validation set of an unbalanced task',
      facts: facts({ 'train/a': 800, 'train/b': 200, 'validation/a': 100, 'validation/b': 100 }),
      findings: [{ at: 'train/a, validation/a', says: '"a" makes up 80 % of train but 50 % of validation' }],
      unfixed,
    },
    {
      name: 'a test set of another mix',
      facts: facts({ 'train/a': 100, 'train/b': 100, 'test/a': 90, 'test/b': 20 }),
      findings: [{ at: 'train/a, test/a', says: '50 % of train but 82 % of test' }],
      unfixed,
    },
    {
      name: 'both other sides',
      facts: facts({
        'train/a': 300,
        'train/b': 100,
        'validation/a': 20,
        'validation/b': 80,
        'test/a': 20,
        'test/b': 80,
      }),
      findings: [{ at: 'train/a, validation/a' }, { at: 'train/a, test/a' }],
      unfixed,
    },
    {
      name: 'one of many classes',
      facts: facts({
        'train/a': 100,
        'train/b': 100,
        'train/c': 100,
        'validation/a': 50,
        'validation/b': 50,
        'validation/c': 8,
      }),
      findings: [{ at: 'train/c, validation/c', says: '"c" makes up 33 % of train but 7 % of validation' }],
      unfixed,
    },
    {
      name: 'a cut through sorted files',
      facts: facts({ 'train/a': 200, 'train/b': 120, 'validation/b': 80, 'validation/a': 10 }),
      findings: [{ at: 'train/a, validation/a' }],
      unfixed,
    },
    {
      name: 'a difference in small sets that is too large for chance',
      facts: facts({ 'train/a': 60, 'train/b': 20, 'validation/a': 6, 'validation/b': 24 }),
      findings: [{ at: 'train/a, validation/a' }],
      unfixed,
    },
  ],
})
