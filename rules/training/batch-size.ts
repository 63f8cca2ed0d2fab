import { outputOf } from '../../src/judge/model-output.ts'
import {
  batchSizeOf,
  images,
  runsOf,
  type TrainingRun,
  trainingImages,
} from '../../src/judge/training-runs.ts'
import { hasBatchNorm } from '../../src/judge/trunk-layers.ts'
import { trunkStateIn } from '../../src/judge/trunk-state.ts'
import { showOptimizer, showRate, usualRate } from '../../src/judge/usual-rates.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import type { ModelFacts } from '../../src/model/network.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Read } from '../../src/model/span.ts'
import type { Run } from '../../src/model/training.ts'

/**
 * Batch normalisation over batches of at most this many images measures mostly noise: on ImageNet the error of
 * ResNet-50 is 23.6 % with 32 images a batch, 27.3 % with 4 and 34.7 % with 2 (Wu and He, https://arxiv.org/abs/1803.08494).
 */
const fewForBatchNorm = 4
/** Batches up to this size are what most tasks train best with (Masters and Luschi, https://arxiv.org/abs/1804.07612). */
const usual = 32
/** Fewer steps than this in an epoch leave the optimizer hardly any updates. */
const fewSteps = 4
/** Steps of an epoch that the advised size leaves at least. */
const goodSteps = 8

export default defineRule({
  id: 'training/batch-size',
  severity: 'warning',
  needs: ['setups'],
  wants: ['dataset'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'The batch size does not fit: too few images for the batch normalisation or the learning rate, or nearly all images in a batch.',
    why: 'Batch normalisation that learns takes mean and variance from each batch; over two images they are noise, and what it stores for validation fits neither. A step that follows a single image is mostly noise, as long as one that averages over 32. A batch of nearly the whole training set leaves a handful of updates per epoch, each without the noise that helps to generalise: the curves stand still.',
    how: 'Use 16 to 32 images per batch. Where memory allows only 1 to 4, keep batch normalisation frozen (call the trunk with training=False).',
    fixSafety: 'Unsafe: another batch size changes how training goes and how much memory it takes.',
    references: [
      'Wu and He, Group Normalization, 2018: https://arxiv.org/abs/1803.08494',
      'Masters and Luschi, Revisiting Small Batch Training for Deep Neural Networks, 2018: https://arxiv.org/abs/1804.07612',
      'Keskar et al., On Large-Batch Training for Deep Learning, 2017: https://arxiv.org/abs/1609.04836',
    ],
    bad: "train = image_dataset_from_directory('train', batch_size=256)   # 400 images",
    good: "train = image_dataset_from_directory('train', batch_size=32)",
  },
  *check({ setups, dataset }) {
    const count = dataset === undefined ? null : trainingImages(dataset).length
    const told = new Set<string>()
    for (const one of runsOf(setups)) {
      const size = batchSizeOf(one)
      if (size.from === 'unknown') continue
      const found =
        tooFew(one, size) ?? lonely(one, size) ?? (count === null ? null : tooMany(one, size, count))
      const place = JSON.stringify(found?.locations)
      if (found === null || told.has(place)) continue
      told.add(place)
      yield found
    }
  },
})

function tooFew({ model, run }: TrainingRun, size: Read<number>): FindingDraft | null {
  if (size.value === null || size.value > fewForBatchNorm || model === null) return null
  const learning = learningBatchNorm(model, run)
  if (learning === null) return null
  return draft(
    `${learning} learns from batches of ${images(size.value)}: it wants 16 or more`,
    size,
    run,
    16,
    { batchNorm: learning },
  )
}

/**
 * One image in a step at a rate that suits 32: by the square-root rule of Adam and its kin (Malladi et al.,
 * https://arxiv.org/abs/2205.10287) one image wants less than a fifth of it, by the linear rule of SGD (Goyal et al.,
 * https://arxiv.org/abs/1706.02677) a 32nd; a quarter leaves a margin. Measured on grocery photos (bench/diagnosis): the
 * validation loss of a head ends at 1.6 with one image a step and at 1.1 with 32. Above `tooHigh` the rate itself is
 * told off; in PyTorch the gradients of many batches are often added up.
 */
const margin = 4
const tooHigh = 20

function lonely({ setup, model, run }: TrainingRun, size: Read<number>): FindingDraft | null {
  const optimizer = run.compile?.optimizer
  if (size.value !== 1 || setup.framework === 'pytorch' || optimizer == null) return null
  if (model === null || outputOf(model) === null) return null
  if (!run.fit.callbacksKnown || run.fit.callbacks.some(({ kind }) => kind === 'schedule')) return null
  const rate = optimizer.learningRate.value
  const usualOne = usualRate(optimizer)
  if (rate === null || usualOne === null || rate <= usualOne / margin || rate > usualOne * tooHigh)
    return null
  return draft(
    `Every step follows one image at ${showOptimizer(optimizer, rate)}, a rate for batches of ${usual}: such steps are mostly noise; use ${usual} images, or a rate below ${showRate(usualOne / 5)}`,
    size,
    run,
    usual,
    { learningRate: rate },
  )
}

/** Whose batch normalisation is in training mode and trainable, in words. */
function learningBatchNorm(model: ModelFacts, run: Run): string | null {
  if (model.head.some(({ kind }) => kind === 'batch-norm')) return 'Batch normalisation'
  const { backbone } = model
  if (backbone === null || !hasBatchNorm(backbone.name) || backbone.training.value === false) return null
  if (backbone.training.from === 'unknown' || trunkStateIn(model, run) !== 'trainable') return null
  return `The batch normalisation of ${backbone.name}`
}

function tooMany({ run, train }: TrainingRun, size: Read<number>, count: number): FindingDraft | null {
  if (size.value === null || size.value <= usual || count === 0) return null
  // A repeated stream has no end of an epoch of its own.
  if (train?.steps.some(({ kind }) => kind === 'repeat' || kind === 'oversample')) return null
  const steps = Math.ceil(count / size.value)
  if (steps >= fewSteps) return null
  const wanted = Math.min(usual, 2 ** Math.max(2, Math.floor(Math.log2(count / goodSteps))))
  return draft(
    `Batches of ${images(size.value)} leave ${steps} ${steps === 1 ? 'step' : 'steps'} per epoch on ${images(count)}: ${wanted} would leave ${Math.ceil(count / wanted)}`,
    size,
    run,
    wanted,
    { images: count, steps },
  )
}

function draft(
  message: string,
  size: Read<number>,
  run: Run,
  wanted: number,
  evidence: Record<string, string | number>,
): FindingDraft {
  const place = size.from === 'code' ? size.span : run.fit.span
  const edit: Edit | null =
    size.from === 'code' && /^\d+$/.test(place.snippet.slice(place.column - 1, place.endColumn - 1))
      ? { op: 'edit', span: place, text: String(wanted) }
      : null
  return {
    message,
    locations: [place],
    confidence: 0.8,
    evidence: { ...evidence, batchSize: size.value, wanted },
    fix: {
      title: `Use batches of ${wanted} images`,
      applicability: edit === null ? 'manual' : 'unsafe',
      operations: edit === null ? [] : [edit],
    },
  }
}
