import type { Recipe } from '../../train/recipe.ts'
import { type Bench, headDataOf } from '../arms.ts'
import { byMeasure, type Scores } from '../scores.ts'
import { inThreads, sharedVectors } from '../threads.ts'
import type { Watch } from '../watch.ts'
import type { HeadOutcome, HeadRun } from './run.ts'

/**
 * The scores of an arm for each recipe, each with its watch, on the evaluation images: as `trainArm` gives them, but in threads, as heads with
 * hidden layers take seconds.
 */
export async function hiddenArms(
  bench: Bench,
  recipes: readonly Recipe[],
  watches: readonly Watch[],
): Promise<Scores[]> {
  const { ground, views, seeds, work } = bench
  const digests = [...ground.train, ...ground.evaluation].map(({ bytesDigest }) => bytesDigest)
  const shared = new Map(
    [...new Set(digests)].map((digest) => [digest, sharedVectors(views.get(digest) ?? [])]),
  )
  const data = headDataOf({ ...bench, views: shared }, ground.train)
  const runs = recipes.flatMap((recipe) => seeds.map((seed): HeadRun => ({ recipe, seed })))
  const module = new URL('./head-worker', import.meta.url)
  const crew = { module, shared: data, name: 'training a head' }
  const done = new Map<HeadRun, number>()
  const outcomes = await inThreads<HeadRun, HeadOutcome>(crew, runs, work, (run) => {
    const { recipe, seed } = run
    const epoch = (done.get(run) ?? 0) + 1
    done.set(run, epoch)
    const at = { seed: seeds.indexOf(seed) + 1, seeds: seeds.length, epoch, epochs: recipe.epochs }
    watches[recipes.indexOf(recipe)]?.(at)
  })
  return recipes.map((_, i) => {
    const own = outcomes.slice(i * seeds.length, (i + 1) * seeds.length)
    return { ...byMeasure(own.map(({ scores }) => scores)), curve: own[0]?.curve ?? [] }
  })
}
