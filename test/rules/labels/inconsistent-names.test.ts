import { describe, expect, test } from 'vitest'
import rule from '../../../rules/labels/inconsistent-names.ts'
import { spellingKey } from '../../../src/judge/class-names.ts'
import { unwrap } from '../../../src/judge/unwrap.ts'
import { dataFacts } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const classes = (...names: string[]) => dataFacts(names.map((name, index) => `${name}/${index}.jpg`))

ruleTester(rule, {
  healthy: [
    {
      name: 'different names',
      facts: classes('train/pear', 'train/pepper', 'validation/pear', 'validation/pepper'),
    },
    { name: 'the same names on both sides', facts: classes('train/soy-milk', 'validation/soy-milk') },
    {
      name: 'orange and oranges in one split',
      facts: classes('train/orange', 'train/oranges', 'validation/orange'),
    },
    {
      name: 'upper and lower case letters as classes',
      facts: classes('train/A', 'train/a', 'train/B', 'train/b'),
    },
    { name: 'numbers with separators', facts: classes('train/1_0', 'train/10', 'train/1-00') },
    { name: 'names with a common beginning', facts: classes('train/cat', 'train/catfish', 'train/cattle') },
    { name: 'names that differ in an accent', facts: classes('train/pate', 'train/pâté') },
    { name: 'Russian names', facts: classes('train/кот', 'train/код', 'train/рот') },
    {
      name: 'an empty folder under another spelling',
      facts: dataFacts(['train/cat/1.jpg'], { empty: ['train/Cat'] }),
    },
    { name: 'no labels', facts: dataFacts(['train/1.jpg', 'validation/2.jpg']) },
  ],
  sick: [
    {
      name: 'another case',
      facts: classes('train/Cat', 'train/cat', 'train/dog'),
      findings: [{ at: 'train/Cat, train/cat', says: '"Cat" and "cat"' }],
    },
    {
      name: 'other separators across splits',
      facts: classes('train/soy-milk', 'train/soy-milk', 'validation/Soy_Milk'),
      findings: [{ at: 'train/soy-milk, validation/Soy_Milk', says: '"soy-milk" and "Soy_Milk"' }],
    },
    {
      name: 'a stray space, shown as an escape',
      facts: classes('train/cat', 'train/cat', 'train/cat '),
      findings: [{ at: 'train/cat, train/cat ', says: '"cat" and "cat\\u{20}"' }],
    },
    {
      name: 'a Cyrillic letter among Latin ones',
      facts: classes('train/banana', 'train/banana', 'validation/bаnana'),
      findings: [{ at: 'train/banana, validation/bаnana', says: '"b\\u{430}nana"' }],
    },
    {
      name: 'composed and decomposed accents',
      facts: classes('train/caf\u00e9', 'train/caf\u00e9', 'validation/cafe\u0301'),
      findings: [{ at: 'train/caf\u00e9, validation/cafe\u0301', says: '"cafe\\u{301}"' }],
    },
    {
      name: 'the plural in the other split',
      facts: classes('train/cat', 'train/cat', 'validation/cats'),
      findings: [{ at: 'train/cat, validation/cats', says: '"cat" and "cats"' }],
    },
    {
      name: 'three spellings at once',
      facts: classes('train/ice cream', 'train/ice cream', 'train/Ice_Cream', 'validation/icecream'),
      findings: [{ at: 'train/ice cream, train/Ice_Cream, validation/icecream' }],
    },
    {
      name: 'an invisible character',
      facts: classes('all/cat', 'all/cat', 'all/c\u200bat'),
      findings: [{ at: 'all/cat, all/c\u200bat', says: '"c\\u{200b}at"' }],
    },
  ],
})

test('the rarer spelling is relabelled', () => {
  const [draft] = rule.check(unwrap(classes('train/Cat', 'train/cat', 'validation/cat')))
  expect(draft?.fix?.operations).toEqual([{ op: 'relabel', sample: 'train/Cat/0.jpg', label: 'cat' }])
})

describe('spelling keys', () => {
  test.each([
    ['Soy_Milk', 'soy-milk'],
    ['ＣＡＴ', 'cat'],
    ['dry  fruit', 'dry.fruit'],
    ['ﬁsh', 'fish'],
    [' x1 ', 'X1'],
  ])('%j is %j', (a, b) => expect(spellingKey(a)).toBe(spellingKey(b)))
  test.each([
    ['A', 'a'],
    ['1_1', '11'],
    ['c++', 'c'],
    ['дом', 'dom'],
    ['constructor', 'constructors'],
  ])('%j is not %j', (a, b) => expect(spellingKey(a)).not.toBe(spellingKey(b)))
})
