import rule from '../../../rules/fine-tuning/not-recompiled.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** A frozen trunk with a head, compiled and fitted once; `more` begins in line 15. */
const program = (more: string) => ({
  'train.ts': `import * as tf from '@tensorflow/tfjs-node';

async function train(trainData: tf.data.Dataset<any>, valData: tf.data.Dataset<any>) {
  const trunk = await tf.loadLayersModel('file://./inception_v3_notop/model.json');
  trunk.trainable = false;
  const input = tf.input({ shape: [299, 299, 3] });
  const features = tf.layers.globalAveragePooling2d({}).apply(trunk.apply(input, { training: false }));
  const output = tf.layers.dense({ units: 6, activation: 'softmax' }).apply(features);
  const model = tf.model({ inputs: input, outputs: output as tf.SymbolicTensor });
  const loss = 'categoricalCrossentropy';
  model.compile({ optimizer: tf.train.adam(1e-3), loss, metrics: ['accuracy'] });
  await model.fitDataset(trainData, { epochs: 5, validationData: valData });

  // second phase
${more}
}
`,
})

ruleTester(rule, {
  sick: [
    {
      name: 'unfrozen between two fits',
      files: program(`  trunk.trainable = true;
  await model.fitDataset(trainData, { epochs: 5, validationData: valData });`),
      findings: [{ at: 'train.ts:15, train.ts:16', says: 'is unfrozen after compile() in line 11' }],
    },
    {
      name: 'the last layers of a MobileNet without a version, unfrozen by a slice',
      files: {
        'train.js': `import * as tf from '@tensorflow/tfjs-node'
import { photos, others } from './photos.js'
const base = await tf.loadLayersModel('file://models/mobilenet/model.json')
for (const layer of base.layers) layer.trainable = false
const features = base.getLayer('conv_pw_13_relu').output
const pooled = tf.layers.globalAveragePooling2d({}).apply(features)
const model = tf.model({ inputs: base.inputs, outputs: tf.layers.dense({ units: 4, activation: 'softmax' }).apply(pooled) })
model.compile({ optimizer: tf.train.adam(1e-3), loss: 'categoricalCrossentropy' })
await model.fitDataset(photos, { epochs: 4, validationData: others })
for (const layer of base.layers.slice(-8)) layer.trainable = true
await model.fitDataset(photos, { epochs: 4, validationData: others })
`,
      },
      findings: [
        { at: 'train.js:10, train.js:11', says: 'is made partly trainable after compile() in line 8' },
      ],
    },
  ],
  healthy: [
    {
      name: 'compiled again',
      files: program(`  trunk.trainable = true;
  model.compile({ optimizer: tf.train.adam(1e-5), loss, metrics: ['accuracy'] });
  await model.fitDataset(trainData, { epochs: 5, validationData: valData });`),
    },
    {
      name: 'trained on as it was',
      files: program('  await model.fitDataset(trainData, { epochs: 5, validationData: valData });'),
    },
  ],
})
