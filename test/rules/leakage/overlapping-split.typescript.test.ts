import rule from '../../../rules/leakage/overlapping-split.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** Files that `lines` list and cut, read by a dataset for each side. */
const program = (lines: string) => ({
  'train.js': `const tf = require('@tensorflow/tfjs-node')
const fs = require('fs')
const listed = (folder, rows = []) => {
  fs.readdirSync(folder).sort().forEach((name) => { rows.push({ path: folder + '/' + name, label: name.includes('oak') ? 1 : 0 }) })
  return rows
}
${lines}
const read = (list) => tf.data.array(list).map(({ path, label }) => ({
  xs: tf.node.decodeImage(fs.readFileSync(path), 3).div(255),
  ys: tf.oneHot(tf.scalar(label, 'int32'), 2),
})).batch(32)
const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [96, 96, 3] }), tf.layers.dense({ units: 2, activation: 'softmax' })] })
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' })
await model.fitDataset(read(train), { epochs: 5, validationData: read(validation) })
`,
})

ruleTester(rule, {
  sick: [],
  healthy: [
    {
      name: 'two lists that are filled alike',
      files: program('const [train, validation] = [listed("trees/train"), listed("trees/val")]'),
    },
    {
      name: 'a copy that is shuffled by hand and then cut by a function',
      files: program(`function shuffled(list) {
  const copy = list.slice()
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = Math.floor(seeded() * (i + 1))
    const other = copy[i]
    copy[i] = copy[j]
    copy[j] = other
  }
  return copy
}
const cut = (list, at) => [list.slice(at), list.slice(0, at)]
const [train, validation] = cut(shuffled(listed("trees")), 200)`),
    },
  ],
})
