import type { Stage, WorkContext } from '../../model/progress.ts'
import type { Arm } from '../../model/trial.ts'
import type { Score } from '../../train/head/score.ts'
import type { TopBench, TopRun } from '../../train/top/run.ts'
import { inThreads } from '../threads.ts'
import { placeOf } from '../watch.ts'
import type { TopPlan } from './plan.ts'

/** What runs of fine-tuning measure; `advance` is called with the run at every batch. See {@link inThreads}. */
export const runTops = (
  bench: TopBench,
  runs: readonly TopRun[],
  work: Pick<WorkContext, 'jobs' | 'signal'>,
  advance: (run: TopRun) => void,
): Promise<Score[][]> => {
  const module = new URL('./top-worker', import.meta.url)
  return inThreads({ module, shared: bench, name: 'fine-tuning' }, runs, work, advance)
}

/** What shows runs of fine-tuning on a stage that counts batches. */
export function watchingTops(
  stage: Stage,
  armOf: (run: TopRun) => Arm['name'],
  { seeds, ground }: Pick<TopPlan, 'seeds' | 'ground'>,
): (run: TopRun) => void {
  const begun = new Map<TopRun, number>()
  return (run) => {
    const { seed, recipe } = run
    const batches = (begun.get(run) ?? 0) + 1
    begun.set(run, batches)
    const epoch = Math.ceil(batches / Math.ceil(ground.train.length / recipe.batchSize))
    const at = { seed: seeds.indexOf(seed) + 1, seeds: seeds.length, epoch, epochs: recipe.epochs }
    stage.advance(1, placeOf(armOf(run), at))
  }
}
