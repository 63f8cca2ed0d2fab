import { mappedBehindCut } from '../../src/judge/behind-cut.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import type { ModelFacts } from '../../src/model/network.ts'
import type { Pipeline, Step } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'
import type { Span } from '../../src/model/span.ts'

type RandomStep = Extract<Step, { kind: 'random-transform' }>

/** How sure it is that the pipeline is one of evaluation: certain when `fit` or `evaluate` says so. */
const confidenceOf: Record<Pipeline['roleFrom'], number> = {
  fit: 1,
  evaluate: 0.95,
  predict: 0.9,
  loop: 0.95,
  split: 0.95,
  directory: 0.85,
  name: 0.7,
  none: 0.5,
}

export default defineRule({
  id: 'augmentation/in-validation',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'Random augmentation is applied to the validation or test images.',
    why: 'Every evaluation then sees other, harder images: the validation score is biased (mostly downwards) and jumps from epoch to epoch, so early stopping, checkpoints and learning-rate schedules react to noise, and runs cannot be compared.',
    how: 'Give validation a pipeline of its own that decodes, resizes and scales exactly as training does, but transforms nothing at random.',
    fixSafety:
      'Safe where the transform is a link of the validation pipeline alone, or where a second generator without the random arguments can be made from the first one: training is not touched. Where both sides run through the same code, parting them is left to you.',
    references: [
      'https://keras.io/api/data_loading/image/',
      'https://www.tensorflow.org/tutorials/images/data_augmentation',
      'https://github.com/keras-team/keras-preprocessing/issues/218',
    ],
    bad: `datagen = ImageDataGenerator(rescale=1/255, rotation_range=30, validation_split=0.2)
train = datagen.flow_from_directory('data', subset='training')
val = datagen.flow_from_directory('data', subset='validation')  # rotated, too`,
    good: `train_datagen = ImageDataGenerator(rescale=1/255, rotation_range=30, validation_split=0.2)
val_datagen = ImageDataGenerator(rescale=1/255, validation_split=0.2)
train = train_datagen.flow_from_directory('data', subset='training')
val = val_datagen.flow_from_directory('data', subset='validation')`,
  },
  *check({ setups }) {
    for (const setup of setups) {
      // A function that is called twice makes its dataset twice.
      const told = new Set<string>()
      const evaluated = setup.pipelines.filter(({ role }) => role === 'validation' || role === 'test')
      for (const pipeline of evaluated) {
        if (isOnlyLookedAt(pipeline, setup) || isAveraged(pipeline)) continue
        const random = pipeline.steps.filter((step) => step.kind === 'random-transform')
        if (random.length === 0 || isTrainingToo(pipeline, setup.pipelines)) continue
        const place = JSON.stringify([pipeline.origin.span, pipeline.name, random.map(({ span }) => span)])
        if (!told.has(place)) yield draft(pipeline, random, setup)
        told.add(place)
      }
      if (!evaluated.some(isAveraged))
        yield* setup.models.map((model) => alwaysRandom(model, setup)).filter((found) => found !== null)
    }
  },
})

/** A role guessed from a name or folder, where the program shows what it validates on, and that is not it. */
const isOnlyLookedAt = ({ roleFrom }: Pipeline, { runs }: TrainingSetup) =>
  ['split', 'directory', 'name', 'none'].includes(roleFrom) && runs.some(({ fit }) => fit.validation !== null)

/** Test-time augmentation: random variants are predicted again and again, or people call it so. */
const isAveraged = ({ roleFrom, repeated, steps, name }: Pipeline) =>
  roleFrom === 'predict' &&
  (repeated === true ||
    [name ?? '', ...steps.map(({ span }) => span.snippet)].some((text) =>
      /tta(?![a-z])|test.?time/i.test(text),
    ))

/** The very dataset that is trained on, given as validation: that is another fault (overlapping-split). */
function isTrainingToo(pipeline: Pipeline, all: readonly Pipeline[]): boolean {
  const same = (one: Pipeline) =>
    one.name === pipeline.name &&
    one.parent === pipeline.parent &&
    one.split?.side === pipeline.split?.side &&
    JSON.stringify(one.span) === JSON.stringify(pipeline.span)
  return all.some((one) => one.role === 'train' && one.origin.kind !== 'undefined' && same(one))
}

function draft(
  pipeline: Pipeline,
  random: readonly RandomStep[],
  { pipelines }: TrainingSetup,
): FindingDraft {
  const names = [...new Set(random.map((step) => step.name))]
  const of = pipeline.name === null ? '' : ` (${pipeline.name})`
  const edits = removalOf(random) ?? mappedBehindCut(pipeline, pipelines)
  return {
    message: `The ${pipeline.role} images${of} are transformed at random: ${names.join(', ')}`,
    locations: placesOf(random, pipeline),
    confidence: confidenceOf[pipeline.roleFrom],
    evidence: {
      pipeline: pipeline.id,
      role: pipeline.role,
      transforms: random.map((step) => ({ name: step.name, line: step.span.line })),
      usedAt: { path: pipeline.span.path, line: pipeline.span.line },
    },
    fix:
      edits === null
        ? {
            title: `Part the ${pipeline.role} pipeline from the augmented one`,
            applicability: 'manual',
            operations: [{ op: 'set', field: `${pipeline.id}.steps`, value: 'without random transforms' }],
          }
        : {
            title: `Take the random transforms out of the ${pipeline.role} pipeline`,
            applicability: 'safe',
            operations: edits,
          },
  }
}

/** Random layers that a model calls with `training=True`, where it is validated while it learns. */
function alwaysRandom({ id, inputSteps }: ModelFacts, { runs }: TrainingSetup): FindingDraft | null {
  const random = inputSteps.filter((step) => step.kind === 'random-transform')
  const calls = random.flatMap(({ always }) => (always === undefined ? [] : [always]))
  const run = runs.find(({ model, fit }) => model === id && fit.validation !== null)
  if (calls.length === 0 || run === undefined) return null
  const names = [...new Set(random.filter(({ always }) => always !== undefined).map(({ name }) => name))]
  return {
    message: `The model transforms the validation images at random as well: ${names.join(', ')} called with training=True`,
    locations: [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()],
    confidence: 0.95,
    evidence: { model: id, transforms: names },
    fix: {
      title: 'Leave training=True out: the layers then act in training alone',
      applicability: 'manual',
      operations: [],
    },
  }
}

/** Where the first transform is written, and where the images that it must not change are read. */
function placesOf([first]: readonly RandomStep[], { span: read }: Pipeline): Span[] {
  if (first === undefined) return [read]
  const { span } = first
  const within = span.path === read.path && span.cell === read.cell && span.line <= read.line
  return within && read.endLine <= span.endLine ? [span] : [span, read]
}

/** The edits that remove all the steps, each once; null when one of them cannot be taken out. */
function removalOf(random: readonly RandomStep[]): Edit[] | null {
  const edits = new Map<string, Edit>()
  for (const { removal } of random) {
    if (removal === null) return null
    for (const edit of removal) edits.set(JSON.stringify(edit), edit)
  }
  return [...edits.values()]
}
