import type { TorchGenerator } from './torch-generator.ts'

/**
 * `torch.utils.data.random_split(range(n), lengths, generator=generator)`: the indices of each part
 * (torch/utils/data/dataset.py).
 * @param lengths counts that add up to n, or shares that add up to 1
 */
export function randomSplit(n: number, lengths: readonly number[], generator: TorchGenerator): number[][] {
  const counts = countsOf(n, lengths)
  const order = generator.permutation(n)
  let from = 0
  return counts.map((count) => {
    from += count
    return order.slice(from - count, from)
  })
}

/** Shares are rounded down, and what is left goes one by one to the first parts. */
function countsOf(n: number, lengths: readonly number[]): number[] {
  const total = lengths.reduce((sum, length) => sum + length, 0)
  // As PyTorch tells the two apart (math.isclose), but for sums above 1 by rounding, which depend on Python's version.
  if (Math.abs(total - 1) > 1e-9) return [...lengths]
  const counts = lengths.map((share) => Math.floor(n * share))
  const left = n - counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count, i) => count + Math.ceil(Math.max(0, left - i) / counts.length))
}
