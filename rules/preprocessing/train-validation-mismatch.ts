import { scaledTwice } from '../../src/judge/scaling.ts'
import { isClose, rangeAfter } from '../../src/judge/value-range.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import type { Pipeline, Step, ValueRange } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'

interface Prepared {
  range: ValueRange
  /** The steps that scale, last one last. */
  scaling: Step[]
}

export default defineRule({
  id: 'preprocessing/train-validation-mismatch',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'Training and validation images are scaled differently.',
    why: 'The model learns on one range of pixel values and is measured on another: validation stays near chance however well training goes, and nothing in the training curve says why.',
    how: 'Scale both sides by the same code: the same rescale or preprocessing_function in both generators, one function mapped over both datasets, or layers inside the model.',
    fixSafety:
      'Unsafe where the training side scales as the backbone wants: the other generator gets its argument. Elsewhere manual: which of the two scalings is right has to be looked at first.',
    references: [
      'https://keras.io/api/applications/',
      'https://developers.google.com/machine-learning/guides/rules-of-ml#rule_32_re-use_code_between_your_training_pipeline_and_your_serving_pipeline_whenever_possible',
    ],
    bad: `train = ImageDataGenerator(rescale=1/255, horizontal_flip=True).flow_from_directory('train')
val = ImageDataGenerator().flow_from_directory('val')   # 0..255`,
    good: `val = ImageDataGenerator(rescale=1/255).flow_from_directory('val')`,
  },
  *check({ setups }) {
    for (const setup of setups) {
      const told = new Set<string>()
      for (const { fit, model } of setup.runs) {
        const train = setup.pipelines.find(({ id }) => id === fit.train)
        const validation = setup.pipelines.find(({ id }) => id === fit.validation)
        if (train === undefined || validation === undefined) continue
        const wants = setup.models.find(({ id }) => id === model)?.backbone?.wants?.range
        const found = compare(train, validation, wants)
        const place = JSON.stringify(found?.locations)
        if (found === null || told.has(place)) continue
        told.add(place)
        yield found
      }
      yield* evaluated(setup)
    }
  },
})

/** Test sets are compared with what was trained on, where all training was prepared alike. */
function* evaluated({ pipelines, runs }: TrainingSetup): Iterable<FindingDraft> {
  const trained = pipelines.filter(({ id }) => runs.some(({ fit }) => fit.train === id))
  const [train] = trained
  if (train === undefined || trained.some((one) => !isAlike(one, train))) return
  for (const test of pipelines.filter(({ roleFrom }) => roleFrom === 'evaluate')) {
    const found = compare(train, test)
    if (found !== null) yield found
  }
}

function isAlike(a: Pipeline, b: Pipeline): boolean {
  const [one, other] = [preparedOf(a), preparedOf(b)]
  return one !== null && other !== null && isClose(one.range, other.range)
}

/** `wants`: the range that the backbone was trained on; else the training images are taken for right. */
function compare(train: Pipeline, other: Pipeline, wants?: ValueRange): FindingDraft | null {
  const statistics = onOneSide(train, other)
  if (statistics !== null) return learnedDraft(train, other, statistics)
  const [learned, measured] = [preparedOf(train), preparedOf(other)]
  if (learned === null || measured === null || isClose(learned.range, measured.range)) return null
  const edits = asTrained(learned, measured, wants)
  const where = (pipeline: Pipeline, { scaling }: Prepared) => scaling.at(-1)?.span ?? pipeline.span
  return {
    message: `The ${other.role} images reach the model as ${show(measured)}, the training images as ${show(learned)}`,
    locations: [where(other, measured), where(train, learned)],
    confidence: 0.95,
    evidence: {
      training: learned.range,
      evaluated: measured.range,
      wanted: wants ?? learned.range,
      role: other.role,
    },
    fix: {
      title: `Scale the ${other.role} images as the training images`,
      applicability: edits === null ? 'manual' : 'unsafe',
      operations: edits ?? [],
    },
  }
}

/** The training side's argument for that of the other generator, where the backbone wants what that makes. */
function asTrained(learned: Prepared, measured: Prepared, wants: ValueRange | undefined): Edit[] | null {
  const [own, other] = [learned, measured].map(({ scaling }) => scaling.map(argumentOf))
  const [right, wrong] = [own?.[0], other?.[0]]
  if (wants === undefined || !isClose(learned.range, wants) || right == null || wrong == null) return null
  if (own?.length !== 1 || other?.length !== 1) return null
  return [{ op: 'edit', span: wrong.span, text: right.text }]
}

/** `rescale=1/255` or `preprocessing_function=f` as it is written in the call of a generator. */
function argumentOf({ span }: Step): { span: Step['span']; text: string } | null {
  const text = span.line === span.endLine ? span.snippet.slice(span.column - 1, span.endColumn - 1) : ''
  return /^(rescale|preprocessing_function)\s*=/.test(text) ? { span, text } : null
}

interface OneSided {
  step: Step
  side: Pipeline
}

/** Statistics that were learned from data are applied to one of the two, and all that happens to both is known. */
function onOneSide(train: Pipeline, other: Pipeline): OneSided | null {
  const sides = [train, other]
  const known = ({ steps: [first, ...steps] }: Pipeline) =>
    first?.kind === 'decode' && !steps.some(({ kind }) => kind === 'opaque')
  if (!sides.every(known)) return null
  const [one, second] = sides.flatMap((side) => {
    const step = side.steps.find(({ kind }) => kind === 'fitted-transform')
    return step === undefined ? [] : [{ step, side }]
  })
  return one === undefined || second !== undefined ? null : one
}

function learnedDraft(train: Pipeline, other: Pipeline, { step, side }: OneSided): FindingDraft {
  const without = side === train ? other : train
  const words = (pipeline: Pipeline) => (pipeline === train ? 'training' : pipeline.role)
  const scaling = without.steps.findLast(({ kind }) => kind === 'rescale' || kind === 'preprocess')
  return {
    message: `The ${words(side)} images are normalised by learned statistics (${step.name}), the ${words(without)} images are not`,
    locations: [scaling?.span ?? without.span, step.span],
    confidence: 0.9,
    evidence: { transform: step.name, role: other.role },
    fix: {
      title: `Normalise the ${words(without)} images by the same statistics`,
      applicability: 'manual',
      operations: [],
    },
  }
}

/** The range in which images read from files leave a pipeline; null where it is not known or scaled twice. */
function preparedOf({ steps, origin }: Pipeline): Prepared | null {
  const read = steps[0]?.kind === 'decode'
  if (origin.kind === 'undefined' || (origin.kind === 'unknown' && !read)) return null
  const decode = steps.findIndex(({ kind }) => kind === 'decode')
  const range = decode === -1 || scaledTwice(steps) !== null ? null : rangeAfter(steps, null)
  if (range === null) return null
  return {
    range,
    scaling: steps.filter(({ kind }) => kind === 'rescale' || kind === 'preprocess' || kind === 'normalize'),
  }
}

const show = ({ range: [low, high], scaling }: Prepared) =>
  `${Number(low.toPrecision(4))}..${Number(high.toPrecision(4))} (${scaling.at(-1)?.name ?? 'nothing scales them'})`
