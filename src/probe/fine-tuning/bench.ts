import { FEATURES } from '../../embed/architecture.ts'
import { shapeOf } from '../../embed/boundary.ts'
import type { SoftmaxHead } from '../../train/head/softmax.ts'
import { trainSoftmaxHead } from '../../train/head/train.ts'
import type { Recipe } from '../../train/recipe.ts'
import { standardiser } from '../../train/standardise.ts'
import type { TopBench } from '../../train/top/run.ts'
import { pretrainedTop } from '../../train/top/weights.ts'
import { trainEach } from '../arms.ts'
import type { Session } from '../session.ts'
import { sharedVectors } from '../threads.ts'
import type { TopPlan } from './plan.ts'

interface Prepared {
  bench: TopBench
  /** Heads on the frozen trunk, one per seed. */
  heads(recipe: Recipe): Promise<SoftmaxHead[]>
}

/** The activations that fine-tuning begins with, the pretrained layers behind them, and heads on pooled features. */
export async function preparedBench(plan: TopPlan, session: Session): Promise<Prepared> {
  const { trunk, work } = session
  const { boundary, size, ground, seeds } = plan
  const samples = [...ground.train, ...ground.evaluation]
  const images = samples.map(({ source, bytesDigest }) => ({ source, bytesDigest }))
  const title = 'computing the frozen part of the trunk'
  const features = await trunk.features(images, { size, title })
  const activations = sharedVectors(await trunk.features(images, { size, output: boundary, title }))
  const prepare = trunk.weights.standardise
    ? standardiser(features.slice(0, ground.train.length))
    : (vector: Float32Array) => vector
  const views = new Map(
    samples.map(({ bytesDigest }, i) => [bytesDigest, features.slice(i, i + 1).map(prepare)]),
  )
  const bench = { ground, seeds, views, heldOut: null, work }
  const layers = pretrainedTop(boundary, await trunk.tensors())
  const offset = prepare(new Float32Array(FEATURES))
  const scale = prepare(new Float32Array(FEATURES).fill(1)).map((value, i) => value - (offset[i] ?? 0))
  const { classes } = ground
  const labelled = samples.map(({ label }, i) => ({
    label: classes.indexOf(label),
    activations: activations[i] ?? new Float32Array(),
  }))
  return {
    bench: {
      top: { boundary, layers },
      shape: shapeOf(boundary, size),
      scale,
      offset,
      train: labelled.slice(0, ground.train.length),
      evaluation: labelled.slice(ground.train.length),
    },
    heads: (recipe) =>
      trainEach(
        trainSoftmaxHead,
        { ...bench, recipe },
        () => ground.train,
        () => {},
      ),
  }
}
