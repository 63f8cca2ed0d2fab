import { type Misfit, misfitOf } from '../../src/judge/colour-transforms.ts'
import { rangeOfArrays } from '../../src/judge/scaling.ts'
import { runsOf, type TrainingRun, trainingSteps } from '../../src/judge/training-runs.ts'
import { rangeAfter } from '../../src/judge/value-range.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import type { Step, ValueRange } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Span } from '../../src/model/span.ts'

type RandomStep = Extract<Step, { kind: 'random-transform' }>

export default defineRule({
  id: 'augmentation/out-of-range',
  severity: 'warning',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'A random colour transform is set up for another range of pixel values than the one it gets.',
    why: 'A brightness shift of 0.2 does nothing to pixels of 0..255, and one of 40 makes noise of pixels of 0..1. A layer that clips at 0..255 cuts the dark half off images of -1..1. The model then trains without the augmentation that the code speaks of, or on ruined images, while validation sees good ones.',
    how: 'Augment colours before scaling, on 0..255, or tell the transform the range: RandomBrightness(0.2, value_range=(0, 1)), tf.image.random_brightness(image, 0.2) on 0..1.',
    fixSafety:
      'Unsafe: the augmentation takes effect from then on, or another one, so that training goes differently.',
    references: [
      'https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_brightness/',
      'https://www.tensorflow.org/api_docs/python/tf/image/adjust_brightness',
      'https://pytorch.org/vision/stable/generated/torchvision.transforms.ColorJitter.html',
    ],
    bad: `x = Rescaling(1/255)(x)
x = RandomBrightness(0.2)(x)   # shifts by up to 51, clips at 0..255`,
    good: `x = RandomBrightness(0.2)(x)
x = Rescaling(1/255)(x)`,
  },
  *check({ setups }) {
    const told = new Set<string>()
    for (const one of runsOf(setups)) {
      const steps = trainingSteps(one)
      for (const [index, step] of steps.entries()) {
        if (step.kind !== 'random-transform') continue
        const found = examine(step, steps.slice(0, index), one)
        if (found === null) continue
        const place = JSON.stringify(step.span)
        if (told.has(place)) continue
        told.add(place)
        yield found
      }
    }
  },
})

function examine(step: RandomStep, before: readonly Step[], { train }: TrainingRun): FindingDraft | null {
  if (/(^|\.)ColorJitter$/.test(step.name)) {
    const normalize = before.find(({ kind }) => kind === 'normalize')
    const effect = 'it takes them for 0..1 and cuts the rest off'
    return normalize === undefined ? null : draft(step, 'normalised values', { effect, argument: null })
  }
  const range = rangeAfter(before, train === null ? null : rangeOfArrays(train, before))
  const misfit = range === null ? null : misfitOf(step, range, areFloats(before))
  return range === null || misfit === null ? null : draft(step, show(range), misfit)
}

/** Resizing makes floats of integers, unless it takes the nearest pixel. */
const areFloats = (before: readonly Step[]) =>
  before.some(({ kind }) => kind === 'resize' || kind === 'rescale' || kind === 'preprocess')

const show = ([low, high]: ValueRange) => `${Number(low.toPrecision(4))}..${Number(high.toPrecision(4))}`

function draft(step: RandomStep, seen: string, { effect, argument }: Misfit): FindingDraft {
  const edit = argument === null ? null : corrected(step, argument)
  const wanted = argument === null ? '' : `; ${argument.name}=${argument.value} would fit`
  return {
    message: `${step.name} gets pixel values in ${seen}, but ${effect}${wanted}`,
    locations: [step.span],
    confidence: 0.9,
    evidence: { transform: step.name, range: seen, wanted: argument?.value ?? null },
    fix: {
      title:
        argument === null ? 'Augment before the images are scaled' : `Use ${argument.name}=${argument.value}`,
      applicability: edit === null ? 'manual' : 'unsafe',
      operations: edit === null ? [] : [edit],
    },
  }
}

/** The value replaced where it is written in the call; another argument behind the first one otherwise. */
function corrected(step: RandomStep, { name, value, given }: NonNullable<Misfit['argument']>): Edit | null {
  if (given.from === 'code')
    return isWithin(given.span, step.span) ? { op: 'edit', span: given.span, text: value } : null
  const first = Object.values(step.parameters).find((one) => one.from === 'code')
  if (first?.from !== 'code' || !isWithin(first.span, step.span)) return null
  const end = { ...first.span, line: first.span.endLine, column: first.span.endColumn }
  return { op: 'edit', span: end, text: `, ${name}=${value}` }
}

const isWithin = (inner: Span, outer: Span) =>
  inner.path === outer.path &&
  inner.cell === outer.cell &&
  (inner.line > outer.line || (inner.line === outer.line && inner.column >= outer.column)) &&
  (inner.endLine < outer.endLine || (inner.endLine === outer.endLine && inner.endColumn <= outer.endColumn))
