/** Keeps the pixels that are decoded at the same time under a limit, so that memory stays flat. */
export class PixelBudget {
  private free: number
  private readonly limit: number
  private readonly waiting: (() => void)[] = []

  constructor(limit: number) {
    this.limit = limit
    this.free = limit
  }

  /** Runs `work` once `pixels` are free; one image larger than the whole budget runs alone. */
  async spend<T>(pixels: number, work: () => Promise<T>): Promise<T> {
    const cost = Math.min(pixels, this.limit)
    while (this.free < cost) await new Promise<void>((resolve) => this.waiting.push(resolve))
    this.free -= cost
    try {
      return await work()
    } finally {
      this.free += cost
      for (const wake of this.waiting.splice(0)) wake()
    }
  }
}
