import type { FindingDraft } from '../../src/model/finding.ts'
import type { Split } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'

export default defineRule({
  id: 'training/unseeded-split',
  severity: 'warning',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'Which images are for training and which for validation is drawn anew in each run.',
    why: 'Two runs are scored on different images: a better number may be a luckier draw. And a model that is saved and trained on, or evaluated later, has seen images that are now on the validation side.',
    how: 'Give the split a seed: train_test_split(..., random_state=42), KFold(shuffle=True, random_state=42), frame.sample(frac=0.8, random_state=42), random_split(..., generator=torch.Generator().manual_seed(42)). Or seed the generator that it draws from: np.random.seed(42), random.seed(42), keras.utils.set_random_seed(42), np.random.default_rng(42). Keras itself refuses a shuffled validation_split without a seed.',
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

interface Drawn {
  /** Ends the message: what there is without a seed. */
  lacks: string
  /** What the fix does. */
  title: string
}

/** The splits that draw without a seed; Keras insists on one, or cuts without chance. */
const drawn: Partial<Record<Split['kind'], Drawn>> = {
  sklearn: { lacks: 'the split has no random_state', title: 'Add random_state=42' },
  permutation: {
    lacks: 'the order that is cut is drawn without a seed',
    title: 'Draw the order with the seed 42',
  },
  'torch-random-split': {
    lacks: 'the split has no seeded generator',
    title: 'Give random_split a generator with the seed 42',
  },
}

const isUnseeded = ({ kind, shuffle, seed }: Split) =>
  drawn[kind] !== undefined && shuffle.value === true && seed.from !== 'unknown' && seed.value === null

function draft({ kind, span, addSeed, fraction }: Split): FindingDraft {
  const operations = addSeed ?? []
  const { lacks, title } = drawn[kind] ?? { lacks: 'the split has no seed', title: 'Seed the split' }
  return {
    message: `Each run validates on other images: ${lacks}`,
    locations: [span],
    confidence: 0.9,
    evidence: { seed: null, validation: fraction.value },
    fix: {
      title,
      applicability: operations.length > 0 ? 'safe' : 'manual',
      operations: operations.length > 0 ? operations : [{ op: 'set', field: 'split.seed', value: 42 }],
    },
  }
}
