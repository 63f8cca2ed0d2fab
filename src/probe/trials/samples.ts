import type { Finding } from '../../model/finding.ts'
import type { Arm } from '../../model/trial.ts'
import { type Outcomes, trainArm } from '../arms.ts'
import { Random } from '../random.ts'
import { NotRun, type Session } from '../session.ts'
import { average, crossedEstimate, type Differences } from '../statistics/crossed.ts'
import { samplesToDecide, verdictOf } from '../statistics/verdict.ts'
import { imagesOf, placeboOf, sizeOf, type Treatment, treat, treatmentOf } from '../treatment.ts'
import type { Outcome, TrialKind } from './kind.ts'
import { describeSamplesTrial } from './sentence.ts'

const none = { evaluation: 0, training: 0 }

/**
 * Leaks: without the training copies the validation accuracy must fall, because part of it was recall. Every
 * validation image is measured, as the person does.
 */
export const leakageTrial: TrialKind = {
  rules: ['leakage/exact-duplicate', 'leakage/near-duplicate'],
  metric: 'validationAccuracy',
  expect: 'drop',
  extraViews: none,
  run: (findings, session) => trySamples(findings, session, { expect: 'drop', noun: 'leaked', suspects: [] }),
}

/**
 * Labels: with the mended ones the accuracy must rise on evaluation images whose labels can be trusted: those that
 * no finding about leaks or labels names.
 */
export const labelsTrial: TrialKind = {
  rules: ['labels/conflicting-duplicates', 'labels/likely-mislabelled'],
  metric: 'validationAccuracy',
  expect: 'rise',
  extraViews: none,
  run(findings, session) {
    const suspects = session.request.findings
      .filter(({ rule }) => rule.startsWith('leakage/') || rule.startsWith('labels/'))
      .flatMap(imagesOf)
    return trySamples(findings, session, { expect: 'rise', noun: 'wrongly labelled', suspects })
  },
}

interface SamplesTrial {
  expect: 'rise' | 'drop'
  /** What the treated images are called in the sentence. */
  noun: string
  /** Paths of evaluation images that are not to be measured on. */
  suspects: readonly string[]
}

/** Baseline, fixed and placebo on the same evaluation samples, the same seeds; a new placebo draw per seed. */
async function trySamples(
  findings: readonly Finding[],
  session: Session,
  { expect, noun, suspects }: SamplesTrial,
): Promise<Outcome> {
  const { ground, request, work, seeds } = session
  const treatment = treatmentOf(findings, request.dataset, ground)
  if (sizeOf(treatment) === 0) throw new NotRun('its fix changes none of the training images that were tried')
  const measured = measuredOn(session, suspects)
  const stage = work.progress.start(`trying the fix of the ${noun} images`, 3 * seeds.length, 'heads')
  try {
    const trained = () => stage.advance()
    const baseline = await session.baseline(trained)
    const fixed = await trainArm(session, () => treat(ground.train, treatment), trained)
    const placebo = await trainArm(session, (seed) => placeboTrain(session, treatment, seed), trained)
    return compare({ baseline, fixed, placebo }, { measured, expect, noun, treatment, session })
  } finally {
    stage.finish()
  }
}

function measuredOn({ ground }: Session, suspects: readonly string[]): number[] {
  const left = new Set(suspects)
  const measured = ground.evaluation.flatMap(({ path }, i) => (left.has(path) ? [] : [i]))
  if (measured.length >= 20) return measured
  throw new NotRun(`only ${measured.length} ${ground.evaluationSplit} images have labels that can be trusted`)
}

const placeboTrain = ({ ground }: Session, treatment: Treatment, seed: number) =>
  treat(ground.train, placeboOf(treatment, ground.train, new Random(seed, 'placebo')))

interface Comparison extends Omit<SamplesTrial, 'suspects'> {
  /** Indices of the evaluation samples. */
  measured: readonly number[]
  treatment: Treatment
  session: Session
}

function compare(arms: Record<Arm['name'], Outcomes>, comparison: Comparison): Outcome {
  const { measured, expect, noun, treatment, session } = comparison
  const { seed } = session.work
  const only = (outcomes: Outcomes) => outcomes.map((row) => measured.map((i) => row[i] ?? 0))
  const baseline = only(arms.baseline)
  const fixed = only(arms.fixed)
  const placebo = only(arms.placebo)
  // The baseline cancels out of (fixed - baseline) - (placebo - baseline).
  const effect = crossedEstimate(minus(fixed, placebo), new Random(seed, 'effect'))
  const change = crossedEstimate(minus(fixed, baseline), new Random(seed, 'change'))
  const verdict = verdictOf({ effect, change, expect })
  const values = { baseline: means(baseline), fixed: means(fixed), placebo: means(placebo) }
  const numbers = {
    baseline: average(values.baseline),
    fixed: average(values.fixed),
    placebo: average(values.placebo),
    effect: effect.mean,
    interval: effect.interval,
  }
  const enough = samplesToDecide(effect, measured.length)
  const split = session.ground.evaluationSplit
  return {
    verdict,
    reason: describeSamplesTrial({ ...numbers, verdict, noun, treatment, split, enough }),
    ...numbers,
    arms: (['baseline', 'fixed', 'placebo'] as const).map((name) => ({ name, values: values[name] })),
    seeds: session.seeds.length,
    samples: measured.length,
  }
}

const means = (outcomes: Outcomes) => outcomes.map(average)

const minus = (a: Outcomes, b: Outcomes): Differences =>
  a.map((row, repetition) => row.map((value, i) => value - (b[repetition]?.[i] ?? 0)))
