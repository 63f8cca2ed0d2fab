import { expect, test } from 'vitest'
import { mentionsTensorflow } from '../../../src/setup/typescript/relevant.ts'

test.each([
  ["import * as tf from '@tensorflow/tfjs-node'", true],
  ["const tf = require('@tensorflow/tfjs')", true],
  ['const model = tf.sequential()', true],
  ["const m = await tf.loadLayersModel('/model.json')", true],
  ["import { readFileSync } from 'node:fs'", false],
  ['const elf = self.data', false],
  ['', false],
])('%s: %s', (text, expected) => {
  expect(mentionsTensorflow(text)).toBe(expected)
})
