import { isStandardised, normaliseEdits, statisticsFor } from '../../src/judge/normalisation.ts'
import { appended, rescaled, scaledByGenerators } from '../../src/judge/rescaling.ts'
import { isScaling, rangeOfArrays, scaledTwice } from '../../src/judge/scaling.ts'
import { isClose, rangeAfter } from '../../src/judge/value-range.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit, Fix } from '../../src/model/fix.ts'
import type { Backbone, ModelFacts } from '../../src/model/network.ts'
import type { Pipeline, Step, ValueRange } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'

type Wanted = NonNullable<Backbone['wants']>

/** A dataset that comes from code we do not see may be scaled there: said with less confidence. */
const unseenDataConfidence = 0.6

export default defineRule({
  id: 'preprocessing/wrong-range',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'The pixel values that reach the pretrained backbone are not in the range that it was trained on.',
    why: 'The weights of a pretrained network fit one input scaling. InceptionV3 wants -1..1; with 0..255 or 0..1 its first layers saturate or see a shifted world, the features lose what they know, and validation stays low whatever the head learns.',
    how: "Scale the images with the backbone's own preprocess_input (for InceptionV3: x / 127.5 - 1), in PyTorch with ToTensor and the Normalize that the weights were trained with, once, in training, validation and prediction alike.",
    fixSafety:
      'Unsafe: scaling that happens in code that is not part of the project would then be done twice. Look at one batch before and after.',
    references: [
      'https://keras.io/api/applications/inceptionv3/',
      'https://www.tensorflow.org/api_docs/python/tf/keras/applications/inception_v3/preprocess_input',
      'https://pytorch.org/vision/stable/models.html (the inference transforms of each set of weights)',
      'https://huggingface.co/docs/timm/reference/data (mean and std of a model: resolve_data_config)',
    ],
    bad: `datagen = ImageDataGenerator(rescale=1/255)  # 0..1
base = InceptionV3(include_top=False, weights='imagenet')`,
    good: `datagen = ImageDataGenerator(preprocessing_function=tf.keras.applications.inception_v3.preprocess_input)
base = InceptionV3(include_top=False, weights='imagenet')`,
  },
  *check({ setups }) {
    for (const setup of setups) {
      for (const model of setup.models) {
        const { backbone } = model
        if (backbone?.wants == null || backbone.weights.value === null) continue
        const found = examine(setup, model, backbone, backbone.wants)
        if (found !== null) yield found
      }
    }
  },
})

function examine(
  setup: TrainingSetup,
  model: ModelFacts,
  backbone: Backbone,
  wants: Wanted,
): FindingDraft | null {
  for (const pipeline of trainingPipelines(setup, model)) {
    const steps = [...pipeline.steps, ...model.inputSteps]
    const start: ValueRange | null =
      pipeline.origin.kind === 'undefined' ? [0, 255] : rangeOfArrays(pipeline, steps)
    const range = rangeAfter(steps, start)
    // Scaled twice is preprocessing/double-scaling's to tell.
    if (range === null || isClose(range, wants.range) || scaledTwice(steps) !== null) continue
    if (setup.framework === 'pytorch') {
      if (wants.range[0] < -1 && isStandardised(steps)) continue
      return tensorDraft(range, steps, backbone, wants, setup)
    }
    if (pipeline.origin.kind !== 'undefined')
      return draft({ range, pipeline, steps }, model, backbone, wants, setup)
    // Nothing scales in all the code that we see, and the dataset comes from code that we do not see.
    if (!scalesAnywhere(setup))
      return {
        ...draft({ range, pipeline, steps }, model, backbone, wants, setup),
        confidence: unseenDataConfidence,
      }
  }
  return null
}

/** PyTorch: `Normalize` is missing, or has the statistics of another network. */
function tensorDraft(
  range: ValueRange,
  steps: readonly Step[],
  backbone: Backbone,
  wants: Wanted,
  { pipelines }: TrainingSetup,
): FindingDraft {
  const last = steps.findLast(({ kind }) => kind === 'normalize' || kind === 'rescale')
  const { mean, std } = statisticsFor(wants.range)
  const used = pipelines.filter(({ role }) => role !== 'unknown')
  const edits = normaliseEdits(used, wants.range)
  // Without any scaling the network sees nothing that it knows; off by a scale and a shift it still sees shapes.
  const raw = range[1] - range[0] > 20
  return {
    message: `${backbone.name} gets pixel values in ${show(range)} instead of ${show(wants.range)} (${last === undefined ? 'nothing scales them' : last.name})`,
    locations: [last?.span ?? backbone.span],
    severity: raw ? 'error' : 'warning',
    confidence: raw ? 0.95 : 0.85,
    evidence: { backbone: backbone.name, seen: range, wanted: wants.range },
    fix: {
      title: `Normalise the images with mean ${mean} and std ${std}`,
      applicability: edits === null ? 'manual' : 'unsafe',
      operations: edits ?? [],
    },
  }
}

