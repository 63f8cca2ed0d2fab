import type { Pipeline, Step, ValueRange } from '../model/pipeline.ts'
import { isClose, isDoubtful, rangeAfter } from './value-range.ts'

/** A factor at most this small divides pixels of 0..255 down to about 1: 1/255, 1/127.5, 1/128. */
const dividing = 1 / 50

/** A factor at least this large brings small values back to 0..255. */
const restoring = 50

interface Scaled {
  /** What scaled the images last; null while they are as decoded, or where it is not known. */
  by: Step | null
  range: ValueRange | null
}

/**
 * The first step that scales images which an earlier step has scaled already, with that step; null if there is none
 * or where something unknown lies between them. Arrays whose values are not known are taken for 0..255: two
 * divisions in a row are wrong whatever they hold.
 */
export function scaledTwice(steps: readonly Step[]): { first: Step; second: Step } | null {
  let state: Scaled = { by: null, range: [0, 255] }
  for (const [index, step] of steps.entries()) {
    // Whether it scales or not, a step that leaves floats alone is never the second scaling.
    if (isDoubtful(step, steps.slice(0, index))) {
      if (state.by === null) state = { by: null, range: null }
      continue
    }
    if (state.by !== null && isSecond(step, state.range)) return { first: state.by, second: step }
    state = after(step, state)
  }
  return null
}

function isSecond(step: Step, range: ValueRange | null): boolean {
  if (range !== null && isClose(range, [0, 255])) return false
  if (step.kind === 'preprocess') return range !== null
  return step.kind === 'rescale' && step.scale.value !== null && Math.abs(step.scale.value) <= dividing
}

function after(step: Step, state: Scaled): Scaled {
  const range = rangeAfter([step], state.range)
  switch (step.kind) {
    case 'decode':
      return { by: null, range }
    case 'preprocess':
      return { by: step, range }
    case 'rescale': {
      const scale = Math.abs(step.scale.value ?? 0)
      if (step.scale.value === null || scale >= restoring) return { by: null, range }
      return { by: scale <= dividing ? step : state.by, range }
    }
    case 'normalize':
    case 'fitted-transform':
    case 'opaque':
      return { by: null, range: null }
    default:
      return state
  }
}

/** Arrays whose first scaling divides them down hold photos of 0..255; null for anything else. */
export function rangeOfArrays({ origin }: Pipeline, steps: readonly Step[]): ValueRange | null {
  const first = steps.find(isScaling)
  if (origin.kind !== 'arrays' || first?.kind !== 'rescale') return null
  return Math.abs(first.scale.value ?? 1) <= dividing ? [0, 255] : null
}

/** Changes the range of the pixel values, or may. */
export const isScaling = ({ kind }: Step): boolean =>
  kind === 'rescale' ||
  kind === 'preprocess' ||
  kind === 'normalize' ||
  kind === 'fitted-transform' ||
  kind === 'opaque'

/**
 * The range that pixels of 0..255 have after all steps, scaled as often as the code scales them; null where it cannot
 * be told. A `preprocess_input` is the linear map that takes 0..255 to what it makes.
 */
export function rangeAsFed(steps: readonly Step[]): ValueRange | null {
  let range: ValueRange | null = [0, 255]
  for (const [index, step] of steps.entries()) {
    if (range === null || isDoubtful(step, steps.slice(0, index))) return null
    if (step.kind !== 'preprocess') range = rangeAfter([step], range)
    else {
      const [low, high]: ValueRange = step.makes
      const [from, to]: ValueRange = range
      range = [low + (from / 255) * (high - low), low + (to / 255) * (high - low)]
    }
  }
  return range
}
