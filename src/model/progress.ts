/** A stage of long work, shown to people with counts and time left. */
export interface Stage {
  /** `done` more units are finished, one by default; `place` says in a few words where the work stands. */
  advance(done?: number, place?: string): void
  finish(): void
}

/** Where long work tells how far it is. The CLI draws it; tests and libraries pass `silent`. */
export interface Progress {
  /** `total` in units of `unit` ("images", "seeds"); 0 when not known beforehand. */
  start(title: string, total: number, unit: string): Stage
  /** One line that is worth keeping, e.g. that an optional back-end is missing. */
  note(line: string): void
}

export const silent: Progress = {
  start: () => ({ advance() {}, finish() {} }),
  note() {},
}

/** What every long-running step is given beside its input. */
export interface WorkContext {
  progress: Progress
  signal: AbortSignal
  /** Absolute folder for caches, or null for none. */
  cacheDir: string | null
  /** Worker threads or processes to use, at least 1. */
  jobs: number
  seed: number
}
