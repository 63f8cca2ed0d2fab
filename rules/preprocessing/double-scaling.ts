import { rangeAsFed, scaledTwice } from '../../src/judge/scaling.ts'
import { withoutArgument } from '../../src/judge/statement-edits.ts'
import type { Evidence, FindingDraft } from '../../src/model/finding.ts'
import type { Edit, Fix } from '../../src/model/fix.ts'
import type { ModelFacts } from '../../src/model/network.ts'
import type { Step } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'

export default defineRule({
  id: 'preprocessing/double-scaling',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'The images are scaled twice on their way into the model.',
    why: 'The second division presses all pixels into a tiny interval around one value (0..255 becomes 0..0.004): the network sees nearly the same grey image every time, and no learning rate makes up for it.',
    how: 'Scale once. Where the backbone has a preprocess_input, keep that and drop every other division by 255, in the data pipeline or in the model.',
    fixSafety:
      'Safe where a rescale argument stands beside a preprocessing_function that already scales: dropping it leaves what the backbone wants. Unsafe where a second division by 255 stands on a line of its own. Elsewhere which of the two to keep is left to you.',
    references: [
      'https://keras.io/api/applications/',
      'https://github.com/keras-team/keras-preprocessing/blob/1.1.2/keras_preprocessing/image/image_data_generator.py (standardize: preprocessing_function, then rescale)',
    ],
    bad: `ImageDataGenerator(rescale=1/255, preprocessing_function=preprocess_input)`,
    good: `ImageDataGenerator(preprocessing_function=preprocess_input)`,
  },
  *check({ setups }) {
    for (const setup of setups) {
      const told = new Set<string>()
      for (const { steps, model } of waysInto(setup)) {
        const found = scaledTwice(steps)
        if (found === null) continue
        // A second scaling inside the model is one, however many generators scale first.
        const shared = inside(model).includes(found.second)
        const place = JSON.stringify([...(shared ? [] : [found.first.span]), found.second.span])
        if (told.has(place)) continue
        told.add(place)
        const [seen, wanted] = [rangeAsFed(steps), model?.backbone?.wants?.range ?? null]
        yield draft(found.first, found.second, seen === null || wanted === null ? {} : { seen, wanted })
      }
    }
  },
})

/** All that happens to the images of each pipeline that a model is trained or validated with, and in the model. */
function* waysInto({
  runs,
  pipelines,
  models,
}: TrainingSetup): Iterable<{ steps: Step[]; model: ModelFacts | undefined }> {
  for (const { fit, model: id } of runs) {
    const model = models.find((one) => one.id === id)
    for (const pipeline of pipelines.filter((one) => one.id === fit.train || one.id === fit.validation))
      yield { steps: [...pipeline.steps, ...inside(model)], model }
  }
  for (const model of models) yield { steps: inside(model), model }
}

const inside = (model: ModelFacts | undefined): Step[] => model?.inputSteps ?? []

function draft(first: Step, second: Step, ranges: Evidence): FindingDraft {
  return {
    message: `The images are scaled twice: by ${wordOf(first)}, then by ${wordOf(second)}`,
    locations: [second.span, first.span],
    confidence: 0.95,
    evidence: { first: first.name, second: second.name, ...ranges },
    fix: fixOf(first, second),
  }
}

function wordOf(step: Step): string {
  if (step.kind === 'preprocess') return `${step.name} of ${step.of}`
  if (step.kind !== 'rescale' || step.scale.value === null) return step.name
  return `${step.name} (times ${Number(step.scale.value.toPrecision(3))})`
}

/** A `rescale=` argument beside the backbone's own function goes; of two other scalings a person has to choose. */
function fixOf(first: Step, second: Step): Fix {
  const again = scaledAgain(second)
  if (again !== null)
    return { title: 'Take the second scaling out', applicability: 'unsafe', operations: [again] }
  const plain = [first, second].find((step) => step.kind === 'rescale')
  const own = [first, second].some((step) => step.kind === 'preprocess')
  const edit = plain === undefined || !own ? null : dropped(plain)
  return {
    title: edit === null ? 'Keep one of the two scalings' : 'Keep the scaling of the backbone alone',
    applicability: edit === null ? 'manual' : 'safe',
    operations: edit === null ? [] : [edit],
  }
}

/** `data = data / 255.0` on a line of its own. */
function scaledAgain({ span, also }: Step): Edit | null {
  if (also !== undefined) return null
  const statement = /^(\s*)([\w.]+) = \2 \/ 25[56](\.0*)?\s*(#.*)?$/.exec(span.snippet)
  if (statement === null) return null
  return { op: 'edit', span: { ...span, column: 1, endLine: span.line + 1, endColumn: 1 }, text: '' }
}

function dropped({ span }: Step): Edit | null {
  const text = span.snippet.slice(span.column - 1)
  return /^rescale\s*=/.test(text) ? withoutArgument(span) : null
}
