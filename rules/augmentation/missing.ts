import { images, runsOf, trainingImages, trainingSteps } from '../../src/judge/training-runs.ts'
import type { Dataset } from '../../src/model/dataset.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Pipeline, Step } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'

/**
 * Images per class below which augmentation is missed: the "very little data" of Keras' own guide, which trains on
 * 1000 images per class and needs augmentation for it
 * (https://blog.keras.io/building-powerful-image-classification-models-using-very-little-data.html).
 */
const fewPerClass = 1000
/** Shorter runs see each image too few times for it to matter. */
const fewEpochs = 5

export default defineRule({
  id: 'augmentation/missing',
  severity: 'info',
  needs: ['setups', 'dataset'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'A small training set is shown to the model without any random augmentation.',
    why: 'In every epoch the model sees the very same pixels, and soon recognises the pictures instead of what is on them. Flips, small rotations and zooms make each epoch a little different at no cost, and are worth as much as more data where there is little of it.',
    how: "Add RandomFlip('horizontal'), RandomRotation(0.1) and RandomZoom(0.1) at the start of the model, or map them over the training set alone. Leave out what changes the label: no flips for digits or for left and right.",
    fixSafety: 'Manual: which transforms keep the label depends on what the images show.',
    references: [
      'https://www.tensorflow.org/tutorials/images/data_augmentation',
      'Shorten and Khoshgoftaar, A survey on Image Data Augmentation for Deep Learning, 2019: https://doi.org/10.1186/s40537-019-0197-0',
    ],
    bad: 'model = Sequential([Rescaling(1/255), base, Dense(5)])   # 300 images',
    good: "model = Sequential([RandomFlip('horizontal'), RandomRotation(0.1), Rescaling(1/255), base, Dense(5)])",
  },
  *check({ setups, dataset }) {
    const { count, classes } = sizeOf(dataset)
    if (count === 0 || classes < 2 || count / classes >= fewPerClass) return
    for (const setup of setups) {
      const runs = [...runsOf([setup])]
      if (runs.some((one) => trainingSteps(one).some(changesImages))) continue
      const found = runs.find(
        ({ run, train, model }) =>
          model?.complete === true &&
          train !== null &&
          isFollowed(train) &&
          (run.fit.epochs.value ?? fewEpochs) >= fewEpochs,
      )
      if (found !== undefined) yield draft(found.train ?? null, found.run.fit.span, count, classes)
    }
  },
})

function sizeOf(dataset: Dataset): { count: number; classes: number } {
  const samples = trainingImages(dataset)
  return { count: samples.length, classes: new Set(samples.map(({ label }) => label)).size }
}

/** Anything that makes the images differ, or of which we do not know what it does. */
const changesImages = ({ kind }: Step) => kind === 'random-transform' || kind === 'opaque'

/** Images that are read from files in code that we see. */
const isFollowed = ({ origin, steps }: Pipeline) =>
  origin.kind !== 'unknown' && origin.kind !== 'undefined' && steps.some(({ kind }) => kind === 'decode')

function draft(train: Pipeline | null, fit: Pipeline['span'], count: number, classes: number): FindingDraft {
  return {
    message: `${images(count)} of ${classes} classes are trained on without augmentation: below ${fewPerClass} per class it is worth having`,
    locations: [train?.span ?? fit],
    confidence: 0.8,
    evidence: { images: count, classes, perClass: Math.round(count / classes), wanted: fewPerClass },
    fix: {
      title: 'Augment the training images at random',
      applicability: 'manual',
      operations: [{ op: 'set', field: 'pipeline.augmentation', value: ['flip', 'rotation', 'zoom'] }],
    },
  }
}
