import { parentPort, type Worker } from 'node:worker_threads'
import type { WorkContext } from '../model/progress.ts'
import { startWorker } from '../project/start-worker.ts'

/** Of a worker about its run: a step is done, the run is done, or it failed. */
type Reply<Result> = { kind: 'step' } | { kind: 'done'; result: Result } | { kind: 'failed'; reason: string }

/** Threads that do runs of one kind. */
export interface Crew {
  /** Of the worker, named without its extension; it calls {@link answerRuns}. */
  module: URL
  /** What every worker is given at its start. */
  shared: unknown
  /** What they do, for people. */
  name: string
}

/** Each thread holds weights, gradients and moments of its own, some 20 to 500 MiB. */
const MOST_THREADS = 2

/**
 * Runs side by side in threads, each run in one: the outcome is the same however many there are. Returns what came of
 * them, in their order; `advance` is called with the run at every step. Throws the signal's reason as soon as it is aborted.
 */
export async function inThreads<Run, Result>(
  { module, shared, name }: Crew,
  runs: readonly Run[],
  { jobs, signal }: Pick<WorkContext, 'jobs' | 'signal'>,
  advance: (run: Run) => void,
): Promise<Result[]> {
  signal.throwIfAborted()
  const threads = Math.min(jobs, MOST_THREADS, runs.length)
  const workers = Array.from({ length: threads }, () => startWorker(module, shared))
  const results = new Map<number, Result>()
  const queue = runs.entries()
  const ended = new AbortController()
  try {
    const both = AbortSignal.any([signal, ended.signal])
    const work = async (worker: Worker) => {
      for (const [i, run] of queue)
        results.set(i, await ask<Run, Result>(worker, run, name, both, () => advance(run)))
    }
    await Promise.all(workers.map(work))
  } finally {
    ended.abort(new Error('another run failed'))
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return runs.flatMap((_, i) => {
    const result = results.get(i)
    return result === undefined ? [] : [result]
  })
}

function ask<Run, Result>(
  worker: Worker,
  run: Run,
  name: string,
  signal: AbortSignal,
  advance: () => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = () => settle(() => reject(signal.reason))
    const onError = (error: Error) => settle(() => reject(error))
    const onMessage = (reply: Reply<Result>) => {
      if (reply.kind === 'step') advance()
      else if (reply.kind === 'done') settle(() => resolve(reply.result))
      else settle(() => reject(new Error(`${name} failed: ${reply.reason}`)))
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

/** In a worker: does each run that it is sent. */
export function answerRuns<Run, Result>(work: (run: Run, step: () => void) => Promise<Result>): void {
  const tell = (reply: Reply<Result>) => parentPort?.postMessage(reply)
  parentPort?.on('message', async (run: Run) => {
    try {
      tell({ kind: 'done', result: await work(run, () => tell({ kind: 'step' })) })
    } catch (error) {
      tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) })
    }
  })
}

/** In memory that threads share, so that it is not copied for each. */
export function sharedVectors(vectors: readonly Float32Array[]): Float32Array[] {
  const length = vectors.reduce((sum, vector) => sum + vector.length, 0)
  const all = new Float32Array(new SharedArrayBuffer(length * 4))
  let at = 0
  return vectors.map((vector) => {
    all.set(vector, at)
    at += vector.length
    return all.subarray(at - vector.length, at)
  })
}
