import { gatherHistory } from '../../src/history/gather.ts'
import type { Config } from '../../src/model/config.ts'
import type { CurveName, TrainingHistory } from '../../src/model/history.ts'
import { silent } from '../../src/model/progress.ts'
import { walk } from '../../src/project/walk.ts'

/** The histories that a folder's logs show. */
export async function historyOf(root: string, config: Config = {}): Promise<TrainingHistory[]> {
  const { files, problems } = await walk(root)
  const signal = new AbortController().signal
  const work = { progress: silent, signal, cacheDir: null, jobs: 1, seed: 0 }
  return gatherHistory({ root, given: root, config, files, problems }, work)
}

/** One curve of a history, epoch by epoch. */
export const curve = (history: TrainingHistory | undefined, name: CurveName) =>
  history?.epochs.map((record) => record[name])
