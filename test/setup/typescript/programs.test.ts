import { describe, expect, test } from 'vitest'
import { setupsOf } from '../../../src/setup/gather.ts'
import { pipelineLines, setupOf } from './summary.ts'

describe('CommonJS files with singletons, images stacked by hand', async () => {
  const setup = await setupOf({
    'main.js': `const data = require('./data');
const builder = require('./model');
async function run(epochs, modelPath) {
  data.load();
  const { images, labels, classes } = data.training();
  const model = builder.build(classes.length);
  const validationSplit = 0.15;
  await model.fit(images, labels, { epochs, batchSize: 16, validationSplit, callbacks: { onEpochEnd: report } });
  const { images: testImages, labels: testLabels } = data.testing();
  model.evaluate(testImages, testLabels);
  await model.save('file://' + modelPath);
}
run(40, './out');
`,
    'data.js': `const tf = require('@tensorflow/tfjs-node');
const fs = require('fs');
const path = require('path');
function read(folder) {
  const train = [], test = [], classes = [];
  let classId = 0;
  const folders = fs.readdirSync(folder);
  for (let i = 0; i < folders.length; i++) {
    const files = fs.readdirSync(path.join(folder, folders[i]));
    classes.push(folders[i]);
    for (let j = 0; j < files.length; j++) {
      if (!files[j].endsWith('.jpg')) continue;
      const pixels = tf.node
        .decodeImage(fs.readFileSync(path.join(folder, folders[i], files[j])), 3)
        .resizeNearestNeighbor([96, 96])
        .toFloat()
        .div(tf.scalar(255))
        .expandDims();
      if (j % 5 === 0) test.push(pixels);
      else train.push(pixels);
    }
    classId++;
  }
  return [train, test, classes];
}
class Photos {
  constructor() { this.all = []; }
  load() { this.all = read('./photos'); }
  training() { return { images: tf.concat(this.all[0]), labels: oneHot(), classes: this.all[2] }; }
  testing() { return { images: tf.concat(this.all[1]), labels: oneHot() }; }
}
module.exports = new Photos();
`,
    'model.js': `const tf = require('@tensorflow/tfjs');
class Builder {
  #rate = 0.3;
  build(classes) {
    const model = tf.sequential();
    model.add(tf.layers.conv2d({ inputShape: [96, 96, 3], filters: 32, kernelSize: 3, activation: 'relu' }));
    model.add(tf.layers.flatten());
    model.add(tf.layers.dropout({ rate: this.#rate }));
    model.add(tf.layers.dense({ units: classes, activation: 'softmax' }));
    model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    return model;
  }
}
module.exports = new Builder();
`,
  })

  test('the program is one setup, named after the file that a person starts', () => {
    expect(setup).toMatchObject({ file: 'main.js', language: 'javascript', framework: 'tfjs', gaps: [] })
  })

  test('images, the share that fit holds back, and the test images', () => {
    const steps = 'decode@13, resize 96x96@15, rescale 0.003922x+0@17'
    expect(pipelineLines(setup)).toEqual([`train: ${steps}`, `validation: ${steps}`, `test: ${steps}`])
    expect(setup.pipelines.map((one) => one.split?.kind)).toEqual([
      'fit-validation-split',
      'fit-validation-split',
      undefined,
    ])
    expect(setup.pipelines[1]?.split).toMatchObject({
      side: 'validation',
      fraction: { value: 0.15 },
      position: 3,
    })
    expect(setup.pipelines[0]?.origin).toMatchObject({ kind: 'directory', path: { value: './photos' } })
  })

  test('the head, with what a loop counted left unknown', () => {
    expect(setup.models[0]?.head.map((layer) => layer.kind)).toEqual(['other', 'flatten', 'dropout', 'dense'])
    expect(setup.models[0]?.head[2]?.rate?.value).toBe(0.3)
    expect(setup.models[0]?.head[3]?.units).toMatchObject({ from: 'unknown' })
  })

  test('the rate that a name stands for in TensorFlow.js, and a callback of their own', () => {
    expect(setup.runs[0]?.compile?.optimizer).toMatchObject({
      name: 'sgd',
      learningRate: { from: 'default', value: 0.01 },
    })
    expect(setup.runs[0]?.fit).toMatchObject({
      epochs: { value: 40 },
      batchSize: { value: 16 },
      callbacks: [{ kind: 'other' }],
    })
  })
})

