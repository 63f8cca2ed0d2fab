import { runsOf } from '../../src/judge/training-runs.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import type { Backbone, ModelFacts } from '../../src/model/network.ts'
import type { Pipeline, Step } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Span } from '../../src/model/span.ts'

type Order = 'rgb' | 'bgr'

export default defineRule({
  id: 'preprocessing/channel-order',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'Images with blue first (as OpenCV reads them) reach a pretrained backbone that wants red first.',
    why: 'cv2.imread gives the channels as blue, green, red. The pretrained filters for colour then see red as blue: skin, leaves and fruit look like nothing that they know, and validation is lower than it has to be. Predictions on images read by another library are worse still.',
    how: 'Swap the channels right after reading: cv2.cvtColor(image, cv2.COLOR_BGR2RGB), or read with Pillow or Keras.',
    fixSafety:
      'Unsafe: code between reading and training that counts on blue first (cv2.imwrite, cv2.imshow) then sees swapped colours.',
    references: [
      'https://docs.opencv.org/4.x/d4/da8/group__imgcodecs.html#gab32ee19e22660912565f8140d0f675a8',
      'https://keras.io/api/applications/',
    ],
    bad: `image = cv2.imread(path)
images.append(preprocess_input(image))`,
    good: `image = cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2RGB)
images.append(preprocess_input(image))`,
  },
  *check({ setups }) {
    const told = new Set<string>()
    for (const { model, train, validation } of runsOf(setups)) {
      const { backbone } = model ?? {}
      if (model === null || backbone?.wants == null || backbone.weights.value === null) continue
      const wanted = wantedAtInput(model, backbone)
      for (const pipeline of [train, validation]) {
        const reader = pipeline?.steps.find((step) => step.kind === 'channels' && step.to === 'bgr')
        if (pipeline == null || reader === undefined || wanted === null) continue
        const place = JSON.stringify(reader.span)
        if (pipeline.channels === 'unknown' || pipeline.channels === wanted || told.has(place)) continue
        told.add(place)
        yield draft(pipeline, backbone, reader, pipeline.channels, wanted)
      }
    }
  },
})

/** The order that the model as a whole wants: what it swaps inside itself, the pipeline must not. */
function wantedAtInput({ inputSteps }: ModelFacts, { wants, module }: Backbone): Order | null {
  let order: Order = wants?.channels ?? 'rgb'
  for (const step of inputSteps) {
    if (step.kind === 'opaque' || (step.kind === 'channels' && step.to !== 'swapped')) return null
    // The backbone's own function takes red first and gives what the weights want.
    if (step.kind === 'preprocess' && step.of !== module) return null
    if (step.kind === 'preprocess') order = 'rgb'
    else if (step.kind === 'channels') order = order === 'rgb' ? 'bgr' : 'rgb'
  }
  return order
}

function draft(
  pipeline: Pipeline,
  backbone: Backbone,
  reader: Step,
  seen: Order,
  wanted: Order,
): FindingDraft {
  const swapped = pipeline.steps.some((step) => step.kind === 'preprocess' && step.of === backbone.module)
  const edits = [reader.span, ...(reader.also ?? [])].map(converted)
  const edit = edits.includes(null) ? null : edits.flatMap((one) => one ?? [])
  return {
    message: `${backbone.name} gets ${seen.toUpperCase()} instead of ${wanted.toUpperCase()}: ${reader.name} reads blue first, and ${
      swapped && wanted === 'bgr' ? 'preprocess_input expects red first' : 'nothing swaps the channels'
    }`,
    locations: [reader.span, ...(reader.also ?? [])],
    confidence: 0.9,
    evidence: { backbone: backbone.name, seen, wanted, pipeline: pipeline.id },
    fix: {
      title: 'Swap the channels after reading: cv2.cvtColor(image, cv2.COLOR_BGR2RGB)',
      applicability: edit === null ? 'manual' : 'unsafe',
      operations: edit ?? [],
    },
  }
}

/** `cv2.imread(path)` -> `cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2RGB)`; null for a call by a bare name. */
function converted(span: Span): Edit[] | null {
  const library = /^(\w+)\.im(read|decode)\b/.exec(span.snippet.slice(span.column - 1))?.[1]
  if (library === undefined) return null
  const start = { ...span, endLine: span.line, endColumn: span.column }
  const end = { ...span, line: span.endLine, column: span.endColumn }
  return [
    { op: 'edit', span: start, text: `${library}.cvtColor(` },
    { op: 'edit', span: end, text: `, ${library}.COLOR_BGR2RGB)` },
  ]
}
