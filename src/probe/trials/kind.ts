import type { Finding } from '../../model/finding.ts'
import type { TrainingSetup } from '../../model/setup.ts'
import type { Metric, Trial } from '../../model/trial.ts'
import type { ExtraViews } from '../../train/budget.ts'
import type { Session } from '../session.ts'

/** What a trial found out; the rest of a `Trial` is the same for all of a session, but for a back-end of its own. */
export type Outcome = Omit<Trial, 'metric' | 'expect' | 'backend' | 'weights' | 'durationMs'> &
  Partial<Pick<Trial, 'backend'>>

/** A trial that has been run, before it is known how many others were. */
export interface Tried {
  /** That nothing changed: two-sided, of the contrast that decides. */
  pValue: number
  /** The outcome with intervals at a confidence level, 0..1. */
  conclude(level: number): Outcome
}

/** One way of trying fixes. Findings of its rules are tried together, as one treatment. */
export interface TrialKind {
  rules: readonly string[]
  /** What is measured and which way a right fix moves it. */
  metric: Metric
  expect: 'rise' | 'drop'
  /** Findings with different answers are tried apart; by default all are tried together. */
  apart?(finding: Finding): string
  /** Trunk passes per image beyond the plain one; none by default. */
  extraViews?(findings: readonly Finding[], setups: readonly TrainingSetup[]): ExtraViews
  /** Throws {@link NotRun} with the reason when these findings cannot be tried. */
  run(findings: readonly Finding[], session: Session): Promise<Tried>
}
