import type { FindingDraft } from '../../src/model/finding.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Split } from '../../src/model/setup.ts'

export default defineRule({
  id: 'training/unseeded-split',
  severity: 'warning',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'Which images are for training and which for validation is drawn anew in each run.',
    why: 'Two runs are scored on different images: a better number may be a luckier draw. And a model that is saved and trained on, or evaluated later, has seen images that are now on the validation side.',
    how: 'Give the split a seed: train_test_split(..., random_state=42), random_split(..., generator=torch.Generator().manual_seed(42)). Or seed numpy before it: np.random.seed(42), keras.utils.set_random_seed(42). Keras itself refuses a shuffled validation_split without a seed.',
    fixSafety:
      'Safe: the split is one of those that were possible before, and from now on it is the same in each run.',
    references: [
      'https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.train_test_split.html',
      'https://scikit-learn.org/stable/common_pitfalls.html#controlling-randomness',
      'https://pytorch.org/docs/stable/data.html#torch.utils.data.random_split',
      'Bouthillier et al., Accounting for variance in machine learning benchmarks, 2021: https://arxiv.org/abs/2103.03098',
    ],
    bad: 'x_train, x_val, y_train, y_val = train_test_split(x, y, test_size=0.2)',
    good: 'x_train, x_val, y_train, y_val = train_test_split(x, y, test_size=0.2, random_state=42)',
  },
  *check({ setups }) {
    for (const { pipelines } of setups) {
      const told = new Set<string>()
      for (const { split } of pipelines) {
        if (split === null || !isUnseeded(split)) continue
        const place = JSON.stringify(split.span)
        if (!told.has(place)) yield draft(split)
        told.add(place)
      }
    }
  },
})

/**
 * Of the splits that we know only those of sklearn and PyTorch draw without a seed: Keras insists on one, or cuts
 * without chance.
 */
const isUnseeded = ({ kind, shuffle, seed }: Split) =>
  (kind === 'sklearn' || kind === 'torch-random-split') &&
  shuffle.value === true &&
  seed.from !== 'unknown' &&
  seed.value === null

function draft({ span, addSeed, fraction, kind }: Split): FindingDraft {
  const operations = addSeed ?? []
  const seed = kind === 'sklearn' ? 'random_state' : 'seeded generator'
  return {
    message: `Each run validates on other images: the split has no ${seed}.`,
    locations: [span],
    confidence: 0.9,
    evidence: { seed: null, validation: fraction.value },
    fix: {
      title: kind === 'sklearn' ? 'Add random_state=42' : 'Give random_split a generator with a seed',
      applicability: operations.length > 0 ? 'safe' : 'manual',
      operations: operations.length > 0 ? operations : [{ op: 'set', field: 'split.seed', value: 42 }],
    },
  }
}
