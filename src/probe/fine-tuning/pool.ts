import type { WorkContext } from '../../model/progress.ts'
import type { Score } from '../../train/head/score.ts'
import type { TopBench, TopRun } from '../../train/top/run.ts'
import { inThreads } from '../threads.ts'

/** What runs of fine-tuning measure; `advance` is called at every batch. See {@link inThreads}. */
export const runTops = (
  bench: TopBench,
  runs: readonly TopRun[],
  work: Pick<WorkContext, 'jobs' | 'signal'>,
  advance: () => void,
): Promise<Score[][]> => {
  const module = new URL('./top-worker', import.meta.url)
  return inThreads({ module, shared: bench, name: 'fine-tuning' }, runs, work, advance)
}
