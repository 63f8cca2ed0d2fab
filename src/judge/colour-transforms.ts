import type { Step, ValueRange } from '../model/pipeline.ts'
import type { Read } from '../model/span.ts'

type RandomStep = Extract<Step, { kind: 'random-transform' }>

/** What a colour transform does to images of a range that it is not set up for. */
export interface Misfit {
  /** What happens, in words. */
  effect: string
  /** The argument that would fit, where there is one: its name, its new value, and where the old one is written. */
  argument: { name: string; value: string; given: Read<unknown> } | null
}

/** Brightness that moves images by less than this share of their range cannot be seen. */
const nothing = 0.01

/**
 * Whether a random colour transform fits images of `range`; null where it does, or where that is not known. What each
 * does was measured on uniform noise in 0..255, 0..1 and -1..1 with TensorFlow 2.18.1 and Keras 3.6.0; `floats` says
 * that the images are known to be floats (integers are scaled to 0..1 and back by tf.image).
 */
export function misfitOf(step: RandomStep, range: ValueRange, floats: boolean): Misfit | null {
  switch (step.name.slice(step.name.lastIndexOf('.') + 1)) {
    case 'random_brightness':
    case 'stateless_random_brightness':
      return shifted(step, 'max_delta', range, floats)
    case 'channel_shift_range':
      return shifted(step, 'channel_shift_range', range, true)
    case 'random_jpeg_quality':
    case 'stateless_random_jpeg_quality':
      return floats && (range[1] > 1 || range[0] < 0)
        ? { effect: 'floats outside 0..1 are cut off before they are compressed', argument: null }
        : null
    case 'brightness_range':
      return range[0] === 0 && range[1] <= 1
        ? { effect: 'the generator works in 0..255 here, and leaves nearly black images', argument: null }
        : null
    case 'RandomBrightness':
      return clipped(step, range)
    case 'RandomContrast':
      return range[0] < 0 ? { effect: 'it cuts off what is below 0', argument: null } : null
    default:
      return null
  }
}

/** Adds up to `name` to the pixel values, whatever their range. */
function shifted(step: RandomStep, name: string, range: ValueRange, floats: boolean): Misfit | null {
  const given = step.parameters[name]
  const most = given?.value
  if (given === undefined || typeof most !== 'number' || most <= 0) return null
  const width = range[1] - range[0]
  const share = most / width
  if (share < 1 && (share >= nothing || !floats)) return null
  const meant = most > 1 ? most / 255 : most
  const effect =
    share < 1
      ? `it moves them by at most ${percent(share)} of their range, which does nothing`
      : `it moves them by up to ${Number(share.toPrecision(2))} times their range`
  return { effect, argument: { name, value: String(Number((meant * width).toPrecision(3))), given } }
}

const percent = (share: number) => `${Number((share * 100).toPrecision(2))} %`

/** `RandomBrightness` shifts by a share of its `value_range`, 0..255 unless said otherwise, and cuts off there. */
function clipped(step: RandomStep, range: ValueRange): Misfit | null {
  const given = step.parameters.value_range
  const value = given === undefined ? ([0, 255] satisfies ValueRange) : pairOf(given.value)
  if (value === null || fits(value, range)) return null
  return {
    effect: `it works in value_range ${value[0]}..${value[1]}`,
    argument: {
      name: 'value_range',
      value: `(${round(range[0])}, ${round(range[1])})`,
      given: given ?? { from: 'default', value: null },
    },
  }
}

function pairOf(value: unknown): ValueRange | null {
  if (!Array.isArray(value)) return null
  const [low, high]: unknown[] = value
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : null
}

/** Equal up to half: 0..1 for 0..1 and 0..255 for 0..256, but not 0..255 for 0..1. */
function fits(value: ValueRange, range: ValueRange): boolean {
  const ratio = (value[1] - value[0]) / (range[1] - range[0])
  return ratio > 0.66 && ratio < 1.5 && Math.sign(value[0]) === Math.sign(range[0])
}

const round = (value: number) => Number(value.toPrecision(3))
