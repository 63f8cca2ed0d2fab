import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { layers } from '../../../src/embed/architecture.ts'
import { foldBatchNorm } from '../../../src/embed/fold.ts'
import { readKerasWeights } from '../../../src/embed/weights/keras-hdf5.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test('reads every variable of a file by Keras under its number from 1', async () => {
  const packed = await readFile(path.join(import.meta.dirname, '../oracle/keras_weights.h5.gz'))
  const file = path.join(await temporaryFolder(), 'weights.h5')
  await writeFile(file, gunzipSync(packed))
  const weights = await readKerasWeights(file)
  expect(weights.size).toBe(94 * 4)
  for (const [name, { values }] of weights) {
    const [, number, part] = /_(\d+)\/(\w+)$/.exec(name) ?? []
    const offset = { kernel: 0, beta: 0.25, moving_mean: 0.5, moving_variance: 0.75 }[part ?? '']
    expect(values.every((value) => value === Number(number) + (offset ?? Number.NaN))).toBe(true)
  }
  for (const layer of layers) if (layer.kind === 'convolution') foldBatchNorm(layer, weights)
})

test('what is no HDF5 file is an error', async () => {
  const folder = await temporaryFolder({ 'page.h5': '<html>' })
  await expect(readKerasWeights(path.join(folder, 'page.h5'))).rejects.toThrow(/page\.h5 is not an HDF5 file/)
})
