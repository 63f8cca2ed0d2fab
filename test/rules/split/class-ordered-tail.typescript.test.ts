import rule from '../../../rules/split/class-ordered-tail.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** Trains on images and labels that \`fill\` puts into \`xs\` and \`ys\`; the share is held back in line 4 of \`fit\`. */
const program = (fill: string, fit = 'validationSplit: 0.2') => ({
  'train.js': `const tf = require('@tensorflow/tfjs-node')
const fs = require('fs')
const read = (file) => tf.image.resizeBilinear(tf.node.decodeImage(fs.readFileSync(file), 3), [64, 64]).div(255)
const options = { epochs: 9, ${fit} }
async function train(dir) {
  const names = fs.readdirSync(dir)
  const xs = []
  const ys = []
${fill}
  const model = tf.sequential({ layers: [
    tf.layers.conv2d({ inputShape: [64, 64, 3], filters: 8, kernelSize: 3 }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 4, activation: 'softmax' }),
  ] })
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' })
  await model.fit(tf.stack(xs), tf.oneHot(tf.tensor1d(ys, 'int32'), 4), options)
}
train('photos')
`,
})
const unfixed = 'which shuffle is wanted is left to the person'
const found = [{ at: 'train.js:4', says: 'the last classes only' }]

ruleTester(rule, {
  sick: [
    {
      name: 'samples listed folder after folder, and read in a second loop',
      files: program(`  const rows = []
  for (const [label, name] of names.entries()) {
    for (const file of fs.readdirSync(dir + '/' + name)) rows.push({ file: dir + '/' + name + '/' + file, label })
  }
  for (const { file, label } of rows) {
    xs.push(read(file))
    ys.push(label)
  }`),
      findings: found,
      unfixed,
    },
    {
      name: 'folders one after the other, by forEach',
      files: program(`  names.forEach((name, label) => {
    for (const file of fs.readdirSync(dir + '/' + name)) {
      xs.push(read(dir + '/' + name + '/' + file))
      ys.push(label)
    }
  })`),
      findings: found,
      unfixed,
    },
    {
      name: 'folders one after the other, by a counter',
      files: program(`  for (let label = 0; label < names.length; label++) {
    for (const file of fs.readdirSync(\`\${dir}/\${names[label]}\`)) {
      xs.push(read(file))
      ys.push(label)
    }
  }`),
      findings: found,
      unfixed,
    },
    {
      name: 'the number of the name that the outer loop gives',
      files: program(`  for (const name of names) {
    fs.readdirSync(dir + '/' + name).forEach((file) => {
      xs.push(read(dir + '/' + name + '/' + file))
      ys.push(names.indexOf(name))
    })
  }`),
      findings: found,
      unfixed,
    },
  ],
  healthy: [
    {
      name: 'samples listed folder after folder, shuffled, and read in a second loop',
      files: program(`  const rows = []
  for (const [label, name] of names.entries()) {
    for (const file of fs.readdirSync(dir + '/' + name)) rows.push({ file: dir + '/' + name + '/' + file, label })
  }
  tf.util.shuffle(rows)
  for (const { file, label } of rows) {
    xs.push(read(file))
    ys.push(label)
  }`),
    },
    {
      name: 'folders one after the other, shuffled by a function of the program',
      files: program(`  for (const [label, name] of names.entries())
    for (const file of fs.readdirSync(dir + '/' + name)) {
      xs.push(read(dir + '/' + name + '/' + file))
      ys.push(label)
    }
  shuffleTogether(xs, ys)`),
    },
    {
      name: 'an order drawn by tf.util',
      files: program(`  const samples = []
  names.forEach((name, label) => {
    for (const file of fs.readdirSync(dir + '/' + name)) samples.push({ file, label })
  })
  for (const index of tf.util.createShuffledIndices(samples.length)) {
    xs.push(read(samples[index].file))
    ys.push(samples[index].label)
  }`),
    },
    {
      name: 'a list that is sorted by chance',
      files: program(`  names.forEach((name, label) => {
    for (const file of fs.readdirSync(dir + '/' + name)) {
      xs.push(read(file))
      ys.push(label)
    }
  })
  xs.sort(() => Math.random() - 0.5)`),
    },
    {
      name: 'several versions of each sample, in the order of a list',
      files: program(`  for (const [file, label] of JSON.parse(fs.readFileSync('list.json', 'utf8'))) {
    for (let turn = 0; turn < 4; turn++) {
      xs.push(read(file))
      ys.push(label)
    }
  }`),
    },
    {
      name: 'one loop over a list of files',
      files: program(`  for (const file of names) {
    xs.push(read(file))
    ys.push(Number(file[0]))
  }`),
    },
    {
      name: 'a validation set of its own',
      files: program(
        `  names.forEach((name, label) => {
    for (const file of fs.readdirSync(dir + '/' + name)) {
      xs.push(read(file))
      ys.push(label)
    }
  })`,
        'validationData: loadValidation()',
      ),
    },
  ],
})
