import { evidenceOf, exactLeaks, placeOf, sidesOf } from '../../src/judge/duplicates.ts'
import { defineRule } from '../../src/model/rule.ts'

export default defineRule({
  id: 'leakage/exact-duplicate',
  severity: 'error',
  needs: ['dataset', 'images'],
  maturity: 'stable',
  trial: { metric: 'validationAccuracy', expect: 'drop' },
  docs: {
    what: 'The same image, as the same bytes or the same decoded pixels, lies in two splits.',
    why: 'The model is scored on images that it was trained on. It can know them by heart, so the validation score is too good and hides overfitting; models and settings are chosen by memory instead of generalisation.',
    how: 'Take the copies out of the training side. The validation and test sets stay as they are, so that scores remain comparable with earlier ones. Then find out how the copies came about (a split made after copying, two downloads, an oversampled class) and split unique images only.',
    fixSafety:
      'Safe: the copy that stays shows the very same pixels, and training loses nothing that it may learn from. No file is deleted: the copies are excluded from training.',
    references: [
      'Barz and Denzler, Do We Train on Test Data? Purging CIFAR of Near-Duplicates, J. Imaging 6(6), 2020: https://arxiv.org/abs/1902.00423',
      'Kapoor and Narayanan, Leakage and the reproducibility crisis in machine-learning-based science, Patterns 4(9), 2023: https://doi.org/10.1016/j.patter.2023.100804',
    ],
    bad: 'train/cat/IMG_1.jpg\nval/cat/IMG_1 (copy).jpg   # the same photo',
    good: 'train/cat/IMG_2.jpg\nval/cat/IMG_1 (copy).jpg',
  },
  *check({ dataset, images }) {
    for (const leak of exactLeaks(dataset, images)) {
      const sameBytes = leak.pairs.every((pair) => pair.grade === 'same-bytes')
      const count =
        leak.members.length === 2 ? 'The same image' : `The same image, ${leak.members.length} times,`
      yield {
        message: `${count} lies in ${sidesOf(leak.members)}${sameBytes ? '' : ' (same pixels, different files)'}`,
        locations: leak.members.map(placeOf),
        evidence: { grade: sameBytes ? 'same-bytes' : 'same-pixels', ...evidenceOf(leak.pairs) },
        fix: {
          title: `Exclude ${leak.removable.length === 1 ? 'the copy' : `${leak.removable.length} copies`} from ${sidesOf(leak.removable)}`,
          applicability: 'safe',
          operations: leak.removable.map(({ path }) => ({ op: 'exclude', sample: path })),
        },
      }
    }
  },
})
