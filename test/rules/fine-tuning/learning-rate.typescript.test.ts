import rule from '../../../rules/fine-tuning/learning-rate.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** Two phases; the second is compiled with \`second\` in line 13. */
const program = (second: string) => ({
  'train.js': `const tf = require('@tensorflow/tfjs-node');

async function train(trunk, data, val) {
  const base = await tf.loadLayersModel('file://./inception_v3_notop/model.json');
  base.trainable = false;
  const model = tf.sequential();
  model.add(base);
  model.add(tf.layers.globalAveragePooling2d({}));
  model.add(tf.layers.dense({ units: 4, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy' });
  await model.fitDataset(data, { epochs: 10, validationData: val });
  base.trainable = true;
  model.compile({ optimizer: ${second}, loss: 'categoricalCrossentropy' });
  await model.fitDataset(data, { epochs: 10, validationData: val });
}
`,
})

ruleTester(rule, {
  sick: [
    {
      name: 'the same rate again',
      files: program('tf.train.adam(0.001)'),
      findings: [{ at: 'train.js:13, train.js:10', says: 'Adam(0.001)' }],
    },
  ],
  healthy: [
    { name: 'a hundredth of the rate', files: program('tf.train.adam(1e-5)') },
    { name: 'a rate from outside', files: program('tf.train.adam(trunk.rate)') },
  ],
})
