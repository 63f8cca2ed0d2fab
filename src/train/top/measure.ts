import { type Tensor2D, tidy } from '@tensorflow/tfjs-core'
import type { Shape } from '../../embed/boundary.ts'
import { rows } from '../../embed/runners/runner.ts'
import { type Score, scoreOf } from '../head/score.ts'
import { softmaxRows } from '../temperature.ts'
import { asStored, classify, pooled, stacked, type Top, type TopModel, type TopSample } from './model.ts'

/** Images per call. */
const BATCH = 32

/** Measures a model on each sample, as {@link predict} has it. */
export const measure = (model: TopModel, samples: readonly TopSample[], shape: Shape): Score[] =>
  predict(model, samples, shape).map((row, i) => scoreOf(row, samples[i]?.label ?? -1))

/** Class probabilities of each sample by stored statistics, without dropout. */
export function predict(model: TopModel, samples: readonly TopSample[], shape: Shape): Float64Array[] {
  const logits = inBatches(
    samples,
    (batch) => classify(model, pooled(model, stacked(batch, shape), asStored).value).value,
  )
  return softmaxRows(
    logits.map((row) => Float64Array.from(row)),
    1,
  )
}

/** Pooled features of samples by stored statistics, 2048 each, before they are scaled for a classifier. */
export const pooledFeatures = (
  top: Top,
  samples: readonly Pick<TopSample, 'activations'>[],
  shape: Shape,
): Float32Array[] => inBatches(samples, (batch) => pooled(top, stacked(batch, shape), asStored).value)

function inBatches<S>(samples: readonly S[], forward: (batch: readonly S[]) => Tensor2D): Float32Array[] {
  const results: Float32Array[] = []
  for (let from = 0; from < samples.length; from += BATCH) {
    const batch = samples.slice(from, from + BATCH)
    tidy(() => {
      results.push(...rows(forward(batch).dataSync<'float32'>(), batch.length))
    })
  }
  return results
}
