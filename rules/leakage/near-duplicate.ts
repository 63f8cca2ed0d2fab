import { evidenceOf, nearLeaks, placeOf, sidesOf } from '../../src/judge/duplicates.ts'
import { defineRule } from '../../src/model/rule.ts'

export default defineRule({
  id: 'leakage/near-duplicate',
  severity: 'error',
  needs: ['dataset', 'images'],
  maturity: 'stable',
  trial: { metric: 'validationAccuracy', expect: 'drop' },
  docs: {
    what: 'A photo and a changed copy of it (re-encoded, resized, recoloured, flipped, turned, slightly cropped) lie in two splits.',
    why: 'Training augmentation makes such copies on purpose, and the network learns to treat them as one image. A validation image with a version in training is therefore as good as seen: the score is too good and hides overfitting.',
    how: 'Take the versions out of the training side. The validation and test sets stay as they are, so that scores remain comparable with earlier ones. Split originals first and make copies, crops or augmented files afterwards.',
    fixSafety:
      'Unsafe: the images were compared by perceptual hash and by the correlation of their thumbnails; look at the pairs first. No file is deleted: the versions are excluded from training.',
    references: [
      'Barz and Denzler, Do We Train on Test Data? Purging CIFAR of Near-Duplicates, J. Imaging 6(6), 2020: https://arxiv.org/abs/1902.00423',
      'PDQ image hashing, ThreatExchange: https://github.com/facebook/ThreatExchange/tree/main/pdq',
    ],
    bad: 'train/cat/IMG_1.jpg\nval/cat/IMG_1_mirrored.jpg   # the same photo',
    good: 'train/cat/IMG_2.jpg\nval/cat/IMG_1_mirrored.jpg',
  },
  *check({ dataset, images }) {
    for (const leak of nearLeaks(dataset, images)) {
      const probable = leak.pairs.filter((pair) => pair.grade === 'probable').length
      const certain = probable < leak.pairs.length
      const count = leak.members.length === 2 ? 'Two versions' : `${leak.members.length} versions`
      yield {
        message: `${count} of ${certain ? 'one photo' : 'what is probably one photo'} lie in ${sidesOf(leak.members)}`,
        severity: certain ? 'error' : 'warning',
        // Shares of true pairs among those of each grade on photos that no threshold was chosen on.
        confidence: probable === 0 ? 0.98 : 0.8,
        locations: leak.members.map(placeOf),
        evidence: { grade: certain ? 'near-identical' : 'probable', ...evidenceOf(leak.pairs) },
        fix: {
          title: `Exclude ${leak.removable.length === 1 ? 'the version' : `${leak.removable.length} versions`} in ${sidesOf(leak.removable)}`,
          applicability: 'unsafe',
          operations: leak.removable.map(({ path }) => ({ op: 'exclude', sample: path })),
        },
      }
    }
  },
})
