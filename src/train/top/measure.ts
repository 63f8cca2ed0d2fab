import { type Tensor2D, tidy } from '@tensorflow/tfjs-core'
import type { Shape } from '../../embed/boundary.ts'
import { rows } from '../../embed/runners/runner.ts'
import { argmax, crossEntropy } from '../head/softmax.ts'
import { softmaxRows } from '../temperature.ts'
import { asStored, classify, pooled, stacked, type Top, type TopModel, type TopSample } from './model.ts'

/** Images per call. */
const BATCH = 32

/** What a model says of each sample. */
export interface Measured {
  /** Cross-entropy, 0..16.1 as Keras clips it. */
  losses: number[]
  /** 1 where the likeliest class is the label, else 0. */
  right: number[]
}

/** Measures a model by its stored statistics, without dropout. */
export function measure(model: TopModel, samples: readonly TopSample[], shape: Shape): Measured {
  const logits = inBatches(
    samples,
    (batch) => classify(model, pooled(model, stacked(batch, shape), asStored).value).value,
  )
  const probabilities = softmaxRows(
    logits.map((row) => Float64Array.from(row)),
    1,
  )
  const labelOf = (i: number) => samples[i]?.label ?? -1
  return {
    losses: probabilities.map((row, i) => {
      const loss = crossEntropy(row, labelOf(i))
      return Number.isFinite(loss) ? loss : crossEntropy(new Float64Array(), 0)
    }),
    right: probabilities.map((row, i) => (argmax(row) === labelOf(i) ? 1 : 0)),
  }
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
