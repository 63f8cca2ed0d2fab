import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { startWorker } from '../project/start-worker.ts'
import type { ImportGraph } from './project-imports.ts'
import type { CodeReader, Described } from './reader.ts'
import type { SourceFile } from './source-file.ts'

/** What the thread is asked, one question at a time. */
export type Question =
  | { about: 'imports'; paths: readonly string[] }
  | { about: 'programs'; entries: readonly string[] }

export type Answer = { about: 'imports'; graph: ImportGraph } | { about: 'programs'; described: Described[] }

/** As much stack as the main thread has (V8's 984 KB; Node keeps 192 KB of a thread's): both give up at one depth. */
const limits = { stackSizeMb: (984 + 192) / 1024 }

/** A reader in a thread of its own. Its questions throw what failed there, or the signal's abort. */
export class ReadingThread implements CodeReader {
  private readonly worker: Worker
  private readonly signal: AbortSignal

  constructor(files: ReadonlyMap<string, SourceFile>, signal: AbortSignal) {
    this.worker = startWorker(new URL('./reading-worker', import.meta.url), files, limits)
    this.signal = signal
  }

  async imports(paths: readonly string[]): Promise<ImportGraph> {
    const answer = await this.ask({ about: 'imports', paths })
    return answer.about === 'imports' ? answer.graph : new Map()
  }

  async describe(entries: readonly string[]): Promise<Described[]> {
    const answer = await this.ask({ about: 'programs', entries })
    return answer.about === 'programs' ? answer.described : []
  }

  /** Ends the thread, also in the middle of its work. */
  async close(): Promise<void> {
    await this.worker.terminate()
  }

  private async ask(question: Question): Promise<Answer> {
    const message = once(this.worker, 'message', { signal: this.signal })
    this.worker.postMessage(question)
    const answer: Answer = (await message)[0]
    return answer
  }
}
