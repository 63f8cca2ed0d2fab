import type { Statistics } from '../../model/pipeline.ts'
import type { Span } from '../../model/span.ts'
import type { Recorder } from './recorder.ts'
import { sampleKey } from './traces.ts'
import type { Value } from './values/value.ts'

/**
 * The statistics of a transform that has not learned anything yet. One object is shared by the transform and all the
 * steps that it makes, so that a step knows of a fit that comes after it was built into a model.
 */
export function newStatistics(made: Span, record: Recorder): Statistics {
  const statistics: Statistics = { made, fitted: { from: 'default', value: false }, from: null }
  record.statistics.push(statistics)
  return statistics
}

/** The transform learns from these samples. */
export function learn(statistics: Statistics, samples: Value | undefined, span: Span): void {
  Object.assign(statistics, { fitted: { from: 'code', value: true, span }, from: wholeOf(samples) })
}

/** The samples that a value holds, by a name that is equal for equal ones, where they have not been split. */
function wholeOf(samples: Value | undefined): string | null {
  if (samples?.kind === 'unknown') return placeOf(samples.span)
  const held = samples?.kind === 'stream' || samples?.kind === 'arrays'
  const whole = held && samples.split === null && !('part' in samples && samples.part === true)
  return whole ? sampleKey(samples) : null
}

/** Something that we do not follow may have made the transform learn. */
export function mayHaveLearned(statistics: Statistics, span: Span): void {
  if (statistics.fitted.value === false) statistics.fitted = { from: 'unknown', value: null, span }
}

/** Where something was made: equal for what comes from one place. */
export const placeOf = (span: Span): string => `${span.path}:${span.line}:${span.column}`
