import type { Worker } from 'node:worker_threads'
import { startWorker } from '../../project/start-worker.ts'
import { pixelBudget } from '../decode/pixel-budget.ts'
import type { DigestSet } from './digest-set.ts'
import type { Learned } from './learn.ts'

/** What a worker is started with. */
export interface WorkerSetup {
  /** See `PixelBudget.shared`. */
  budget: Int32Array
  /** See `DigestSet.packed`: contents that need not be decoded. */
  known: Uint8Array
}

export interface Task {
  id: number
  /** An absolute path, or the bytes of an image. */
  from: string | Uint8Array
}

export interface Reply {
  id: number
  learned: Learned
}

interface Waiting {
  resolve(learned: Learned): void
  reject(reason: unknown): void
}

/**
 * Threads that read and decode files. Whoever calls `learn` keeps the number of calls in flight bounded; two for each
 * thread leave none of them idle.
 */
export class WorkerPool {
  private readonly workers: Worker[]
  private readonly waiting: Map<number, Waiting>[]
  private readonly signal: AbortSignal
  private readonly onAbort = () => this.fail(this.signal.reason)
  private next = 0
  private failure: { reason: unknown } | null = null

  constructor(size: number, known: DigestSet, signal: AbortSignal) {
    const setup: WorkerSetup = { budget: pixelBudget.shared, known: known.packed }
    this.waiting = Array.from({ length: size }, () => new Map())
    this.workers = this.waiting.map((waiting) => this.start(setup, waiting))
    this.signal = signal
    signal.addEventListener('abort', this.onAbort)
  }

  /** Reads the file at an absolute path, or takes its bytes. @throws the signal's reason when it is aborted */
  learn(from: string | Uint8Array): Promise<Learned> {
    const loads = this.waiting.map(({ size }) => size)
    const index = loads.indexOf(Math.min(...loads))
    const [worker, waiting] = [this.workers[index], this.waiting[index]]
    if (this.failure !== null || worker === undefined || waiting === undefined) {
      return Promise.reject(this.failure?.reason)
    }
    this.next += 1
    const task: Task = { id: this.next, from }
    return new Promise((resolve, reject) => {
      waiting.set(task.id, { resolve, reject })
      worker.postMessage(task)
    })
  }

  /** Ends the threads, also in the middle of their work. */
  async close(): Promise<void> {
    this.signal.removeEventListener('abort', this.onAbort)
    this.fail(new Error('the threads that decode images were ended'))
    await Promise.all(this.workers.map((worker) => worker.terminate()))
  }

  private start(workerData: WorkerSetup, waiting: Map<number, Waiting>): Worker {
    const worker = startWorker(new URL('./decode-worker', import.meta.url), workerData)
    worker.on('message', ({ id, learned }: Reply) => {
      waiting.get(id)?.resolve(learned)
      waiting.delete(id)
    })
    worker.on('error', (fault) =>
      this.fail(new Error(`a thread that decodes images failed: ${fault.message}`)),
    )
    return worker
  }

  private fail(reason: unknown): void {
    this.failure ??= { reason }
    for (const waiting of this.waiting) {
      for (const { reject } of waiting.values()) reject(reason)
      waiting.clear()
    }
  }
}
