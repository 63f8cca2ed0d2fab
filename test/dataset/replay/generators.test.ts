import { expect, test } from 'vitest'
import { DefaultRng } from '../../../src/dataset/replay/default-rng.ts'
import { PythonRandom } from '../../../src/dataset/replay/python-random.ts'
import { randomSplit } from '../../../src/dataset/replay/random-split.ts'
import { RandomState } from '../../../src/dataset/replay/random-state.ts'
import { TorchGenerator } from '../../../src/dataset/replay/torch-generator.ts'
import { short, torchVectors, vectors } from './vectors.ts'

test.each(vectors.randomState)('numpy RandomState($seed).permutation($n)', ({ n, seed, order }) => {
  expect(short(new RandomState(Number(seed)).permutation(n))).toEqual(order)
})

test.each(vectors.defaultRng)('numpy default_rng($seed).permutation($n)', ({ n, seed, order }) => {
  expect(short(new DefaultRng(seed).permutation(n))).toEqual(order)
})

test.each(vectors.pythonShuffle)('Python Random($seed).shuffle of $n', ({ n, seed, order }) => {
  expect(short(new PythonRandom(seed).permutation(n))).toEqual(order)
})

test.each(torchVectors.randperm)('torch randperm($n), manual_seed($seed)', ({ n, seed, order }) => {
  expect(short(new TorchGenerator(seed).permutation(n))).toEqual(order)
})

test.each(torchVectors.randomSplit)(
  'torch random_split of $n by $lengths, manual_seed($seed)',
  ({ n, lengths, seed, parts }) => {
    expect(randomSplit(n, lengths, new TorchGenerator(seed)).map(short)).toEqual(parts)
  },
)

test('there are at least twenty vectors of each kind', () => {
  for (const list of [...Object.values(vectors), ...Object.values(torchVectors)]) {
    if (list !== vectors.trees) expect(list.length).toBeGreaterThanOrEqual(20)
  }
})
