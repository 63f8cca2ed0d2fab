import { setTimeout } from 'node:timers/promises'

/** Milliseconds between two looks whether pixels have become free. */
const patience = 3

/**
 * Keeps the pixels that are decoded at full size at the same time under a limit, in all threads that share it, so
 * that memory stays flat.
 */
export class PixelBudget {
  private readonly limit: number
  /** One number: the pixels that are free. */
  private free: Int32Array

  constructor(limit: number) {
    this.limit = limit
    this.free = new Int32Array(new SharedArrayBuffer(4)).fill(limit)
  }

  /** What another thread needs to share this budget. */
  get shared(): Int32Array {
    return this.free
  }

  /** Spends from another thread's budget of the same limit from now on. */
  share(free: Int32Array): void {
    this.free = free
  }

  /** Runs `work` once `pixels` are free; one image larger than the whole budget runs alone. */
  async spend<T>(pixels: number, work: () => Promise<T>): Promise<T> {
    const cost = Math.min(pixels, this.limit)
    while (!this.take(cost)) await setTimeout(patience)
    try {
      return await work()
    } finally {
      Atomics.add(this.free, 0, cost)
    }
  }

  private take(cost: number): boolean {
    if (Atomics.sub(this.free, 0, cost) >= cost) return true
    Atomics.add(this.free, 0, cost)
    return false
  }
}

/** 64 megapixels, about 200 MB of RGB, are decoded at a time. */
export const pixelBudget = new PixelBudget(64e6)
