import { layersAfter } from '../../../src/embed/boundary.ts'
import type { WeightTensor } from '../../../src/embed/weights/tensor.ts'
import { Random } from '../../../src/model/random.ts'
import type { Top } from '../../../src/train/top/model.ts'
import { pretrainedTop, randomTop } from '../../../src/train/top/weights.ts'

const boundary = 'mixed9'

/** The last block with random weights. */
export const lastBlock = (seed: number): Top => ({
  boundary,
  layers: randomTop(pretrainedTop(boundary, weights()), new Random(seed)),
})

/** Weights named and shaped as a trunk's: 2048 channels before the last block. */
function weights(): Map<string, WeightTensor> {
  const drawn = new Map<string, WeightTensor>()
  const channels = new Map([[boundary, 2048]])
  for (const layer of layersAfter(boundary)) {
    const inputs = layer.kind === 'concatenation' ? layer.inputs : [layer.input]
    const before = inputs.reduce((sum, name) => sum + (channels.get(name) ?? 0), 0)
    channels.set(layer.name, layer.kind === 'convolution' ? layer.filters : before)
    if (layer.kind !== 'convolution') continue
    const { index, filters, kernel } = layer
    const shape = [...kernel, before, filters]
    const put = (name: string, shape: number[], value: number) =>
      drawn.set(name, { shape, values: new Float32Array(shape.reduce((a, b) => a * b)).fill(value) })
    put(`conv2d_${index}/kernel`, shape, 0)
    put(`batch_normalization_${index}/beta`, [filters], 0)
    put(`batch_normalization_${index}/moving_mean`, [filters], 0)
    put(`batch_normalization_${index}/moving_variance`, [filters], 1)
  }
  return drawn
}
