import { trainedSize } from '../../src/judge/trained-sizes.ts'
import { runsOf } from '../../src/judge/training-runs.ts'
import { layersOf } from '../../src/judge/trunk-layers.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import type { ImageFacts } from '../../src/model/images.ts'
import type { Backbone, ModelFacts } from '../../src/model/network.ts'
import type { Pipeline, Step } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'

type Resize = Extract<Step, { kind: 'resize' }>
interface Size {
  height: number
  width: number
  step: Resize
}

/**
 * Below this share of the side that the weights were trained on, features are told to suffer. Accuracy of a trained
 * network falls the faster the further its input is from the size of training (Touvron et al.,
 * https://arxiv.org/abs/1906.06423); Keras' guides go down to half of it, 150 for Xception's 299.
 */
const smallest = 0.45
/** Photos at least this many times larger than what is made of them lose detail. */
const detailed = 1.5

export default defineRule({
  id: 'preprocessing/input-size',
  severity: 'warning',
  needs: ['setups'],
  wants: ['images'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'The photos are scaled down to a size that the pretrained backbone does not work well at, or training and validation to different ones.',
    why: 'The filters of a pretrained network fit objects of the size that they had in training. At a third of the side an object is nine times smaller, the last feature map shrinks to a single cell, and what the weights know hardly applies. With smaller validation images than training images the score falls for that reason alone.',
    how: 'Use the size that the weights were trained on (224 for most, 299 for InceptionV3 and Xception), or at least half of it, and the same for both sides.',
    fixSafety:
      'Unsafe: larger images take more time and memory. Where the model states its input shape, that has to change as well: left to you.',
    references: [
      'https://keras.io/api/applications/',
      'Touvron et al., Fixing the train-test resolution discrepancy, 2019: https://arxiv.org/abs/1906.06423',
    ],
    bad: "train = image_dataset_from_directory('train', image_size=(64, 64))   # into InceptionV3",
    good: "train = image_dataset_from_directory('train', image_size=(299, 299))",
  },
  *check({ setups, images }) {
    const native = images === undefined ? null : typicalSide(images)
    const told = new Set<string>()
    for (const { model, train, validation } of runsOf(setups)) {
      const { backbone } = model ?? {}
      const size = train === null || model === null ? null : sizeOf([...train.steps, ...model.inputSteps])
      if (model === null || backbone == null || train === null || size === null) continue
      const found =
        differing(size, validation, model) ??
        contradicting(size, backbone) ??
        (isPretrained(backbone) && native !== null ? tooSmall(size, native, backbone, model) : null)
      const place = JSON.stringify(found?.locations[0])
      if (found === null || told.has(place)) continue
      told.add(place)
      yield found
    }
  },
})

/** ImageNet weights of a network that we know the size of. */
const isPretrained = ({ weights, name }: Backbone) => weights.value === 'imagenet' && layersOf(name) !== null

/** The size after the last resize, where it is known and no crop or unknown step follows. */
function sizeOf(steps: readonly Step[]): Size | null {
  const at = steps.findLastIndex(({ kind }) => kind === 'resize')
  const step = steps[at]
  if (step?.kind !== 'resize' || step.height.value === null || step.width.value === null) return null
  const crops = steps.slice(at).some(({ kind, name }) => kind === 'opaque' || /crop/i.test(name))
  return crops ? null : { height: step.height.value, width: step.width.value, step }
}

/** Half of the photos are at least this large, in pixels of the shorter side. */
function typicalSide({ images }: ImageFacts): number | null {
  const sides = [...images.values()].flatMap((image) =>
    image.ok ? [Math.min(image.width, image.height)] : [],
  )
  return sides.sort((a, b) => a - b)[Math.floor(sides.length / 2)] ?? null
}

function tooSmall(
  { height, width, step }: Size,
  native: number,
  { name }: Backbone,
  model: ModelFacts,
): FindingDraft | null {
  const side = Math.min(height, width)
  const wanted = trainedSize(name, side)
  // Photos that are no larger have nothing more to show.
  if (side >= wanted * smallest || native < side * detailed) return null
  const edit = enlarged(step, wanted, model)
  return {
    message: `${name} gets images of ${height} x ${width}: its weights were trained on ${wanted} x ${wanted}, and the photos have ${native} pixels a side`,
    locations: [step.span],
    confidence: side >= wanted / 3 ? 0.7 : 0.85,
    evidence: { backbone: name, height, width, native, wanted },
    fix: {
      title: `Scale the images to ${wanted} x ${wanted}`,
      applicability: edit === null ? 'manual' : 'unsafe',
      operations: edit === null ? [] : [edit],
    },
  }
}

/** The backbone is made for another size than the images come in: Keras 3 refuses that, Keras 2 goes on with a warning. */
function contradicting(
  { height, width, step }: Size,
  { name, inputShape, span }: Backbone,
): FindingDraft | null {
  const [rows, columns] = inputShape.value ?? []
  if (inputShape.from !== 'code' || rows == null || columns == null) return null
  if (rows === height && columns === width) return null
  return {
    message: `${name} is made for images of ${rows} x ${columns} and gets ${height} x ${width}`,
    locations: [step.span, span],
    confidence: 0.85,
    evidence: { backbone: name, height, width, inputShape: [rows, columns] },
    fix: {
      title: `Scale the images to ${rows} x ${columns}, as input_shape says`,
      applicability: 'manual',
      operations: [{ op: 'set', field: 'pipeline.resize', value: [rows, columns] }],
    },
  }
}

/** Larger validation images are a known trick (Touvron et al.); smaller ones are a mistake. */
function differing(train: Size, validation: Pipeline | null, model: ModelFacts): FindingDraft | null {
  const other = validation === null ? null : sizeOf([...validation.steps, ...model.inputSteps])
  if (other === null || (other.height >= train.height && other.width >= train.width)) return null
  return {
    message: `Validation images are ${other.height} x ${other.width}, training images ${train.height} x ${train.width}`,
    locations: [other.step.span, train.step.span],
    confidence: 0.85,
    evidence: { training: [train.height, train.width], validation: [other.height, other.width] },
    fix: {
      title: 'Scale both to one size',
      applicability: 'manual',
      operations: [{ op: 'set', field: 'pipeline.resize', value: [train.height, train.width] }],
    },
  }
}

/** The size replaced where it is written as numbers and no input shape repeats it. */
function enlarged(step: Resize, wanted: number, { backbone }: ModelFacts): Edit | null {
  const shape = backbone?.inputShape
  const free = shape?.from === 'unknown' && shape.span === undefined
  const text = step.span.snippet.slice(step.span.column - 1, step.span.endColumn - 1)
  const pair = /^((?:\w+\s*=\s*)?[([])\s*\d+\s*,\s*\d+\s*([)\]])$/.exec(text)
  if (!free || pair === null || step.also !== undefined) return null
  return { op: 'edit', span: step.span, text: `${pair[1]}${wanted}, ${wanted}${pair[2]}` }
}
