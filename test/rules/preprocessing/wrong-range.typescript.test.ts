import rule from '../../../rules/preprocessing/wrong-range.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** Trains a head on InceptionV3, loaded from `url`, on images prepared by \`prepare\`. */
const program = (prepare: string, url = 'file://./inception_v3_notop/model.json') => `
import * as tf from '@tensorflow/tfjs-node';
import { readFileSync } from 'node:fs';
const prepare = (image: tf.Tensor3D) => ${prepare};
const load = ({ file, label }: { file: string; label: number }) => {
  const image = tf.image.resizeBilinear(tf.node.decodeImage(readFileSync(file), 3), [299, 299]);
  return { xs: prepare(image), ys: tf.oneHot(label, 6) };
};
async function main() {
  const base = await tf.loadLayersModel('${url}');
  base.trainable = false;
  const input = tf.input({ shape: [299, 299, 3] });
  const features = tf.layers.globalAveragePooling2d({}).apply(base.apply(input, { training: false }));
  const output = tf.layers.dense({ units: 6, activation: 'softmax' }).apply(features);
  const model = tf.model({ inputs: input, outputs: output });
  model.compile({ optimizer: tf.train.adam(), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const train = tf.data.array(photosIn('train')).map(load).shuffle(500).batch(32);
  const val = tf.data.array(photosIn('val')).map(load).batch(32);
  await model.fitDataset(train, { epochs: 10, validationData: val });
}
main();
`

/** Trains a head of its own on what MobileNet makes of images that \`prepare\` prepares. */
const onFeatures = (prepare: string) => ({
  'train.ts': `
import * as tf from '@tensorflow/tfjs';
const prepare = (image: tf.Tensor3D) => ${prepare};
export async function train(pictures: { pixels: ImageData; label: number }[]) {
  const mobilenet = await tf.loadLayersModel('https://storage.googleapis.com/tfjs-models/tfjs/mobilenet_v1_0.25_224/model.json');
  const trunk = tf.model({ inputs: mobilenet.inputs, outputs: mobilenet.getLayer('conv_pw_13_relu').output });
  const features = tf.tidy(() => tf.concat(pictures.map(({ pixels }) =>
    trunk.predict(prepare(tf.browser.fromPixels(pixels)).expandDims()) as tf.Tensor)));
  const labels = tf.oneHot(tf.tensor1d(pictures.map(({ label }) => label), 'int32'), 3);
  const head = tf.sequential({ layers: [
    tf.layers.flatten({ inputShape: trunk.outputs[0].shape.slice(1) }),
    tf.layers.dropout({ rate: 0.4 }),
    tf.layers.dense({ units: 3, activation: 'softmax' }),
  ] });
  head.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy' });
  await head.fit(features, labels, { epochs: 20, validationSplit: 0.2 });
}
`,
})

const files = (prepare: string, url?: string) => ({ files: { 'train.ts': program(prepare, url) } })

ruleTester(rule, {
  sick: [
    {
      name: 'features of a trunk that was shown values from 0 to 1',
      files: onFeatures('image.toFloat().div(255)'),
      findings: [{ at: 'train.ts:3', says: 'MobileNet gets pixel values in 0..1 instead of -1..1' }],
    },
    {
      name: 'values from 0 to 1',
      ...files('image.div(255)'),
      findings: [{ at: 'train.ts:4', says: '0..1 instead of -1..1' }],
    },
    {
      name: 'values from 0 to 1 by a scalar tensor',
      ...files('image.toFloat().div(tf.scalar(255))'),
      findings: [{ at: 'train.ts:4', says: '0..1 instead of -1..1' }],
    },
    {
      name: 'pixels as decoded',
      ...files('image.toFloat()'),
      findings: [{ at: 'train.ts:10', says: '0..255 instead of -1..1' }],
    },
  ],
  healthy: [
    {
      name: 'features of a trunk that was shown the values it wants',
      files: onFeatures('image.toFloat().div(127).sub(1)'),
    },
    { name: 'divided, then shifted', ...files('image.div(127.5).sub(1)') },
    { name: 'shifted, then divided', ...files('image.sub(127.5).div(127.5)') },
    { name: 'as functions of tf', ...files('tf.sub(tf.div(image, 127.5), 1)') },
    { name: 'with scalar tensors', ...files('image.toFloat().div(tf.scalar(127.5)).sub(tf.scalar(1))') },
    { name: 'through 0 to 1', ...files('image.div(255).sub(0.5).mul(2)') },
    {
      name: 'a module of TF Hub wants 0 to 1',
      ...files(
        'image.div(255)',
        'https://tfhub.dev/google/tfjs-model/imagenet/inception_v3/feature_vector/3/default/1',
      ),
    },
    { name: 'a backbone that is not known', ...files('image.div(255)', 'file://./backbone/model.json') },
    { name: 'a scaling that is not followed', ...files('normalise(image)') },
  ],
})
