import type { Step, ValueRange } from '../model/pipeline.ts'

/**
 * The range of pixel values after the steps, beginning with `start`; null as soon as it cannot be told. Random
 * transforms keep the nominal range.
 */
export function rangeAfter(steps: readonly Step[], start: ValueRange | null): ValueRange | null {
  let range = start
  for (const [index, step] of steps.entries())
    range = isDoubtful(step, steps.slice(0, index)) ? null : rangeAfterStep(step, range)
  return range
}

/**
 * `tf.image.convert_image_dtype` scales integers by 1/255 and leaves floats as they are, and `tf.image.resize` makes
 * floats of integers unless it takes the nearest pixel: behind a resize or another scaling it most often does nothing.
 * https://www.tensorflow.org/api_docs/python/tf/image/convert_image_dtype
 */
export const isDoubtful = (step: Step, before: readonly Step[]): boolean =>
  step.kind === 'rescale' &&
  step.name.endsWith('convert_image_dtype') &&
  before.some(({ kind }) => kind === 'resize' || kind === 'rescale' || kind === 'preprocess')

function rangeAfterStep(step: Step, range: ValueRange | null): ValueRange | null {
  switch (step.kind) {
    case 'decode':
      return [0, 255]
    case 'rescale': {
      if (range === null || step.scale.value === null || step.offset.value === null) return null
      const ends = [
        range[0] * step.scale.value + step.offset.value,
        range[1] * step.scale.value + step.offset.value,
      ]
      return [Math.min(...ends), Math.max(...ends)]
    }
    case 'preprocess':
      return range !== null && isClose(range, [0, 255]) ? step.makes : null
    case 'normalize':
      return range === null ? null : normalised(step, range)
    case 'fitted-transform':
    case 'opaque':
      return null
    default:
      return range
  }
}

/** The widest interval over the channels; null where mean or deviation is not known. */
function normalised(
  { mean, std }: Extract<Step, { kind: 'normalize' }>,
  [low, high]: ValueRange,
): ValueRange | null {
  const [means, stds] = [mean.value, std.value]
  if (means === null || stds === null || means.length === 0 || stds.length === 0) return null
  const ends = stds.flatMap((deviation, channel) => {
    const centre = means[channel] ?? means[0] ?? 0
    return deviation === 0 ? [Number.NaN] : [(low - centre) / deviation, (high - centre) / deviation]
  })
  return ends.some(Number.isNaN) ? null : [Math.min(...ends), Math.max(...ends)]
}

/** Equal up to 2 % of the wider range: 1/256 for 1/255 is no fault. */
export function isClose(a: ValueRange, b: ValueRange): boolean {
  const tolerance = 0.02 * Math.max(a[1] - a[0], b[1] - b[0])
  return Math.abs(a[0] - b[0]) <= tolerance && Math.abs(a[1] - b[1]) <= tolerance
}
