import { runsOf, trainingSteps } from '../../src/judge/training-runs.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Step } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'

type Fitted = Extract<Step, { kind: 'fitted-transform' }>

export default defineRule({
  id: 'preprocessing/unfitted-statistics',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'A normalisation that has to learn its statistics from data is used without having seen any.',
    why: 'Without fit, ImageDataGenerator warns once and leaves the images as they are: 0..255 reach a model that was meant for centred values. A Normalization layer without adapt uses mean 0 and variance 1, which does nothing either. Training is slow or unstable, and validation stays low.',
    how: 'Call datagen.fit(x_train) or normalization.adapt(train_images) before training, on the training images alone, or use the scaling that the backbone brings along.',
    fixSafety: 'Manual: which images to learn the statistics from is yours to say.',
    references: [
      'https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator#fit',
      'https://keras.io/api/layers/preprocessing_layers/numerical/normalization/',
    ],
    bad: `datagen = ImageDataGenerator(featurewise_center=True, featurewise_std_normalization=True)
model.fit(datagen.flow(x_train, y_train))`,
    good: `datagen = ImageDataGenerator(featurewise_center=True, featurewise_std_normalization=True)
datagen.fit(x_train)
model.fit(datagen.flow(x_train, y_train))`,
  },
  *check({ setups }) {
    const told = new Set<string>()
    for (const one of runsOf(setups)) {
      const unfitted = [...(one.validation?.steps ?? []), ...trainingSteps(one)].filter(isUnfitted)
      // Several arguments of one generator are one mistake.
      const places = new Map(unfitted.map((step) => [callOf(step), step]))
      for (const [place, step] of places) {
        if (told.has(place)) continue
        told.add(place)
        yield draft(
          step,
          unfitted.filter((other) => callOf(other) === place),
        )
      }
    }
  },
})

const isUnfitted = (step: Step): step is Fitted =>
  step.kind === 'fitted-transform' && step.statistics.fitted.value === false

const callOf = ({ statistics }: Fitted) => JSON.stringify(statistics.made)

function draft(step: Fitted, all: readonly Fitted[]): FindingDraft {
  const names = [...new Set(all.map(({ name }) => name))]
  const layer = /Normalization$/.test(step.name)
  return {
    message: layer
      ? `${step.name} was never adapted to data: it subtracts 0 and divides by 1`
      : `${names.join(' and ')} ${names.length === 1 ? 'has' : 'have'} no statistics, for fit was never called: the images stay as they are`,
    locations: [step.statistics.made],
    confidence: 0.9,
    evidence: { transforms: names },
    fix: {
      title: layer
        ? `Call adapt with the training images`
        : 'Call fit of the generator with the training images',
      applicability: 'manual',
      operations: [{ op: 'set', field: 'pipeline.statistics', value: 'learned from the training images' }],
    },
  }
}
