import type { Row, Wanted } from '../table.ts'
import type { Network } from './meaning.ts'
import { imagenet, signed } from './wants.ts'

const docs = 'https://huggingface.co/docs/timm'

/**
 * What the weights of timm want at their input (`default_cfg['mean']`), for the families whose default weights have
 * agreed on it from timm 0.4 to 1.0; others (`efficientnet_b1`, say) changed with the weights.
 */
const wanted: readonly [RegExp, Wanted][] = [
  [/^(inception_v3|inception_v4|inception_resnet_v2|nasnetalarge|pnasnet5large|legacy_xception)$/, signed],
  [/^(beit_(base|large)|mixer_[bl]16)\w*$/, signed],
  [/^vit_(tiny|small|base|large)_patch(8|16|32)_(224|384)(\.augreg\w*)?$/, signed],
  [/^(resnet(18|26|34|50|101|152)d?|resnext\w*|wide_resnet\w*|seresnext\w*|densenet\w*|vgg\w*)$/, imagenet],
  [
    /^(mobilenetv2_\w*|regnet[xy]_\w*|deit3?_\w*|swin_\w*|convnext_(tiny|small|base|large)|hrnet_\w*)$/,
    imagenet,
  ],
  [/^(efficientnet_b0|tf_efficientnet_b[0-7](_ns|_ap)?)$/, imagenet],
]

const heads: readonly [RegExp, string][] = [
  [/^(resnet|resnext|wide_resnet|seresnext|inception_v3|legacy_xception)/, 'fc'],
  [/^(efficientnet|tf_efficientnet|mobilenet|densenet|hrnet)/, 'classifier'],
]

/** A network of timm by its name; its input is null where it has changed over the versions. */
export function timmNetwork(name: string): Omit<Network, 'wants'> & { wants: Wanted | null } {
  const bare = name.replace(/^hf[-_]hub:.*\//, '')
  return {
    name: bare,
    head: heads.find(([family]) => family.test(bare))?.[1] ?? 'head',
    wants: wanted.find(([family]) => family.test(bare))?.[1] ?? null,
    modal: !/^(vit|deit|beit|mixer)/.test(bare),
  }
}

/** Means and deviations that timm has names for (timm/data/constants.py). */
const statistics: Readonly<Record<string, readonly number[]>> = {
  IMAGENET_DEFAULT_MEAN: [0.485, 0.456, 0.406],
  IMAGENET_DEFAULT_STD: [0.229, 0.224, 0.225],
  IMAGENET_INCEPTION_MEAN: [0.5, 0.5, 0.5],
  IMAGENET_INCEPTION_STD: [0.5, 0.5, 0.5],
  OPENAI_CLIP_MEAN: [0.48145466, 0.4578275, 0.40821073],
  OPENAI_CLIP_STD: [0.26862954, 0.26130258, 0.27577711],
}

/** The numbers of `timm.data.IMAGENET_DEFAULT_MEAN` and its like, by the path of the symbol; undefined for any other. */
export function timmStatistics(path: string): number[] | undefined {
  const name = /^timm\.data\.(?:constants\.)?(\w+)$/.exec(path)?.[1]
  const numbers = name === undefined ? undefined : statistics[name]
  return numbers && [...numbers]
}

/** timm, as far as training scripts use it. */
export const timm: readonly Row[] = [
  {
    names: ['timm.create_model', 'timm.models.create_model'],
    parameters: ['model_name', 'pretrained'],
    meaning: { kind: 'named-network', library: 'timm', parameter: 'model_name' },
    docs: `${docs}/quickstart`,
  },
  {
    names: ['timm.data.create_transform', 'timm.data.transforms_factory.create_transform'],
    parameters: ['input_size', 'is_training'],
    meaning: { kind: 'preset', wants: imagenet, training: 'is_training' },
    docs: `${docs}/reference/data`,
  },
  {
    names: ['Model.reset_classifier', 'Backbone.reset_classifier'],
    parameters: ['num_classes', 'global_pool'],
    meaning: { kind: 'reset-classifier' },
    docs: `${docs}/feature_extraction`,
  },
]
