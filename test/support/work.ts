import { type Progress, silent, type WorkContext } from '../../src/model/progress.ts'

/** A context for long work in tests: silent, never aborted, two jobs, no cache unless given. */
export function workContext(changes: Partial<WorkContext> = {}): WorkContext {
  return {
    progress: silent,
    signal: new AbortController().signal,
    cacheDir: null,
    jobs: 2,
    seed: 0,
    ...changes,
  }
}

/** Counts what a stage reports: `title -> units done`. */
export function countingProgress(): { progress: Progress; done: Map<string, number> } {
  const done = new Map<string, number>()
  const progress: Progress = {
    start(title) {
      return {
        advance: (units = 1) => done.set(title, (done.get(title) ?? 0) + units),
        finish() {},
      }
    },
    note() {},
  }
  return { progress, done }
}
