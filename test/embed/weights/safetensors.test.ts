import { truncate } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readSafetensors, writeSafetensors } from '../../../src/embed/weights/safetensors.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const tensors = new Map([
  ['conv/kernel', { shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 0, 1e-20, 6) }],
  ['bias', { shape: [1], values: Float32Array.of(7) }],
])

test('what is written is read', async () => {
  const file = path.join(await temporaryFolder(), 'weights')
  await writeSafetensors(file, tensors)
  expect(await readSafetensors(file)).toEqual(tensors)
})

test.each([4, 40, 150])('a file of %i bytes is too short', async (length) => {
  const file = path.join(await temporaryFolder(), 'weights')
  await writeSafetensors(file, tensors)
  await truncate(file, length)
  await expect(readSafetensors(file)).rejects.toThrow()
})
