import type { Row, StreamEffect, TensorEffect } from './table.ts'

const api = 'https://www.tensorflow.org/api_docs/python/tf'

const image = (
  names: readonly string[],
  effect: TensorEffect,
  parameters: readonly string[] = ['image'],
): Row => ({
  names: names.map((name) => `tensorflow.image.${name}`),
  parameters,
  meaning: { kind: 'tensor', effect },
  docs: `${api}/image`,
})

const op = (
  names: readonly string[],
  effect: TensorEffect,
  parameters: readonly string[] = ['input'],
): Row => ({
  names: names.map((name) => `tensorflow.${name}`),
  parameters,
  meaning: { kind: 'tensor', effect },
  docs: `${api}`,
})

const stream = (name: string, does: StreamEffect, parameters: readonly string[]): Row => ({
  names: [`Stream.${name}`],
  parameters,
  meaning: { kind: 'stream', does },
  docs: `${api}/data/Dataset#${name}`,
})

/** tf.data, tf.image and the tensor functions that carry images from file to model. */
export const tensorflow: readonly Row[] = [
  {
    names: ['mnist', 'fashion_mnist', 'cifar10', 'cifar100'].map(
      (name) => `keras.datasets.${name}.load_data`,
    ),
    parameters: [],
    meaning: { kind: 'catalogue-arrays' },
    docs: 'https://keras.io/api/datasets/',
  },
  {
    names: ['tensorflow_datasets.load'],
    parameters: ['name', 'split', 'data_dir', 'batch_size', 'shuffle_files', 'download', 'as_supervised'],
    meaning: { kind: 'catalogue' },
    docs: 'https://www.tensorflow.org/datasets/api_docs/python/tfds/load',
  },
  image(['random_flip_left_right', 'random_flip_up_down', 'random_jpeg_quality'], { does: 'random' }, [
    'image',
    'seed',
  ]),
  image(['random_brightness', 'random_hue'], { does: 'random' }, ['image', 'max_delta', 'seed']),
  image(['random_contrast', 'random_saturation'], { does: 'random' }, ['image', 'lower', 'upper', 'seed']),
  image(['random_crop', 'sample_distorted_bounding_box'], { does: 'random' }, ['value', 'size', 'seed']),
  image(
    [
      'brightness',
      'contrast',
      'crop',
      'flip_left_right',
      'flip_up_down',
      'hue',
      'jpeg_quality',
      'saturation',
    ].map((name) => `stateless_random_${name}`),
    { does: 'random' },
    ['image'],
  ),
  image(['flip_left_right', 'flip_up_down', 'rot90', 'transpose', 'central_crop', 'crop_to_bounding_box'], {
    does: 'fixed',
  }),
  image(
    [
      'adjust_brightness',
      'adjust_contrast',
      'adjust_hue',
      'adjust_saturation',
      'adjust_gamma',
      'rgb_to_grayscale',
      'grayscale_to_rgb',
    ],
    { does: 'fixed' },
    ['image', 'delta'],
  ),
  image(['pad_to_bounding_box'], { does: 'fixed' }),
  image(
    ['resize', 'resize_with_pad', 'resize_with_crop_or_pad', 'resize_images'],
    { does: 'resize', parameter: 'size' },
    ['images', 'size'],
  ),
  image(['decode_jpeg', 'decode_png', 'decode_image', 'decode_bmp', 'decode_gif'], { does: 'decode' }, [
    'contents',
    'channels',
  ]),
  image(['per_image_standardization'], { does: 'opaque' }),
  {
    ...image(['convert_image_dtype'], { does: 'rescale', scale: 1 / 255, offset: 0 }, ['image', 'dtype']),
    docs: `${api}/image/convert_image_dtype`,
  },
  op(['image.random_crop', 'random_crop'], { does: 'random' }, ['value', 'size', 'seed']),
  op(
    [
      'cast',
      'expand_dims',
      'squeeze',
      'reshape',
      'ensure_shape',
      'identity',
      'convert_to_tensor',
      'clip_by_value',
      'stop_gradient',
      'stack',
      'numpy_function',
      'py_function',
    ],
    { does: 'keep' },
  ),
  {
    ...op(['one_hot'], { does: 'leave' }),
    meaning: { kind: 'labels', as: 'one-hot' },
    docs: `${api}/one_hot`,
  },
  op(['shape', 'strings.split', 'argmax'], { does: 'leave' }),
  op(['math.divide', 'divide', 'math.truediv', 'truediv'], { does: 'arithmetic', operator: '/' }, ['x', 'y']),
  op(['math.multiply', 'multiply'], { does: 'arithmetic', operator: '*' }, ['x', 'y']),
  op(['math.subtract', 'subtract'], { does: 'arithmetic', operator: '-' }, ['x', 'y']),
  op(['math.add', 'add'], { does: 'arithmetic', operator: '+' }, ['x', 'y']),
  op(['reverse'], { does: 'fixed' }, ['tensor', 'axis']),
  {
    names: ['Tensor.astype', 'Tensor.set_shape', 'Tensor.numpy', 'Tensor.reshape', 'Tensor.copy'],
    parameters: ['dtype'],
    meaning: { kind: 'tensor', effect: { does: 'keep' } },
    docs: 'https://numpy.org/doc/stable/reference/arrays.ndarray.html',
  },
  {
    names: ['uniform', 'normal', 'truncated_normal', 'shuffle'].map((name) => `tensorflow.random.${name}`),
    parameters: ['shape'],
    meaning: { kind: 'random' },
    docs: `${api}/random`,
  },
  {
    names: ['tensorflow.cond'],
    parameters: ['pred', 'true_fn', 'false_fn'],
    meaning: { kind: 'call', parameter: 1 },
    docs: `${api}/cond`,
  },
  {
    names: ['tensorflow.io.read_file'],
    parameters: ['filename'],
    meaning: { kind: 'same', parameter: 0 },
    docs: `${api}/io/read_file`,
  },
  {
    names: ['tensorflow.constant', 'tensorflow.Variable'],
    parameters: ['value'],
    meaning: { kind: 'same', parameter: 0 },
    docs: `${api}/constant`,
  },
  {
    names: ['tensorflow.data.Dataset.from_tensor_slices', 'tensorflow.data.Dataset.from_tensors'],
    parameters: ['tensors'],
    meaning: { kind: 'source', source: { origin: 'arrays', parameter: 'tensors', decodes: false } },
    docs: `${api}/data/Dataset#from_tensor_slices`,
  },
  {
    names: ['tensorflow.data.Dataset.from_generator'],
    parameters: ['generator'],
    meaning: { kind: 'source', source: { origin: 'unknown', parameter: 'generator', decodes: false } },
    docs: `${api}/data/Dataset#from_generator`,
  },
  {
    names: ['tensorflow.data.Dataset.list_files'],
    parameters: ['file_pattern', 'shuffle', 'seed'],
    meaning: {
      kind: 'source',
      source: {
        origin: 'directory',
        parameter: 'file_pattern',
        decodes: false,
        shuffle: { parameter: 'shuffle', default: true, seed: 'seed' },
      },
    },
    docs: `${api}/data/Dataset#list_files`,
  },
  {
    names: ['tensorflow.data.TFRecordDataset'],
    parameters: ['filenames'],
    meaning: { kind: 'source', source: { origin: 'unknown', parameter: 'filenames', decodes: false } },
    docs: `${api}/data/TFRecordDataset`,
  },
  {
    names: ['tensorflow.data.Dataset.zip'],
    parameters: ['datasets'],
    meaning: { kind: 'stream', does: 'zip' },
    docs: `${api}/data/Dataset#zip`,
  },
  stream('map', 'map', ['map_func', 'num_parallel_calls', 'deterministic']),
  stream('batch', 'batch', ['batch_size', 'drop_remainder']),
  stream('shuffle', 'shuffle', ['buffer_size', 'seed', 'reshuffle_each_iteration']),
  stream('cache', 'cache', ['filename']),
  stream('repeat', 'repeat', ['count']),
  stream('take', 'take', ['count']),
  stream('skip', 'skip', ['count']),
  stream('prefetch', 'keep', ['buffer_size']),
  stream('with_options', 'keep', ['options']),
  stream('unbatch', 'keep', []),
  stream('apply', 'opaque', ['transformation_func']),
  stream('concatenate', 'keep', ['dataset']),
]
