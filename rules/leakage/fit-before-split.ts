import type { FindingDraft } from '../../src/model/finding.ts'
import type { Pipeline, Split, Step } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'

type Fitted = Extract<Step, { kind: 'fitted-transform' }>

export default defineRule({
  id: 'leakage/fit-before-split',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'A scaler, normalisation, PCA or feature selection is learned from all data, validation included.',
    why: 'What is learned from the validation images reaches the model through the statistics: the validation score answers for images that had a say in training. The effect is small for a mean over many images and large for feature selection, for PCA, and on small sets.',
    how: 'Split first, fit on the training side alone, and only apply the result to validation and test: scaler.fit_transform(X_train), scaler.transform(X_val).',
    fixSafety: 'Manual: the lines have to change places, and fit and transform have to be parted.',
    references: [
      'https://scikit-learn.org/stable/common_pitfalls.html#data-leakage-during-pre-processing',
      'Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2009, section 7.10.2',
      'https://keras.io/api/layers/preprocessing_layers/numerical/normalization/',
    ],
    bad: `X = StandardScaler().fit_transform(X)
X_train, X_val, y_train, y_val = train_test_split(X, y)`,
    good: `X_train, X_val, y_train, y_val = train_test_split(X, y)
scaler = StandardScaler().fit(X_train)
X_train, X_val = scaler.transform(X_train), scaler.transform(X_val)`,
  },
  *check({ setups }) {
    for (const { pipelines, models, runs } of setups) {
      const told = new Set<string>()
      for (const pipeline of pipelines) {
        const model = models.find(({ id }) =>
          runs.some(({ fit, model: of }) => of === id && fit.train === pipeline.id),
        )
        const fitted = [...pipeline.steps, ...(model?.inputSteps ?? [])].find(
          (step, index) => pipeline.split !== null && sawAll(step, index, pipeline, pipeline.split),
        )
        if (fitted?.kind !== 'fitted-transform' || pipeline.split === null) continue
        const place = JSON.stringify(fitted.statistics.made)
        if (told.has(place)) continue
        told.add(place)
        yield draft(fitted, pipeline.split)
      }
    }
  },
})

/** Learned from the samples before they were split: applied before the split, or fitted on its parent. */
function sawAll(step: Step, index: number, { parent }: Pipeline, { position }: Split): step is Fitted {
  if (step.kind !== 'fitted-transform' || step.statistics.fitted.value !== true) return false
  // Learned from a part: what is held out of that part once more is not what the score is reported on.
  if (step.statistics.from === null) return false
  return index < position || step.statistics.from === parent
}

function draft({ name, span, statistics }: Fitted, split: Split): FindingDraft {
  const place = statistics.fitted.from === 'code' ? statistics.fitted.span : span
  return {
    message: `${name} learns from all samples, those of validation included: they are split only in line ${split.span.line}`,
    locations: [place, split.span],
    confidence: 0.9,
    evidence: { transform: name, splitLine: split.span.line },
    fix: {
      title: `Fit ${name} on the training side alone`,
      applicability: 'manual',
      operations: [{ op: 'set', field: 'pipeline.split.position', value: 'before the fit' }],
    },
  }
}
