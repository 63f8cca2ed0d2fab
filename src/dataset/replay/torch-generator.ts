import { Mt19937 } from './mt19937.ts'
import { range, swap } from './shuffle.ts'

/** `torch.Generator().manual_seed(seed)` on the CPU. */
export class TorchGenerator {
  private readonly generator: Mt19937

  constructor(seed: number | bigint) {
    this.generator = Mt19937.fromInteger(seed)
  }

  /**
   * `torch.randperm(n, generator=)` for n below 2^32 / 20 (`randperm_cpu` in aten/src/ATen/native/TensorFactories.cpp:
   * Fisher-Yates from the front, remainders of 32 bits).
   */
  permutation(n: number): number[] {
    const order = range(n)
    for (let i = 0; i < n - 1; i += 1) swap(order, i, i + (this.generator.next() % (n - i)))
    return order
  }
}