function trainingPipelines(setup: TrainingSetup, model: ModelFacts): Pipeline[] {
  const ids = setup.runs.filter((run) => run.model === model.id).flatMap((run) => [run.fit.train])
  return setup.pipelines.filter((pipeline) => ids.includes(pipeline.id))
}

function scalesAnywhere(setup: TrainingSetup): boolean {
  const steps = [
    ...setup.pipelines.flatMap((one) => one.steps),
    ...setup.models.flatMap((one) => one.inputSteps),
  ]
  return steps.some(isScaling)
}

interface Misfit {
  range: ValueRange
  pipeline: Pipeline
  steps: readonly Step[]
}

function draft(
  { range, pipeline, steps }: Misfit,
  model: ModelFacts,
  backbone: Backbone,
  wants: Wanted,
  setup: TrainingSetup,
): FindingDraft {
  const scaling = steps.findLast((step) => step.kind === 'rescale' || step.kind === 'preprocess')
  const seen = scaling === undefined ? 'nothing scales them' : `${wordOf(scaling)}`
  const what = wants.inside
    ? `${show(range)}, though it scales 0..255 itself`
    : `${show(range)} instead of ${show(wants.range)}`
  const chained = setup.framework === 'tfjs' && scaling !== undefined && pipeline.steps.includes(scaling)
  return {
    message: `${backbone.name} gets pixel values in ${what} (${seen})`,
    locations: [scaling?.span ?? backbone.span],
    evidence: { backbone: backbone.name, seen: range, wanted: wants.range, pipeline: pipeline.id },
    fix: chained
      ? appended(scaling, range, wants)
      : fixOf(scaling, fixEdits(scaling, model, backbone, wants, setup), backbone, wants),
  }
}

/**
 * Where nothing scales yet, the backbone's input is wrapped, or the generators are given the scaling; else each scaling
 * on the way to it is replaced.
 */
function fixEdits(
  scaling: Step | undefined,
  model: ModelFacts,
  backbone: Backbone,
  wants: Wanted,
  { pipelines, runs }: TrainingSetup,
): Edit[] | null {
  if (scaling === undefined && (wants.inside || backbone.insertPreprocess !== null))
    return wants.inside ? null : backbone.insertPreprocess
  const fits = runs.filter((run) => run.model === model.id).map(({ fit }) => fit)
  const fed = pipelines.filter(
    ({ id, role }) => role === 'test' || fits.some((fit) => fit.train === id || fit.validation === id),
  )
  // A generator that validation is about to get a copy of, without augmentation, is mended after that.
  const parted = fed.some(({ role, steps }) => role !== 'train' && steps.some(isRemovable))
  if (parted) return null
  return scaling === undefined ? scaledByGenerators(fed, backbone) : rescaled(fed, model, backbone, wants)
}

const isRemovable = (step: Step) => step.kind === 'random-transform' && step.removal !== null

function wordOf(step: Step): string {
  if (step.kind === 'preprocess') return `preprocess_input of ${step.of}`
  if (step.kind === 'rescale' && step.scale.value !== null)
    return `${step.name}: times ${Number(step.scale.value.toPrecision(4))}`
  return step.name
}

const show = ([low, high]: ValueRange) => `${round(low)}..${round(high)}`

const round = (value: number) => Number(value.toPrecision(4))

function fixOf(scaling: Step | undefined, edits: Edit[] | null, backbone: Backbone, wants: Wanted): Fix {
  const own = backbone.bare === true ? `one to ${show(wants.range)}` : `${backbone.module}.preprocess_input`
  return {
    title:
      scaling === undefined
        ? `Scale the ${edits === null ? 'images' : 'input'} with ${own}`
        : `Replace this scaling by ${wants.inside ? 'none' : own}`,
    applicability: edits === null ? 'manual' : 'unsafe',
    operations: edits ?? [{ op: 'set', field: 'pipeline.scaling', value: wants.range }],
  }
}
