import { availableParallelism } from 'node:os'
import { userCacheFolder } from '../src/embed/weights/store.ts'
import { silent, type WorkContext } from '../src/model/progress.ts'

/** Silent work on all processors, with the features that the person's cache holds. */
export const benchWork = (seed = 0): WorkContext => ({
  progress: silent,
  signal: new AbortController().signal,
  cacheDir: userCacheFolder(),
  jobs: availableParallelism(),
  seed,
})
