import type { Row, TensorEffect } from '../table.ts'

const docs = 'https://albumentations.ai/docs/api-reference/'

const row = (names: string, effect: TensorEffect, parameters: readonly string[] = []): Row => ({
  names: names.split(' ').map((name) => `albumentations.${name}`),
  parameters,
  meaning: { kind: 'transform', effect },
  docs,
})

const compose = (names: string, random: boolean): Row => ({
  names: names.split(' ').map((name) => `albumentations.${name}`),
  parameters: ['transforms', 'p'],
  meaning: { kind: 'compose', random, parameter: 'transforms' },
  docs,
})

/** albumentations; its transforms are called with `image=` and give a dict back. */
export const albumentations: readonly Row[] = [
  compose('Compose Sequential', false),
  compose('OneOf SomeOf OneOrOther RandomOrder SelectiveChannelTransform', true),
  row('HorizontalFlip VerticalFlip Transpose', { does: 'random', certain: true }, ['p']),
  row('RandomCrop', { does: 'random', size: 'height' }, ['height', 'width']),
  row('RandomResizedCrop', { does: 'random', size: 'size' }, ['size', 'scale', 'ratio']),
  row('RandomSizedCrop', { does: 'random' }, ['min_max_height', 'size']),
  row('Flip D4 RandomRotate90 SquareSymmetry', { does: 'random' }, ['p']),
  row('Rotate SafeRotate', { does: 'random' }, ['limit']),
  row('ShiftScaleRotate', { does: 'random' }, ['shift_limit', 'scale_limit', 'rotate_limit']),
  row('Affine RandomScale Perspective ElasticTransform GridDistortion OpticalDistortion RandomGridShuffle', {
    does: 'random',
  }),
  row('RandomBrightnessContrast RandomBrightness RandomContrast RandomGamma HueSaturationValue ColorJitter', {
    does: 'random',
  }),
  row('RGBShift ChannelShuffle ChannelDropout CLAHE ToGray ToSepia Posterize Solarize Equalize InvertImg', {
    does: 'random',
  }),
  row('Blur MotionBlur MedianBlur GaussianBlur GlassBlur AdvancedBlur Defocus ZoomBlur Sharpen Emboss', {
    does: 'random',
  }),
  row('GaussNoise ISONoise MultiplicativeNoise ImageCompression JpegCompression Downscale Superpixels', {
    does: 'random',
  }),
  row('CoarseDropout Cutout GridDropout PixelDropout MaskDropout XYMasking RandomErasing', {
    does: 'random',
  }),
  row(
    'RandomRain RandomFog RandomSnow RandomShadow RandomSunFlare RandomToneCurve Spatter FancyPCA PlanckianJitter',
    {
      does: 'random',
    },
  ),
  row('Resize', { does: 'resize', height: 'height', width: 'width' }, ['height', 'width']),
  row('CenterCrop', { does: 'resize', height: 'height', width: 'width' }, ['height', 'width']),
  row('SmallestMaxSize LongestMaxSize PadIfNeeded Crop Pad NoOp Lambda', { does: 'fixed' }),
  row('ToTensorV2 pytorch.ToTensorV2 pytorch.transforms.ToTensorV2 ToTensor3D', { does: 'keep' }),
  row(
    'Normalize',
    {
      does: 'normalize',
      mean: 'mean',
      std: 'std',
      pixel: { parameter: 'max_pixel_value', default: 255 },
      standard: true,
    },
    ['mean', 'std', 'max_pixel_value'],
  ),
  row('ToFloat', { does: 'to-float' }, ['max_value']),
]
