import type { Worker } from 'node:worker_threads'
import type { WorkContext } from '../../model/progress.ts'
import { startWorker } from '../../project/start-worker.ts'
import type { Score } from '../../train/head/score.ts'
import type { TopBench, TopRun } from '../../train/top/run.ts'

/** Of a worker about its run: another batch begins, the run is done, or it failed. */
export type Reply =
  | { kind: 'batch' }
  | { kind: 'measured'; measured: Score[] }
  | { kind: 'failed'; reason: string }

/** Each thread holds weights, gradients and moments of its own, some 300 to 500 MiB. */
const MOST_THREADS = 2

/**
 * Runs side by side in threads, each run in one: the outcome is the same however many there are. What they measure, in
 * their order; `advance` is called at every batch. Throws the signal's reason as soon as it is aborted.
 */
export async function runTops(
  bench: TopBench,
  runs: readonly TopRun[],
  { jobs, signal }: Pick<WorkContext, 'jobs' | 'signal'>,
  advance: () => void,
): Promise<Score[][]> {
  signal.throwIfAborted()
  const module = new URL('./worker', import.meta.url)
  const threads = Math.min(jobs, MOST_THREADS, runs.length)
  const workers = Array.from({ length: threads }, () => startWorker(module, bench))
  const results = new Map<number, Score[]>()
  const queue = runs.entries()
  const ended = new AbortController()
  try {
    const both = AbortSignal.any([signal, ended.signal])
    const work = async (worker: Worker) => {
      for (const [i, run] of queue) results.set(i, await ask(worker, run, both, advance))
    }
    await Promise.all(workers.map(work))
  } finally {
    ended.abort(new Error('another run failed'))
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return runs.map((_, i) => results.get(i) ?? [])
}

function ask(worker: Worker, run: TopRun, signal: AbortSignal, advance: () => void): Promise<Score[]> {
  return new Promise((resolve, reject) => {
    const onAbort = () => settle(() => reject(signal.reason))
    const onError = (error: Error) => settle(() => reject(error))
    const onMessage = (reply: Reply) => {
      if (reply.kind === 'batch') advance()
      else if (reply.kind === 'measured') settle(() => resolve(reply.measured))
      else settle(() => reject(new Error(`fine-tuning failed: ${reply.reason}`)))
    }
    const settle = (then: () => void) => {
      signal.removeEventListener('abort', onAbort)
      worker.off('error', onError)
      worker.off('message', onMessage)
      then()
    }
    signal.addEventListener('abort', onAbort)
    worker.on('error', onError)
    worker.on('message', onMessage)
    worker.postMessage(run)
  })
}
