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
      name: 'folders that one function reads, which tells the decoder how many channels to give',
      files: {
        'folder.mjs': `import * as fs from 'node:fs'
import * as tf from '@tensorflow/tfjs-node'
const decoded = async (file) => {
  const buffer = await fs.promises.readFile(file)
  return tf.node.decodeJpeg(buffer, 1).resizeNearestNeighbor([48, 48])
}
export async function everything(side) {
  const [photos, kinds] = [[], []]
  for (const [kind, folder] of fs.readdirSync(side).entries())
    for (const file of fs.readdirSync(side + '/' + folder)) {
      photos.push((await decoded(side + '/' + folder + '/' + file)).div(255))
      kinds.push(kind)
    }
  return { photos: tf.stack(photos), kinds: tf.tensor1d(kinds) }
}
`,
        'train.mjs': `import * as tf from '@tensorflow/tfjs-node'
import { everything } from './folder.mjs'
const seen = await everything('coins/seen')
const unseen = await everything('coins/unseen')
const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [48, 48, 1] }), tf.layers.dense({ units: 2, activation: 'softmax' })] })
model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' })
await model.fit(seen.photos, seen.kinds, { epochs: 5, validationData: [unseen.photos, unseen.kinds] })
`,
      },
    },
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
