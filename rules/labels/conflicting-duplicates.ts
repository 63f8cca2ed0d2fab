import { classNames } from '../../src/judge/class-names.ts'
import { copiesOf, evidenceOf, placeOf } from '../../src/judge/duplicates.ts'
import type { Sample } from '../../src/model/dataset.ts'
import { defineRule } from '../../src/model/rule.ts'

export default defineRule({
  id: 'labels/conflicting-duplicates',
  severity: 'error',
  needs: ['dataset', 'images'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'One photo, or nearly the same photo, lies under different labels.',
    why: 'At least one of the labels is wrong, or the photo belongs to both classes and the task is not what the labels say. In training such pairs pull the model both ways; in validation no model can be right on both.',
    how: 'Look at the photo and keep it under the right label only. The fix keeps the label that most copies have; where no label has the majority it leaves all copies out until someone has decided.',
    fixSafety:
      'Unsafe: the majority may be wrong, and on a tie all copies are left out, which changes the validation set if some lie there. No file is deleted.',
    references: [
      'Northcutt, Athalye and Mueller, Pervasive Label Errors in Test Sets Destabilize Machine Learning Benchmarks, NeurIPS 2021: https://arxiv.org/abs/2103.14749',
    ],
    bad: 'train/orange/IMG_7.jpg\ntrain/satsuma/IMG_7.jpg   # the same photo',
    good: 'train/satsuma/IMG_7.jpg',
  },
  *check({ dataset, images }) {
    const names = classNames(dataset)
    const classOf = ({ label }: Sample) => names.get(label ?? '') ?? ''
    for (const copies of copiesOf(dataset, images, () => true)) {
      const labelled = copies.members.filter((sample) => sample.label !== null)
      const counts = new Map<string, number>()
      for (const sample of labelled) counts.set(classOf(sample), (counts.get(classOf(sample)) ?? 0) + 1)
      if (counts.size < 2) continue
      const [first, second] = [...counts].sort(([, a], [, b]) => b - a)
      const majority = first !== undefined && first[1] > (second?.[1] ?? 0) ? first[0] : null
      const wrong = majority === null ? labelled : labelled.filter((sample) => classOf(sample) !== majority)
      const probable = copies.pairs.some((pair) => pair.grade === 'probable')
      const labels = [...new Set(labelled.map((sample) => `"${sample.label}"`))].sort()
      yield {
        message: `One photo lies under the labels ${labels.join(' and ')}`,
        confidence: probable ? 0.8 : 0.98,
        locations: labelled.map(placeOf),
        evidence: { labels: Object.fromEntries(counts), ...evidenceOf(copies.pairs) },
        fix: {
          title:
            majority === null
              ? `Exclude ${wrong.length === 2 ? 'both' : `all ${wrong.length}`} copies until the label is decided`
              : `Exclude what is not under "${majority}", the label of most copies`,
          applicability: 'unsafe',
          operations: wrong.map(({ path }) => ({ op: 'exclude', sample: path })),
        },
      }
    }
  },
})