describe('modules, zipped datasets, options in an object', async () => {
  const setup = await setupOf({
    'src/train.ts': `import * as tf from '@tensorflow/tfjs-node-gpu'
import { config } from './config.js'
import makeModel, { type Sizes } from './model'
import { images, labels } from './photos'

export class Trainer {
  private readonly batch = config.batchSize
  constructor(private readonly epochs: number) {}
  async train() {
    const sizes: Sizes = { classes: 6, ...config.sizes }
    const model = await makeModel(sizes)
    const optimizer = tf.train.rmsprop(config.rate ?? 1e-4)
    model.compile({ optimizer, loss: 'sparseCategoricalCrossentropy', metrics: ['acc'] })
    const options = {
      epochs: this.epochs,
      validationData: tf.data.zip({ xs: images('val'), ys: labels('val') }).batch(this.batch),
      callbacks: [
        tf.callbacks.earlyStopping({ monitor: 'val_acc', patience: 4 }),
        new tf.CustomCallback({ onEpochEnd: async (epoch) => console.log(epoch) }),
      ],
    }
    const train = tf.data.zip({ xs: images('train'), ys: labels('train') }).shuffle(512).batch(this.batch)
    return model.fitDataset(train, options)
  }
}
new Trainer(Number(process.env.EPOCHS ?? 12)).train().then(() => console.log('done'))
`,
    'src/config.ts': `export const config = { batchSize: 24, rate: 5e-5, sizes: { side: 150 } } as const
`,
    'src/model.ts': `import * as tf from '@tensorflow/tfjs'
export interface Sizes { classes: number; side: number }
export default async function makeModel({ classes, side }: Sizes): Promise<tf.LayersModel> {
  const url = 'https://example.org/models/inception_v3/model.json'
  const full = await tf.loadLayersModel(url)
  const trunk = tf.model({ inputs: full.inputs, outputs: full.getLayer('mixed10').output })
  for (const layer of trunk.layers) layer.trainable = false
  return tf.sequential({
    layers: [
      tf.layers.rescaling({ inputShape: [side, side, 3], scale: 1 / 127.5, offset: -1 }),
      trunk,
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({ units: classes, activation: 'softmax' }),
    ],
  })
}
`,
    'src/photos.ts': `import * as tf from '@tensorflow/tfjs-node'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
export function images(split: string) {
  return tf.data.generator(async function* () {
    for (const name of await readdir(path.join('data', split))) {
      const bytes = await readFile(path.join('data', split, name))
      yield tf.image.resizeBilinear(tf.node.decodePng(bytes, 3), [150, 150])
    }
  })
}
export const labels = (split: string) => tf.data.array(namesOf(split)).map((name) => tf.scalar(indexOf(name)))
`,
  })

  test('pipelines come together from images and labels', () => {
    expect(pipelineLines(setup)).toEqual([
      'train: decode@8, resize 150x150@8, shuffle@22, batch 24@22',
      'validation: decode@8, resize 150x150@8, batch 24@16',
    ])
  })

  test('a frozen trunk behind a rescaling layer', () => {
    expect(setup.models[0]).toMatchObject({
      backbone: { name: 'InceptionV3', wants: { range: [-1, 1] } },
      inputSteps: [{ kind: 'rescale', scale: { value: 1 / 127.5 }, offset: { value: -1 } }],
      trainable: [{ target: 'layers', value: { value: false } }],
    })
    expect(setup.models[0]?.head.at(-1)?.units?.value).toBe(6)
  })

  test('options that were put together before', () => {
    expect(setup.runs[0]).toMatchObject({
      compile: { optimizer: { name: 'rmsprop', learningRate: { value: 5e-5 } } },
      fit: {
        epochs: { value: 12 },
        callbacksKnown: true,
        callbacks: [
          { kind: 'early-stopping', arguments: { monitor: { value: 'val_acc' }, mode: { value: 'auto' } } },
          { kind: 'other' },
        ],
      },
    })
  })
})

