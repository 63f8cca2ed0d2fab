import rule from '../../../rules/preprocessing/double-scaling.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** Images loaded in line 4, mapped in line 5, and a model that begins with `first` in line 7. */
const program = (load: string, map: string, first: string) => ({
  'train.ts': `import * as tf from '@tensorflow/tfjs-node';
import { readFileSync } from 'node:fs';

const load = (file: string) => ({ xs: ${load}, ys: labelOf(file) });
const data = tf.data.array(listPhotos('train')).map(load)${map}.batch(32);
const model = tf.sequential();
model.add(${first});
model.add(tf.layers.flatten());
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
await model.fitDataset(data, { epochs: 3 });
`,
})

const decoded = 'tf.node.decodeJpeg(readFileSync(file), 3)'
const pool = 'tf.layers.maxPooling2d({ poolSize: 4, inputShape: [224, 224, 3] })'

ruleTester(rule, {
  sick: [
    {
      name: 'divided in the loader and in a map',
      files: program(`${decoded}.div(255)`, '.map(({ xs, ys }: any) => ({ xs: xs.div(255), ys }))', pool),
      findings: [{ at: 'train.ts:5, train.ts:4' }],
      unfixed: 'which of the two to keep is for the person to say',
    },
    {
      name: 'divided in the loader and by a layer',
      files: program(
        `${decoded}.toFloat().div(tf.scalar(255))`,
        '',
        'tf.layers.rescaling({ scale: 1 / 255, inputShape: [224, 224, 3] })',
      ),
      findings: [{ at: 'train.ts:7, train.ts:4' }],
      unfixed: 'which of the two to keep is for the person to say',
    },
  ],
  healthy: [
    { name: 'divided once', files: program(`${decoded}.div(255)`, '', pool) },
    {
      name: 'divided, then shifted and stretched',
      files: program(`${decoded}.div(255).sub(0.5).mul(2)`, '', pool),
    },
    {
      name: 'scaled by the layer alone',
      files: program(decoded, '', 'tf.layers.rescaling({ scale: 1 / 255, inputShape: [224, 224, 3] })'),
    },
  ],
})
