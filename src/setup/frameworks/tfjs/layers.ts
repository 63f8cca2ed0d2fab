import type { HeadLayer } from '../../../model/network.ts'
import type { Row, TensorEffect } from '../table.ts'

const docs = 'https://js.tensorflow.org/api/latest/#layers.'

/** Layers take one options object. */
const layer = (kind: HeadLayer['kind'], name: string, effect?: TensorEffect): Row => ({
  names: [`tfjs.layers.${name}`],
  parameters: [],
  options: 0,
  meaning: { kind: 'layer', layer: kind, ...(effect === undefined ? {} : { effect }) },
  docs: docs + name,
})

const pooling = [
  'globalAveragePooling2d',
  'globalMaxPooling2d',
  'averagePooling2d',
  'maxPooling2d',
  'avgPool2d',
  'maxPool2d',
]

const others = [
  'conv2d',
  'conv2dTranspose',
  'separableConv2d',
  'depthwiseConv2d',
  'cropping2D',
  'upSampling2d',
  'zeroPadding2d',
  'layerNormalization',
  'reshape',
  'permute',
  'masking',
  'add',
  'concatenate',
  'multiply',
  'average',
  'gaussianNoise',
]

/** Layers of a model; `rescaling` and its kind change the input where they stand before the backbone. */
export const layers: readonly Row[] = [
  layer('dense', 'dense'),
  layer('flatten', 'flatten'),
  layer('dropout', 'dropout'),
  layer('dropout', 'spatialDropout1d'),
  layer('dropout', 'gaussianDropout'),
  layer('dropout', 'alphaDropout'),
  layer('batch-norm', 'batchNormalization'),
  layer('activation', 'activation'),
  layer('activation', 'reLU'),
  layer('activation', 'leakyReLU'),
  layer('activation', 'softmax'),
  ...pooling.map((name) => layer('pooling', name)),
  ...others.map((name) => layer('other', name)),
  layer('other', 'rescaling', {
    does: 'rescale',
    scale: { parameter: 'scale', default: 1 },
    offset: { parameter: 'offset', default: 0 },
  }),
  layer('other', 'resizing', { does: 'resize', height: 'height', width: 'width' }),
  layer('other', 'centerCrop', { does: 'fixed' }),
  layer('other', 'randomWidth', { does: 'random' }),
  layer('other', 'randomHeight', { does: 'random' }),
]
