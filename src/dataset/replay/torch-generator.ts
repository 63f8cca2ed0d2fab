import { Mt19937 } from './mt19937.ts'
import { range, swap } from './shuffle.ts'

/**
 * `torch.randperm(n, generator=torch.Generator().manual_seed(seed))` on the CPU, for n below 2^32 / 20 (`randperm_cpu`
 * in aten/src/ATen/native/TensorFactories.cpp: Fisher-Yates from the front, remainders of 32 bits).
 */
export function torchRandperm(n: number, seed: number | bigint): number[] {
  const generator = Mt19937.fromInteger(seed)
  const order = range(n)
  for (let i = 0; i < n - 1; i += 1) swap(order, i, i + (generator.next() % (n - i)))
  return order
}
