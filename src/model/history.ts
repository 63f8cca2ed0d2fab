import type { Span } from './span.ts'

/** The curves that are recognised in a log, whatever the framework calls them. */
export const curveNames = [
  'trainLoss',
  'trainAccuracy',
  'validationLoss',
  'validationAccuracy',
  'learningRate',
] as const
export type CurveName = (typeof curveNames)[number]

/**
 * One epoch of a run. Losses are in the unit of the loss function, accuracies 0..1; NaN and infinities stand as they
 * were logged; null where nothing was logged.
 */
export type EpochRecord = Record<CurveName, number | null> & {
  /** As the log counts it (from 0 or from 1); for logs that only count steps, the step. */
  epoch: number
  /** The line of the log that closes the epoch; null in binary logs and in JSON. */
  span: Span | null
}

/** A stretch of a log that could not be used, and why. */
export interface HistoryGap {
  /** From 1; null where lines mean nothing. */
  line: number | null
  reason: string
}

export type HistoryFormat = 'csv' | 'json' | 'jsonl' | 'tensorboard'

/** One training run as a log shows it. Several runs in one file or folder are several histories. */
export interface TrainingHistory {
  /** The log, POSIX, relative to the project root; for TensorBoard the run's first event file. */
  file: string
  format: HistoryFormat
  /** Tells the runs of one log apart: the value of a run column, or `run 2`; empty when there is only one. */
  run: string
  /** What each curve is called in the log. */
  names: Partial<Record<CurveName, string>>
  /** In the order of training. */
  epochs: EpochRecord[]
  gaps: HistoryGap[]
}
