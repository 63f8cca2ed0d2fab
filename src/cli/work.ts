import path from 'node:path'
import type { WorkContext } from '../model/progress.ts'
import type { Project } from '../model/project.ts'
import { onInterrupt } from './interrupt.ts'
import { createProgress } from './progress.ts'
import { openWorkFolder } from './work-folder.ts'

export interface WorkOptions {
  quiet: boolean
  /** A folder, true for the project's own, false for none. */
  cache: string | boolean
  jobs: number
  seed: number
}

/**
 * Does long work on a project with progress on stderr, Ctrl-C and a place for caches; tidies up whatever happens.
 * `run` also gets the absolute work folder (`.doctor` or its substitute).
 */
export async function withWork<T>(
  project: Project,
  options: WorkOptions,
  run: (work: WorkContext, workFolder: string) => Promise<T>,
): Promise<T> {
  const folder = await openWorkFolder(project.root)
  const interrupt = onInterrupt()
  const progress = await createProgress(process.stderr, { quiet: options.quiet })
  if (folder.note !== null) progress.note(folder.note)
  const { cache, jobs, seed } = options
  const own = cache === true ? path.join(folder.path, 'cache') : null
  const cacheDir = typeof cache === 'string' ? path.resolve(cache) : own
  try {
    return await run({ progress, signal: interrupt.signal, cacheDir, jobs, seed }, folder.path)
  } finally {
    progress.stop()
    interrupt.stop()
  }
}
