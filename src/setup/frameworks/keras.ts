import { kerasComponents } from './keras-components.ts'
import { kerasData } from './keras-data.ts'
import { kerasLayers } from './keras-layers.ts'
import type { Row } from './table.ts'

const api = 'https://keras.io/api'

const fitParameters = [
  'x',
  'y',
  'batch_size',
  'epochs',
  'verbose',
  'callbacks',
  'validation_split',
  'validation_data',
  'shuffle',
  'class_weight',
  'sample_weight',
  'initial_epoch',
  'steps_per_epoch',
  'validation_steps',
]
const fitGeneratorParameters = [
  'generator',
  'steps_per_epoch',
  'epochs',
  'verbose',
  'callbacks',
  'validation_data',
  'validation_steps',
  'validation_freq',
  'class_weight',
]

const onModel = (name: string) => [`Model.${name}`, `Unknown.${name}`]

/** Keras: data loading, optimizers, callbacks, losses, models and their training. */
export const keras: readonly Row[] = [
  ...kerasLayers,
  ...kerasData,
  ...kerasComponents,
  {
    names: ['keras.Model'],
    parameters: ['inputs', 'outputs', 'name'],
    meaning: { kind: 'model', how: 'functional' },
    docs: `${api}/models/model/`,
  },
  {
    names: ['keras.Sequential'],
    parameters: ['layers', 'name'],
    meaning: { kind: 'model', how: 'sequential' },
    docs: `${api}/models/sequential/`,
  },
  {
    names: ['Model.add'],
    parameters: ['layer'],
    meaning: { kind: 'add-layer' },
    docs: `${api}/models/sequential/`,
  },
  {
    names: ['keras.models.load_model'],
    parameters: ['filepath'],
    meaning: { kind: 'load-model', namesBackbone: false },
    docs: `${api}/models/model_saving_apis/`,
  },
  {
    names: ['Model.compile'],
    parameters: ['optimizer', 'loss', 'metrics', 'loss_weights'],
    meaning: { kind: 'compile' },
    docs: `${api}/models/model_training_apis/#compile-method`,
  },
  {
    names: onModel('fit'),
    parameters: fitParameters,
    meaning: { kind: 'fit' },
    docs: `${api}/models/model_training_apis/#fit-method`,
  },
  {
    names: onModel('fit_generator'),
    parameters: fitGeneratorParameters,
    meaning: { kind: 'fit' },
    docs: 'https://faroit.com/keras-docs/2.2.5/models/model/#fit_generator',
  },
  {
    names: [...onModel('evaluate'), ...onModel('evaluate_generator')],
    parameters: ['x', 'y'],
    meaning: { kind: 'evaluate', how: 'evaluate' },
    docs: `${api}/models/model_training_apis/#evaluate-method`,
  },
  {
    names: [...onModel('predict'), ...onModel('predict_generator')],
    parameters: ['x'],
    meaning: { kind: 'evaluate', how: 'predict' },
    docs: `${api}/models/model_training_apis/#predict-method`,
  },
  {
    names: ['apply_gradients', 'apply', 'minimize'].map((name) => `Optimizer.${name}`),
    parameters: ['grads_and_vars'],
    meaning: { kind: 'apply-gradients' },
    docs: 'https://keras.io/guides/writing_a_custom_training_loop_in_tensorflow/',
  },
  {
    names: ['load_weights', 'set_weights'].flatMap((name) => [`Model.${name}`, `Backbone.${name}`]),
    parameters: ['filepath'],
    meaning: { kind: 'load-weights' },
    docs: `${api}/models/model_saving_apis/weights_saving_and_loading/`,
  },
  {
    names: ['Model.get_layer', 'Backbone.get_layer'],
    parameters: ['name', 'index'],
    meaning: { kind: 'get-layer' },
    docs: `${api}/models/model/#getlayer-method`,
  },
]
