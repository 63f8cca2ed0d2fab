import type { Meaning, Row, TensorEffect } from '../table.ts'

const api = 'https://js.tensorflow.org/api/latest/#'

/** `tf.name(x, ...parameters)`, and `x.name(...parameters)` where tensors have it as a method too. */
const operation = (
  name: string,
  parameters: readonly string[],
  effect: TensorEffect,
  docs: string = name,
): Row[] => {
  const meaning: Meaning = { kind: 'tensor', effect }
  const method = name.slice(name.lastIndexOf('.') + 1)
  return [
    { names: [`tfjs.${name}`], parameters: ['x', ...parameters], meaning, docs: api + docs },
    { names: [`Tensor.${method}`], parameters, meaning, docs: api + docs },
  ]
}

const operations = (names: readonly string[], parameters: readonly string[], effect: TensorEffect): Row[] =>
  names.flatMap((name) => operation(name, parameters, effect))

/** The same image, perhaps in another type or shape. */
const unchanged = [
  'cast',
  'clone',
  'expandDims',
  'squeeze',
  'reshape',
  'transpose',
  'stack',
  'concat',
  'gather',
  'clipByValue',
  'image.grayscaleToRGB',
  'image.rgbToGrayscale',
]

/** Methods of tensors without a function of the same name. */
const casts = ['toFloat', 'toInt', 'toBool', 'asType', 'as3D', 'as4D', 'as5D', 'flatten', 'keep']

/** Geometry and colour that is the same each time; under a random condition it is augmentation. */
const geometry = [
  'reverse',
  'slice',
  'pad',
  'mirrorPad',
  'image.flipLeftRight',
  'image.rotateWithOffset',
  'image.transform',
  'image.cropAndResize',
]

const decoders = [
  'node.decodeImage',
  'node.decodeJpeg',
  'node.decodePng',
  'node.decodeBmp',
  'browser.fromPixels',
  'browser.fromPixelsAsync',
  'fromPixels',
]

const labels = ['argMax', 'onesLike', 'zerosLike']

const random = [
  'randomUniform',
  'randomUniformInt',
  'randomNormal',
  'randomStandardNormal',
  'randomGamma',
  'truncatedNormal',
  'multinomial',
]

/** Operations on pixel tensors. Values of arithmetic may be numbers or `tf.scalar(number)`. */
export const tensors: readonly Row[] = [
  ...operations(['image.resizeBilinear', 'image.resizeNearestNeighbor'], ['size', 'alignCorners'], {
    does: 'resize',
    parameter: 'size',
  }),
  ...operation('div', ['b'], { does: 'arithmetic', operator: '/' }),
  ...operation('divNoNan', ['b'], { does: 'arithmetic', operator: '/' }),
  ...operation('mul', ['b'], { does: 'arithmetic', operator: '*' }),
  ...operation('add', ['b'], { does: 'arithmetic', operator: '+' }),
  ...operation('sub', ['b'], { does: 'arithmetic', operator: '-' }),
  ...operations(unchanged, [], { does: 'keep' }),
  ...operations(geometry, ['by'], { does: 'fixed' }),
  ...operations(labels, [], { does: 'leave' }),
  {
    names: ['tfjs.oneHot', 'Tensor.oneHot'],
    parameters: ['indices', 'depth'],
    meaning: { kind: 'labels', as: 'one-hot' },
    docs: `${api}oneHot`,
  },
  {
    names: ['tfjs.tensor1d'],
    parameters: ['values', 'dtype'],
    meaning: { kind: 'labels', as: 'numbers' },
    docs: `${api}tensor1d`,
  },
  {
    names: casts.map((name) => `Tensor.${name}`),
    parameters: [],
    meaning: { kind: 'tensor', effect: { does: 'keep' } },
    docs: `${api}Tensors-Transformations`,
  },
  ...decoders.map(
    (name): Row => ({
      names: [`tfjs.${name}`],
      parameters: ['contents', 'channels'],
      meaning: { kind: 'tensor', effect: { does: 'decode' } },
      docs: api + name,
    }),
  ),
  ...random.map(
    (name): Row => ({
      names: [`tfjs.${name}`],
      parameters: [],
      meaning: { kind: 'random' },
      docs: api + name,
    }),
  ),
  {
    names: ['tfjs.scalar'],
    parameters: ['value'],
    meaning: { kind: 'same', parameter: 0 },
    docs: `${api}scalar`,
  },
  {
    names: ['tfjs.tidy', 'tfjs.profile'],
    parameters: ['fn'],
    meaning: { kind: 'call', parameter: 0 },
    docs: `${api}tidy`,
  },
]