describe('which layers are frozen', () => {
  const changes = async (code: string) => {
    const setup = await setupOf({
      'train.js': `const tf = require('@tensorflow/tfjs-node')
async function main() {
  const base = await tf.loadLayersModel('file://inception_v3/model.json')
  const top = []
  ${code}
  const features = tf.layers.globalAveragePooling2d({}).apply(base.output)
  const model = tf.model({ inputs: base.inputs, outputs: tf.layers.dense({ units: 2 }).apply(features) })
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' })
  await model.fit(images, labels, { epochs: 3 })
}
main()`,
    })
    return setup.models[0]?.trainable.map(({ target, value, from, to }) => [
      target,
      value.value,
      from?.from === 'unknown' ? '?' : from?.value,
      to?.from === 'unknown' ? '?' : to?.value,
    ])
  }

  test.each([
    ['base.trainable = false', [['backbone', false, undefined, undefined]]],
    ['base.layers.forEach((layer) => { layer.trainable = false })', [['layers', false, null, null]]],
    ['for (const layer of base.layers.slice(0, 249)) layer.trainable = false', [['layers', false, 0, 249]]],
    ['base.layers.slice(-20).map((l) => (l.trainable = true))', [['layers', true, -20, null]]],
    ['for (let i = 0; i < 15; i++) base.layers[i].trainable = false', [['layers', false, '?', '?']]],
    [
      "for (const l of base.layers) if (l.name.startsWith('mixed10')) top.push(l)\n  for (const l of top) l.trainable = true",
      [['layers', true, '?', '?']],
    ],
    [
      "base.layers.filter((l) => l.name.includes('mixed')).forEach((l) => { l.trainable = true })",
      [['layers', true, '?', '?']],
    ],
  ])('%s', async (code, expected) => {
    expect(await changes(code)).toEqual(expected)
  })
})

test('training that only a click starts is seen', async () => {
  const setup = await setupOf({
    'index.js': `let model
async function init() {
  const base = await tf.loadLayersModel('https://storage.googleapis.com/tfjs-models/tfjs/mobilenet_v1_0.25_224/model.json')
  model = tf.sequential({ layers: [base, tf.layers.dense({ units: 3, activation: 'softmax' })] })
  model.compile({ optimizer: tf.train.adam(), loss: 'categoricalCrossentropy' })
}
init()
document.getElementById('train').addEventListener('click', async () => {
  const xs = tf.browser.fromPixels(document.getElementById('photo')).resizeBilinear([224, 224]).toFloat().div(127).sub(1).expandDims(0)
  await model.fit(xs, labels, { epochs: 20, callbacks: { onBatchEnd: (batch, logs) => show(logs.loss) } })
})
`,
  })
  expect(pipelineLines(setup)).toEqual([
    'train: decode@9, resize 224x224@9, rescale 0.007874x+0@9, rescale 1x+-1@9',
  ])
  expect(setup.runs[0]).toMatchObject({
    model: setup.models[0]?.id,
    fit: { epochs: { value: 20 }, validation: null },
  })
  expect(setup.models[0]?.backbone?.name).toBe('MobileNet')
})

test('files without TensorFlow.js are no setup', async () => {
  expect(
    await setupsOf([{ path: 'a.ts', kind: 'typescript', text: 'export const a = model.fit(x)' }]),
  ).toEqual([])
})
