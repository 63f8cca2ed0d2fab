import type { Callback } from '../../../model/training.ts'
import type { JsonValue, Row } from '../table.ts'

const api = 'https://js.tensorflow.org/api/latest/#'

/** `tf.train.name(learningRate, ...)`. The rate has a default for some (tfjs-core, optimizer_constructors.ts). */
const optimizer = (name: string, defaultRate: number | null, others: readonly string[], is = name): Row => ({
  names: [`tfjs.train.${name}`],
  parameters: ['learningRate', ...others],
  meaning: { kind: 'optimizer', optimizer: is, rate: ['learningRate'], defaultRate },
  docs: `${api}train.${name}`,
})

const callback = (
  names: readonly string[],
  kind: Callback['kind'],
  defaults: Readonly<Record<string, JsonValue>> = {},
): Row => ({
  names: names.map((name) => `tfjs.${name}`),
  parameters: [],
  options: 0,
  meaning: { kind: 'callback', callback: kind, defaults },
  docs: `${api}callbacks.earlyStopping`,
})

/** tfjs-layers, regularizers.ts. */
const regularizer = (name: string, defaults: Readonly<Record<'l1' | 'l2', number>>): Row => ({
  names: [`tfjs.regularizers.${name}`],
  parameters: [],
  options: 0,
  meaning: { kind: 'regularizer', defaults },
  docs: `${api}regularizers.${name}`,
})

/** Making, compiling and fitting models. */
export const training: readonly Row[] = [
  optimizer('sgd', null, []),
  optimizer('momentum', null, ['momentum', 'useNesterov'], 'sgd'),
  optimizer('adam', 0.001, ['beta1', 'beta2', 'epsilon']),
  optimizer('adamax', 0.002, ['beta1', 'beta2', 'epsilon', 'decay']),
  optimizer('adadelta', 0.001, ['rho', 'epsilon']),
  optimizer('adagrad', null, ['initialAccumulatorValue']),
  optimizer('rmsprop', null, ['decay', 'momentum', 'epsilon', 'centered']),
  regularizer('l1', { l1: 0.01, l2: 0 }),
  regularizer('l2', { l1: 0, l2: 0.01 }),
  regularizer('l1l2', { l1: 0.01, l2: 0.01 }),
  callback(['callbacks.earlyStopping', 'EarlyStopping'], 'early-stopping', {
    monitor: 'val_loss',
    minDelta: 0,
    patience: 0,
    mode: 'auto',
  }),
  callback(['node.tensorBoard'], 'logger'),
  callback(['CustomCallback'], 'other'),
  {
    names: ['tfjs.loadLayersModel', 'tfjs.loadGraphModel', 'tfjs.loadModel', 'tfjs.node.loadSavedModel'],
    parameters: ['path', 'options'],
    meaning: { kind: 'load-model', namesBackbone: true },
    docs: `${api}loadLayersModel`,
  },
  {
    names: ['tfjs.input', 'tfjs.layers.input', 'tfjs.Input'],
    parameters: [],
    options: 0,
    meaning: { kind: 'model-input' },
    docs: `${api}input`,
  },
  {
    names: ['tfjs.model', 'tfjs.LayersModel'],
    parameters: [],
    options: 0,
    meaning: { kind: 'model', how: 'functional' },
    docs: `${api}model`,
  },
  {
    names: ['tfjs.sequential', 'tfjs.Sequential'],
    parameters: [],
    options: 0,
    meaning: { kind: 'model', how: 'sequential' },
    docs: `${api}sequential`,
  },
  {
    names: ['tfjs.Model.getLayer', 'tfjs.Backbone.getLayer'],
    parameters: ['name', 'index'],
    meaning: { kind: 'same', parameter: 'receiver' },
    docs: `${api}tf.LayersModel.getLayer`,
  },
  {
    names: ['tfjs.Layer.apply', 'tfjs.Backbone.apply', 'tfjs.Model.apply'],
    parameters: ['inputs', 'kwargs'],
    meaning: { kind: 'apply' },
    docs: `${api}tf.layers.Layer.apply`,
  },
  {
    names: ['tfjs.Model.compile'],
    parameters: [],
    options: 0,
    meaning: { kind: 'compile' },
    docs: `${api}tf.LayersModel.compile`,
  },
  {
    names: ['tfjs.Model.fit', 'tfjs.Unknown.fit'],
    parameters: ['x', 'y', 'args'],
    options: 2,
    meaning: { kind: 'fit' },
    docs: `${api}tf.LayersModel.fit`,
  },
  {
    names: ['tfjs.Model.fitDataset', 'tfjs.Unknown.fitDataset'],
    parameters: ['x', 'args'],
    options: 1,
    meaning: { kind: 'fit' },
    docs: `${api}tf.LayersModel.fitDataset`,
  },
  {
    names: ['tfjs.Model.loadWeights', 'tfjs.Model.setWeights', 'tfjs.Backbone.setWeights'],
    parameters: ['weights'],
    meaning: { kind: 'load-weights' },
    docs: `${api}tf.LayersModel.setWeights`,
  },
  {
    names: ['tfjs.Model.evaluate', 'tfjs.Model.evaluateDataset'],
    parameters: ['x', 'y', 'args'],
    meaning: { kind: 'evaluate', how: 'evaluate' },
    docs: `${api}tf.LayersModel.evaluateDataset`,
  },
]
