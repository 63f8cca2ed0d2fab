import type { Shape } from '../../embed/boundary.ts'
import { Random } from '../../model/random.ts'
import type { Score } from '../head/score.ts'
import { type FineTuning, fineTune } from './fine-tune.ts'
import { measure } from './measure.ts'
import { type Classifier, type Top, type TopModel, type TopSample, topModel } from './model.ts'
import { randomTop } from './weights.ts'

/** What all runs of a trial share. */
export interface TopBench extends Pick<TopModel, 'scale' | 'offset'> {
  /** As it was pretrained. */
  top: Top
  shape: Shape
  train: TopSample[]
  evaluation: TopSample[]
}

/** One training of a top and its classifier. */
export interface TopRun {
  classifier: Classifier
  /** What the layers behind the boundary begin with. */
  start: 'pretrained' | 'random'
  recipe: FineTuning
  seed: number
}

/** Trains and measures on the evaluation samples; `between` as for {@link fineTune}. */
export async function runTop(
  bench: TopBench,
  { classifier, start, recipe, seed }: TopRun,
  between: () => Promise<void>,
): Promise<Score[]> {
  const { boundary, layers } = bench.top
  const own = start === 'random' ? randomTop(layers, new Random(seed, 'random top')) : layers
  const model = topModel({ boundary, layers: own }, bench, classifier)
  await fineTune(model, bench, recipe, seed, between)
  return measure(model, bench.evaluation, bench.shape)
}
