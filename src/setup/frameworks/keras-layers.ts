import type { Row, TensorEffect } from './table.ts'

const layers = 'https://keras.io/api/layers'

type LayerKind = Extract<Row['meaning'], { kind: 'layer' }>['layer']

const layer = (names: readonly string[], kind: LayerKind, parameters: readonly string[] = []): Row => ({
  names: names.map((name) => `keras.layers.${name}`),
  parameters,
  meaning: { kind: 'layer', layer: kind },
  docs: `${layers}/`,
})

const inputLayer = (
  names: readonly string[],
  effect: TensorEffect,
  parameters: readonly string[] = [],
): Row => ({
  names: names.map((name) => `keras.layers.${name}`),
  parameters,
  meaning: { kind: 'layer', layer: 'other', effect },
  docs: `${layers}/preprocessing_layers/`,
})

/** Keras layers: those of a head, and those that prepare or augment images. */
export const kerasLayers: readonly Row[] = [
  {
    names: ['keras.Input', 'keras.layers.Input', 'keras.layers.InputLayer'],
    parameters: ['shape'],
    meaning: { kind: 'model-input' },
    docs: `${layers}/core_layers/input/`,
  },
  layer(['Dense'], 'dense', ['units', 'activation']),
  layer(['Dropout', 'SpatialDropout2D', 'AlphaDropout', 'GaussianDropout'], 'dropout', ['rate']),
  layer(
    [
      'GlobalAveragePooling2D',
      'GlobalMaxPooling2D',
      'GlobalAvgPool2D',
      'GlobalMaxPool2D',
      'AveragePooling2D',
      'MaxPooling2D',
    ],
    'pooling',
  ),
  layer(['Flatten'], 'flatten'),
  layer(['BatchNormalization'], 'batch-norm'),
  layer(['Activation'], 'activation', ['activation']),
  layer(['ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'Softmax'], 'activation'),
  layer(
    ['Conv2D', 'SeparableConv2D', 'DepthwiseConv2D', 'Reshape', 'Add', 'Concatenate', 'LayerNormalization'],
    'other',
  ),
  inputLayer(
    ['Rescaling'],
    {
      does: 'rescale',
      scale: { parameter: 'scale', default: 1 },
      offset: { parameter: 'offset', default: 0 },
    },
    ['scale', 'offset'],
  ),
  inputLayer(['Resizing', 'CenterCrop'], { does: 'resize' }, ['height', 'width']),
  inputLayer(['Normalization'], { does: 'fitted' }, ['axis', 'mean', 'variance']),
  inputLayer(['RandomFlip'], { does: 'random' }, ['mode', 'seed']),
  inputLayer(['RandomRotation', 'RandomBrightness', 'RandomContrast'], { does: 'random' }, ['factor']),
  inputLayer(['RandomZoom', 'RandomTranslation'], { does: 'random' }, ['height_factor', 'width_factor']),
  inputLayer(['RandomCrop'], { does: 'random' }, ['height', 'width']),
  inputLayer(
    [
      'RandomHeight',
      'RandomWidth',
      'RandomShear',
      'RandomHue',
      'RandomSaturation',
      'RandomGrayscale',
      'RandomErasing',
      'RandomColorJitter',
      'RandAugment',
      'AugMix',
      'CutMix',
      'MixUp',
    ],
    { does: 'random' },
    ['factor'],
  ),
  inputLayer(['GaussianNoise'], { does: 'random' }, ['stddev']),
  {
    names: ['Layer.adapt', 'Layers.adapt', 'Model.adapt', 'Unknown.adapt'],
    parameters: ['data'],
    meaning: { kind: 'transform-data', learns: true, changes: false },
    docs: `${layers}/preprocessing_layers/numerical/normalization/`,
  },
  {
    names: ['keras.layers.Lambda'],
    parameters: ['function'],
    meaning: { kind: 'layer', layer: 'other', effect: { does: 'opaque' } },
    docs: `${layers}/core_layers/lambda/`,
  },
]
