import type { Row, StreamEffect } from '../table.ts'

const api = 'https://js.tensorflow.org/api/latest/#'

/** Methods that nothing but a dataset has: what they are called on is one. */
const telling = ['batch', 'columnMajorBatch', 'mapAsync', 'prefetch']

/** A method of `tf.data.Dataset`. */
const method = (name: string, parameters: readonly string[], does: StreamEffect): Row => ({
  names: [`tfjs.Stream.${name}`, ...(telling.includes(name) ? [`tfjs.Unknown.${name}`] : [])],
  parameters,
  meaning: { kind: 'stream', does },
  docs: `${api}tf.data.Dataset.${name}`,
})

/** `tf.data`: datasets from arrays, generators and CSV, and what is done with them. */
export const data: readonly Row[] = [
  {
    names: ['tfjs.data.array'],
    parameters: ['items'],
    meaning: { kind: 'source', source: { origin: 'arrays', parameter: 'items', decodes: false } },
    docs: `${api}data.array`,
  },
  {
    names: ['tfjs.data.generator', 'tfjs.data.func'],
    parameters: ['generator'],
    meaning: { kind: 'source', source: { origin: 'arrays', parameter: 'generator', decodes: false } },
    docs: `${api}data.generator`,
  },
  {
    names: ['tfjs.data.csv'],
    parameters: ['source', 'csvConfig'],
    meaning: { kind: 'source', source: { origin: 'manifest', parameter: 'source', decodes: false } },
    docs: `${api}data.csv`,
  },
  {
    names: ['tfjs.data.zip'],
    parameters: ['datasets'],
    meaning: { kind: 'stream', does: 'zip' },
    docs: `${api}data.zip`,
  },
  method('map', ['transform'], 'map'),
  method('mapAsync', ['transform'], 'map'),
  method('batch', ['batchSize', 'smallLastBatch'], 'batch'),
  method('columnMajorBatch', ['batchSize', 'smallLastBatch'], 'batch'),
  method('shuffle', ['bufferSize', 'seed', 'reshuffleEachIteration'], 'shuffle'),
  method('repeat', ['count'], 'repeat'),
  method('take', ['count'], 'take'),
  method('skip', ['count'], 'skip'),
  method('prefetch', ['bufferSize'], 'keep'),
  method('filter', ['predicate'], 'keep'),
  method('concatenate', ['dataset'], 'opaque'),
]
