import { open } from 'node:fs/promises'
import type { WeightTensor } from './tensor.ts'

/** A variable of a layer that Keras numbers: `conv2d_5/kernel`, with `:0` in files of older versions. */
const variable =
  /(?:^|\/)(conv2d|batch_normalization)(?:_(\d+))?\/(kernel|beta|moving_mean|moving_variance)(?::0)?$/

/**
 * Reads the weights of Keras' InceptionV3 from an HDF5 file as `Model.save_weights` wrote it (the layout of the
 * official files). Keras numbers layers in the order of their creation but starts anywhere (`conv2d`, `conv2d_1`,
 * ... or `conv2d_95`, ...), so the order counts and not the number: here they are 1 to 94.
 * Throws when the file is not HDF5 or holds no such variables.
 */
export async function readKerasWeights(path: string): Promise<Map<string, WeightTensor>> {
  if (!(await isHdf5(path))) throw new Error(`${path} is not an HDF5 file`)
  const { default: hdf5 } = await import('h5wasm/node')
  await hdf5.ready
  const file = new hdf5.File(path, 'r')
  try {
    const found = file.paths().flatMap((name) => {
      const [, kind, number = '0', part] = variable.exec(name) ?? []
      return kind === undefined || part === undefined ? [] : [{ name, kind, number: Number(number), part }]
    })
    if (found.length === 0) throw new Error(`${path} holds no weights of a Keras InceptionV3`)
    const tensors = new Map<string, WeightTensor>()
    for (const { name, kind, number, part } of found) {
      const numbers = new Set(found.flatMap((other) => (other.kind === kind ? [other.number] : [])))
      const rank = [...numbers].filter((other) => other <= number).length
      const dataset = file.get(name)
      if (!(dataset instanceof hdf5.Dataset)) throw new Error(`${name} in ${path} is not an array`)
      const values = dataset.value
      if (!(values instanceof Float32Array)) throw new Error(`${name} in ${path} does not hold 32-bit floats`)
      tensors.set(`${kind}_${rank}/${part}`, { shape: [...(dataset.shape ?? [])], values })
    }
    return tensors
  } finally {
    file.close()
  }
}

/** By the signature at its start; the library complains about other files on stderr. */
async function isHdf5(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, 0)
    return buffer.equals(Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'))
  } finally {
    await file.close()
  }
}
