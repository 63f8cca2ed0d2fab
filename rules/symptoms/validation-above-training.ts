import type { Dataset } from '../../src/model/dataset.ts'
import type { TrainingHistory } from '../../src/model/history.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'
import { sideOf } from './curves/data.ts'
import { pairsOf, placeOf, tail } from './curves/points.ts'
import { evidenceOf, percent, runOf } from './curves/words.ts'
import { signTest } from './statistics/normal.ts'
import { standardError } from './statistics/sampling.ts'
import { median } from './statistics/trend.ts'

export default defineRule({
  id: 'symptoms/validation-above-training',
  severity: 'info',
  needs: ['history'],
  wants: ['dataset', 'setups'],
  maturity: 'stable',
  docs: {
    what: 'Validation scores better than training, and stays so.',
    why: 'A model knows its training images better than others. Where it seems not to, either training is measured under a handicap (dropout, augmentation) or validation is easier than it should be: its images leaked, or are of another kind.',
    how: 'Evaluate the training set once without dropout and augmentation. If validation is still ahead, look for copies between the splits and compare how they were drawn.',
    fixSafety: 'A symptom has no fix of its own; see the causes that the diagnosis ranks.',
    references: [
      'https://keras.io/getting_started/faq/#why-is-my-training-loss-much-higher-than-my-testing-loss',
      'Dixon, Mood, The statistical sign test, JASA 41 (1946)',
    ],
    bad: 'epoch,accuracy,val_accuracy\n10,0.81,0.93\n20,0.84,0.95',
    good: 'epoch,accuracy,val_accuracy\n10,0.86,0.83\n20,0.94,0.90',
  },
  *check({ history: histories, dataset, setups }) {
    const handicaps = handicapsOf(setups)
    for (const history of histories) {
      const { margin, lead, p, last } = leadOf(history, dataset)
      if (lead <= margin || p > 0.05) continue
      yield {
        message: `${runOf(history)}validation accuracy stays ${percent(lead)} above training accuracy; ${explanation(handicaps)}`,
        locations: [placeOf(history, last?.record)],
        confidence: handicaps === null ? 0.5 : handicaps.length > 0 ? 0.3 : 0.85,
        evidence: { ...evidenceOf(history, { lead, margin, p }), handicaps: handicaps ?? [] },
      }
    }
  },
})

/**
 * Median lead of validation over the second half of the run, with the p-value of the sign test over its epochs. Keras
 * averages the training metric over the epoch while validation is measured at its end, so the training figure of an
 * epoch's end is taken as the mean of this epoch's and the next one's. The same validation images are drawn once for
 * all epochs: their luck does not average out, so the lead must also exceed 2.6 standard errors (one-sided 0.5 %), or
 * 5 % where the size is unknown.
 */
function leadOf(history: TrainingHistory, dataset: Dataset | undefined) {
  const pairs = pairsOf(history, 'accuracy')
  const atEnd = pairs.slice(0, -1).map(({ train, validation }, index) => {
    const next = pairs[index + 1]?.train ?? train
    return { validation, lead: validation - (train + next) / 2 }
  })
  const half = tail(atEnd, 0.5, 5)
  const leads = half.map(({ lead }) => lead)
  const samples = sideOf(dataset, 'validation')?.samples
  const level = median(half.map((pair) => pair.validation))
  const margin = samples === undefined ? 0.05 : Math.max(0.03, 2.6 * standardError(level, samples))
  const p = leads.length < 5 ? 1 : signTest(leads.filter((lead) => lead > 0).length, leads.length)
  return { margin, lead: median(leads), p, last: pairs.at(-1) }
}

/** What holds the training figure down, by the code; null when there is no code to look at. */
function handicapsOf(setups: readonly TrainingSetup[] | undefined): string[] | null {
  if (setups === undefined || setups.length === 0) return null
  const found = new Set<string>()
  for (const { models, pipelines } of setups) {
    const training = pipelines.filter(({ role }) => role === 'train').flatMap(({ steps }) => steps)
    for (const step of [...training, ...models.flatMap(({ inputSteps }) => inputSteps)]) {
      if (step.kind === 'random-transform') found.add(`augmentation (${step.name})`)
    }
    for (const layer of models.flatMap(({ head }) => head)) {
      if (layer.kind === 'dropout' && layer.rate?.value !== 0)
        found.add(`dropout (${layer.rate?.value ?? 'some'})`)
    }
  }
  return [...found].sort()
}

function explanation(handicaps: readonly string[] | null): string {
  if (handicaps === null) return 'dropout or augmentation in training may explain it'
  if (handicaps.length === 0) return 'the code has neither dropout nor augmentation that would explain it'
  return `training is measured under ${handicaps.join(', ')}, which explains at least a part`
}
