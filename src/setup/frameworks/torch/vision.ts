import type { Row, TensorEffect } from '../table.ts'

const docs = 'https://pytorch.org/vision/stable/transforms.html'

const row = (names: string, effect: TensorEffect, parameters: readonly string[] = []): Row => ({
  names: names.split(' ').map((name) => `torchvision.transforms.${name}`),
  parameters,
  meaning: { kind: 'transform', effect },
  docs,
})

const functional = (names: string, effect: TensorEffect, parameters: readonly string[] = []): Row => ({
  names: names.split(' ').map((name) => `torchvision.transforms.functional.${name}`),
  parameters: ['img', ...parameters],
  meaning: { kind: 'tensor', effect },
  docs: 'https://pytorch.org/vision/stable/transforms.html#functional-transforms',
})

const compose = (names: string, random: boolean): Row => ({
  names: names.split(' ').map((name) => `torchvision.transforms.${name}`),
  parameters: ['transforms', 'p'],
  meaning: { kind: 'compose', random, parameter: 'transforms' },
  docs,
})

/** torchvision's transforms, v1 and v2 (their names are one: see the aliases). */
export const vision: readonly Row[] = [
  compose('Compose', false),
  compose('RandomApply RandomChoice RandomOrder', true),
  row('RandomHorizontalFlip RandomVerticalFlip', { does: 'random', certain: true }, ['p']),
  row('RandomResizedCrop RandomSizedCrop', { does: 'random', size: 'size' }, ['size', 'scale', 'ratio']),
  row('RandomCrop', { does: 'random', size: 'size' }, ['size', 'padding']),
  row('RandomRotation', { does: 'random' }, ['degrees']),
  row('ColorJitter', { does: 'random' }, ['brightness', 'contrast', 'saturation', 'hue']),
  row('RandomAffine', { does: 'random' }, ['degrees', 'translate', 'scale', 'shear']),
  row('RandomPerspective', { does: 'random' }, ['distortion_scale', 'p']),
  row('RandomErasing', { does: 'random' }, ['p', 'scale', 'ratio', 'value']),
  row('RandomGrayscale RandomInvert RandomEqualize RandomAutocontrast', { does: 'random' }, ['p']),
  row('RandomPosterize RandomSolarize RandomAdjustSharpness', { does: 'random' }, ['amount', 'p']),
  row('GaussianBlur', { does: 'random' }, ['kernel_size', 'sigma']),
  row('ElasticTransform RandomPhotometricDistort RandomZoomOut RandomIoUCrop ScaleJitter', {
    does: 'random',
  }),
  row('RandomShortestSize RandomResize RandomChannelPermutation GaussianNoise JPEG', { does: 'random' }),
  row('AutoAugment RandAugment TrivialAugmentWide AugMix MixUp CutMix', { does: 'random' }),
  row('Resize Scale', { does: 'resize', parameter: 'size' }, ['size']),
  row('CenterCrop', { does: 'resize', parameter: 'size' }, ['size']),
  row('Pad Grayscale', { does: 'fixed' }),
  row('FiveCrop TenCrop', { does: 'fixed' }, ['size']),
  row('ToTensor', { does: 'to-float' }),
  row('ToDtype', { does: 'to-float', when: 'scale' }, ['dtype', 'scale']),
  row('ConvertImageDtype ConvertDtype ConvertImageDType', { does: 'to-float' }, ['dtype']),
  row('ToImage ToImageTensor PILToTensor ToPILImage ToPureTensor Identity SanitizeBoundingBoxes', {
    does: 'keep',
  }),
  row('Normalize', { does: 'normalize', mean: 'mean', std: 'std' }, ['mean', 'std', 'inplace']),
  row('LinearTransformation', { does: 'opaque' }),
  {
    names: ['torchvision.transforms.Lambda'],
    parameters: ['transforms'],
    meaning: { kind: 'compose', random: false, parameter: 'transforms' },
    docs,
  },
  functional('hflip vflip horizontal_flip vertical_flip rotate affine perspective crop', { does: 'fixed' }, [
    'angle',
  ]),
  functional(
    'adjust_brightness adjust_contrast adjust_saturation adjust_hue adjust_gamma',
    { does: 'fixed' },
    ['factor'],
  ),
  functional('pad rgb_to_grayscale to_grayscale gaussian_blur erase resized_crop', { does: 'fixed' }, ['by']),
  functional('resize center_crop', { does: 'resize', parameter: 'size' }, ['size']),
  functional('to_tensor convert_image_dtype', { does: 'to-float' }, ['dtype']),
  functional('to_dtype', { does: 'to-float', when: 'scale' }, ['dtype', 'scale']),
  functional('pil_to_tensor to_image to_pil_image', { does: 'keep' }),
  functional('normalize', { does: 'normalize', mean: 'mean', std: 'std' }, ['mean', 'std']),
  {
    names: [
      'torchvision.io.read_image',
      'torchvision.io.decode_image',
      'torchvision.datasets.folder.default_loader',
    ],
    parameters: ['path'],
    meaning: { kind: 'tensor', effect: { does: 'decode' } },
    docs: 'https://pytorch.org/vision/stable/io.html',
  },
]
