import { outputOf } from '../../src/judge/model-output.ts'
import { firstRunsOf, images, trainingImages } from '../../src/judge/training-runs.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Backbone, ModelFacts } from '../../src/model/network.ts'
import { defineRule } from '../../src/model/rule.ts'

/**
 * Below this many training images, weights from scratch are told of. On 10 % of COCO (10 000 images) random weights
 * still keep up with pretrained ones after long training, on 3500 and fewer they overfit and stay far behind
 * (He, Girshick and Dollar, https://arxiv.org/abs/1811.08883, section 5).
 */
const small = 10_000
/** Below this many the gap is large in every published comparison. */
const verySmall = 3500

export default defineRule({
  id: 'fine-tuning/not-pretrained',
  severity: 'warning',
  needs: ['setups', 'dataset'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'A large backbone is trained from random weights on a small set of images.',
    why: 'A network of millions of weights learns its filters from millions of images. On a few thousand it learns the training images by heart instead, and validation stays low; ImageNet weights bring the filters along.',
    how: "Start from weights='imagenet', freeze the backbone, train a new head, then fine-tune with a low rate.",
    fixSafety:
      'Unsafe: the backbone then wants the input scaling that its weights were trained with, and should be frozen at first. A backbone with its own top cannot take the weights for another number of classes: there it is left to you.',
    references: [
      'He, Girshick and Dollar, Rethinking ImageNet Pre-training, 2018: https://arxiv.org/abs/1811.08883',
      'Kornblith, Shlens and Le, Do Better ImageNet Models Transfer Better?, 2019: https://arxiv.org/abs/1805.08974',
      'https://keras.io/guides/transfer_learning/',
    ],
    bad: 'base = InceptionV3(weights=None, include_top=False)   # 600 training images',
    good: "base = InceptionV3(weights='imagenet', include_top=False)",
  },
  *check({ setups, dataset }) {
    const count = trainingImages(dataset).length
    if (count === 0 || count >= small) return
    for (const { model } of firstRunsOf(setups)) {
      const { backbone } = model
      if (backbone !== null && isRandom(backbone) && outputOf(model) !== null)
        yield draft(model, backbone, count)
    }
  },
})

/** Made without weights, for images that ImageNet's fit: three channels. */
function isRandom({ weights, inputShape }: Backbone): boolean {
  if (weights.from === 'unknown' || weights.value !== null) return false
  return inputShape.value === null || inputShape.value[2] === 3
}

function draft(
  model: ModelFacts,
  { name, weights, includeTop, span }: Backbone,
  count: number,
): FindingDraft {
  const place = weights.from === 'code' ? weights.span : span
  const editable = weights.from === 'code' && includeTop.value === false && /^None$/.test(textOf(place))
  return {
    message: `${name} starts from random weights on ${images(count)}: with fewer than ${small} it wants weights='imagenet'`,
    locations: [place],
    confidence: count < verySmall ? 0.9 : 0.7,
    evidence: { backbone: name, images: count, wanted: 'imagenet', model: model.id },
    fix: {
      title: `Start ${name} from its ImageNet weights`,
      applicability: editable ? 'unsafe' : 'manual',
      operations: editable ? [{ op: 'edit', span: place, text: "'imagenet'" }] : [],
    },
  }
}

const textOf = ({ snippet, column, endColumn }: Backbone['span']) => snippet.slice(column - 1, endColumn - 1)
