import rule from '../../../rules/augmentation/in-validation.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** A head on a frozen InceptionV3, as the cases below share it. */
const model = `
async function buildModel() {
  const base = await tf.loadLayersModel('file://./inception_v3/model.json');
  const cut = tf.model({ inputs: base.inputs, outputs: base.getLayer('mixed10').output });
  cut.trainable = false;
  const model = tf.sequential();
  model.add(cut);
  model.add(tf.layers.globalAveragePooling2d({}));
  model.add(tf.layers.dropout({ rate: 0.5 }));
  model.add(tf.layers.dense({ units: 8, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(1e-3), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}
`

ruleTester(rule, {
  sick: [
    {
      name: 'one mapped chain for both sides',
      files: {
        'train.ts': `import * as tf from '@tensorflow/tfjs-node';
import { readFileSync } from 'node:fs';
const load = ({ file, label }: Photo) => tf.tidy(() => {
  const image = tf.image.resizeBilinear(tf.node.decodeImage(readFileSync(file), 3), [299, 299]);
  return { xs: image.div(127.5).sub(1), ys: tf.oneHot(label, 8) };
});
function augment({ xs, ys }) {
  if (Math.random() > 0.5) {
    xs = tf.image.flipLeftRight(xs.expandDims(0)).squeeze([0]);
  }
  return { xs, ys };
}
const dataset = (photos: Photo[]) => tf.data.array(photos).map(load).map(augment).batch(32);
async function main() {
  const model = await buildModel();
  await model.fitDataset(dataset(photosIn('train')), { epochs: 20, validationData: dataset(photosIn('val')) });
}
main();
${model}`,
      },
      findings: [{ at: 'train.ts:9, train.ts:13', says: 'flipLeftRight' }],
      unfixed: 'both sides go through one function: parting them needs a person',
    },
    {
      name: 'augmentation before take and skip',
      files: {
        'train.js': `const tf = require('@tensorflow/tfjs-node');
function augment(sample) {
  let t = sample.xs;
  if (Math.round(Math.random()) === 1) {
    t = t.reverse(1);
  }
  return { xs: t, ys: sample.ys };
}
async function run() {
  const model = await buildModel();
  const data = tf.data.generator(examples).map(augment);
  const validation = data.take(200).batch(32);
  const train = data.skip(200).shuffle(1000).batch(32);
  await model.fitDataset(train, { epochs: 10, validationData: validation });
}
run();
${model}`,
      },
      findings: [{ at: 'train.js:5, train.js:12', says: 'reverse' }],
    },
    {
      name: 'noise in the validation dataset of its own',
      files: {
        'train.ts': `import * as tf from '@tensorflow/tfjs';
const noisy = ({ xs, ys }: any) => ({ xs: xs.add(tf.randomNormal([299, 299, 3], 0, 0.05)), ys });
async function train(trainData: tf.data.Dataset<any>, valData: tf.data.Dataset<any>) {
  const model = await buildModel();
  const validationData = valData
    .map(noisy)
    .batch(16);
  return model.fitDataset(trainData.map(noisy).shuffle(512).batch(16), { epochs: 5, validationData });
}
${model}`,
      },
      findings: [{ at: 'train.ts:2, train.ts:5', says: 'randomNormal' }],
      unfixed: 'where the dataset comes from is not seen',
    },
    {
      name: 'a link of the validation chain',
      files: {
        'train.ts': `import * as tf from '@tensorflow/tfjs-node';
import * as fs from 'fs';
import path from 'path';
const listing = (split: string) => fs.readdirSync(path.join('data', split)).map((f) => path.join('data', split, f));
async function load(file: string) {
  const buffer = await fs.promises.readFile(file);
  const image = tf.node.decodeJpeg(buffer, 3).resizeBilinear([299, 299]).toFloat().div(127.5).sub(1);
  return { xs: image, ys: labelOf(file) };
}
function augment({ xs, ys }: { xs: tf.Tensor3D; ys: tf.Tensor }) {
  const angle = (Math.random() - 0.5) * 0.3;
  return { xs: tf.image.rotateWithOffset(xs.expandDims(0), angle).squeeze([0]), ys };
}
async function run() {
  const train = tf.data.array(listing('train')).mapAsync(load).map(augment).shuffle(500).batch(16);
  const val = tf.data
    .array(listing('val'))
    .mapAsync(load)
    .map(augment)
    .batch(16);
  const model = await buildModel();
  await model.fitDataset(train, { epochs: 5, validationData: val });
}
run().catch(console.error);
${model}`,
      },
      findings: [{ at: 'train.ts:12, train.ts:16', says: 'rotateWithOffset' }],
    },
    {
      name: 'arrays that are augmented before fit holds a share back',
      files: {
        'train.js': `const tf = require('@tensorflow/tfjs-node');
const fs = require('fs');
const images = [];
const labels = [];
for (const file of fs.readdirSync('./images')) {
  let image = tf.node.decodeImage(fs.readFileSync('./images/' + file), 3).resizeBilinear([299, 299]).div(127.5).sub(1);
  if (Math.random() > 0.5) image = image.reverse(1);
  images.push(image);
  labels.push(file.startsWith('cat') ? 0 : 1);
}
buildModel().then(async (model) => {
  await model.fit(tf.stack(images), tf.oneHot(tf.tensor1d(labels, 'int32'), 2), {
    epochs: 10, batchSize: 16, validationSplit: 0.2,
  });
});
${model}`,
      },
      findings: [{ at: 'train.js:7, train.js:12', says: 'reverse' }],
      unfixed: 'the split is inside fit',
    },
  ],
  healthy: [
    {
      name: 'only the training side is augmented',
      files: {
        'train.ts': `import * as tf from '@tensorflow/tfjs-node';
function makeDataset(photos: Photo[], training: boolean) {
  let dataset = tf.data.array(photos).map(load);
  if (training) {
    dataset = dataset.map(augment).shuffle(1000);
  }
  return dataset.batch(32).prefetch(2);
}
const load = (photo: Photo) => ({ xs: decode(photo.file).div(127.5).sub(1), ys: photo.label });
const augment = ({ xs, ys }: Example) => ({ xs: Math.random() < 0.5 ? xs.reverse(1) : xs, ys });
buildModel().then(async (model) => {
  await model.fitDataset(makeDataset(train, true), { epochs: 20, validationData: makeDataset(val, false) });
});
${model}`,
      },
    },
    {
      name: 'chance decides the order and the split, not the pixels',
      files: {
        'train.js': `const tf = require('@tensorflow/tfjs-node');
const files = listImages().sort(() => Math.random() - 0.5);
const train = [], val = [];
for (const file of files) {
  if (Math.random() < 0.2) val.push(file);
  else train.push(file);
}
const load = (file) => ({ xs: tf.node.decodeJpeg(fs.readFileSync(file), 3).div(127.5).sub(1), ys: labelOf(file) });
(async () => {
  const model = await buildModel();
  await model.fitDataset(tf.data.array(train).map(load).batch(32), {
    epochs: 10,
    validationData: tf.data.array(val).map(load).batch(32),
  });
})();
${model}`,
      },
    },
    {
      name: 'random layers of the model act in training alone',
      files: {
        'train.ts': `import * as tf from '@tensorflow/tfjs';
const model = tf.sequential({
  layers: [
    tf.layers.rescaling({ inputShape: [224, 224, 3], scale: 1 / 127.5, offset: -1 }),
    tf.layers.randomWidth({ factor: 0.2 }),
    tf.layers.resizing({ height: 224, width: 224 }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 2, activation: 'softmax' }),
  ],
});
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
await model.fitDataset(trainData, { epochs: 3, validationData: valData });
`,
      },
    },
    {
      name: 'a fixed flip is no augmentation',
      files: {
        'train.ts': `import * as tf from '@tensorflow/tfjs-node';
const upright = ({ xs, ys }: any) => ({ xs: tf.image.flipLeftRight(xs), ys });
const prepare = (set: tf.data.Dataset<any>) => set.batch(32).map(upright);
buildModel().then((model) => model.fitDataset(prepare(train), { epochs: 3, validationData: prepare(val) }));
${model}`,
      },
    },
  ],
})
