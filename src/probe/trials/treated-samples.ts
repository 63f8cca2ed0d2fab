import { Random } from '../../model/random.ts'
import type { Arm } from '../../model/trial.ts'
import { FEWEST_EVALUATION, type ProbeSample } from '../../train/ground.ts'
import type { Score } from '../../train/head/score.ts'
import { type Bench, epochsOf, measuredBy, trainArm } from '../arms.ts'
import type { Outcomes, Scores } from '../scores.ts'
import { NotRun, type Session } from '../session.ts'
import { average } from '../statistics/average.ts'
import {
  crossedBootstrap,
  type Differences,
  type Estimate,
  estimateAt,
  pValueOf,
} from '../statistics/crossed.ts'
import { beyond, leastEffect } from '../statistics/least-effect.ts'
import { samplesToDecide, verdictOf } from '../statistics/verdict.ts'
import { placeboOf, sizeOf, type Treatment, treat } from '../treatment.ts'
import { watching } from '../watch.ts'
import { unlessContradicted } from './agreement.ts'
import { armOf } from './arm.ts'
import type { Tried } from './kind.ts'
import { worseOnEvaluation } from './paired-scores.ts'
import { describeLabelsTrial, describeLeakTrial } from './sentence.ts'

/** How training samples that are removed or relabelled are tried. */
export interface SamplesTrial {
  /** What all arms begin with; the training samples of the ground by default. */
  train?: readonly ProbeSample[]
  expect: 'rise' | 'drop'
  measure: keyof Score
  /** What the treated images are called in the sentence. */
  noun: string
  /** Whether training images that are held out are measured as well. */
  withHeldOut: boolean
  /** Whether this image is measured. */
  measures(path: string): boolean
  /** Whether this measured image can show the effect; the others count as unchanged in it. */
  counts(path: string): boolean
}

/** What of a session is needed. */
type Known = Bench & Pick<Session, 'baseline'>

/**
 * Baseline, fixed and placebo on the same evaluation samples, the same seeds; a new placebo draw per seed.
 * Throws {@link NotRun} where nothing is treated or too little can be measured.
 */
export async function trySamples(treatment: Treatment, session: Known, trial: SamplesTrial): Promise<Tried> {
  const { ground, work } = session
  const bench: Bench = trial.withHeldOut ? session : { ...session, heldOut: null }
  if (sizeOf(treatment) === 0) throw new NotRun('its fix changes none of the training images that were tried')
  const paths = measuredBy(bench).map(({ path }) => path)
  const measured = paths.flatMap((path, i) => (trial.measures(path) ? [i] : []))
  if (measured.length < FEWEST_EVALUATION) {
    throw new NotRun(`only ${measured.length} ${ground.evaluationSplit} images can be trusted to measure it`)
  }
  if (!measured.some((i) => trial.counts(paths[i] ?? '')))
    throw new NotRun('none of the images that it is about was measured')
  const stage = work.progress.start(
    `trying the fix of the ${trial.noun} images`,
    3 * epochsOf(bench),
    'epochs',
  )
  try {
    const watch = (arm: Arm['name']) => watching(stage, arm)
    const { train = ground.train } = trial
    const shared = train.length === ground.train.length && bench.heldOut === null
    const baseline = await (shared
      ? session.baseline(watch('baseline'))
      : trainArm(bench, () => train, watch('baseline')))
    const fixed = await trainArm(bench, () => treat(train, treatment), watch('fixed'))
    const random = (seed: number) => placeboOf(treatment, train, new Random(seed, 'placebo'))
    const placebo = await trainArm(bench, (seed) => treat(train, random(seed)), watch('placebo'))
    const arms = { baseline, fixed, placebo }
    const on = (own: readonly number[]) => compare(arms, { trial, bench, measured: own, treatment, session })
    const evaluated = measured.filter((i) => i < ground.evaluation.length)
    if (evaluated.length === measured.length) return on(measured)
    return unlessContradicted(on(measured), on(evaluated), worseOnEvaluation(session))
  } finally {
    stage.finish()
  }
}

interface Comparison {
  trial: SamplesTrial
  bench: Bench
  /** Indices of those of the bench's samples that are looked at. */
  measured: readonly number[]
  treatment: Treatment
  session: Known
}

function compare(arms: Record<Arm['name'], Scores>, comparison: Comparison): Tried {
  const { trial, bench, measured, treatment, session } = comparison
  const { evaluation, evaluationSplit } = session.ground
  const samples = measuredBy(bench)
  const weights = measured.map((i) => (trial.counts(samples[i]?.path ?? '') ? 1 : 0))
  const resample = (a: Scores, b: Scores, name: string) =>
    crossedBootstrap(
      difference(a[trial.measure], b[trial.measure], measured, weights),
      new Random(session.work.seed, name),
    )
  const overBaseline = resample(arms.fixed, arms.baseline, 'over baseline')
  // The baseline cancels out of (fixed - baseline) - (placebo - baseline).
  const overPlacebo = resample(arms.fixed, arms.placebo, 'over placebo')
  const margin = leastEffect[trial.measure]
  const judged = { baseline: beyond(overBaseline, margin), placebo: beyond(overPlacebo, margin) }
  const armNamed = (name: Arm['name']) => {
    const outcomes = arms[name][trial.measure].map((row) => measured.map((i) => row[i] ?? 0))
    return armOf(name, outcomes, new Random(session.work.seed, 'arm', name), arms[name].curve)
  }
  const listed = [armNamed('baseline'), armNamed('fixed'), armNamed('placebo')] as const
  const [baseline, fixed, placebo] = listed.map((arm) => average(arm.values))
  const means = { baseline: baseline ?? 0, fixed: fixed ?? 0, placebo: placebo ?? 0 }
  const evaluated = measured.filter((i) => i < evaluation.length)
  const accuracyOf = ({ right }: Scores) =>
    average(right.map((row) => average(evaluated.map((i) => row[i] ?? 0))))
  const accuracies = [accuracyOf(arms.baseline), accuracyOf(arms.fixed)] as const
  const heldOut = measured.length - evaluated.length
  const concerned = measured.filter((_, place) => weights[place] === 1)
  const onConcerned = (name: Arm['name']) =>
    average(arms[name][trial.measure].map((row) => average(concerned.map((i) => row[i] ?? 0))))
  const describe = trial.measure === 'right' ? describeLeakTrial : describeLabelsTrial
  return {
    pValue: Math.max(pValueOf(judged.baseline), pValueOf(judged.placebo)),
    conclude(level) {
      const [effectOver, change] = [estimateAt(judged.placebo, level), estimateAt(judged.baseline, level)]
      const verdict = verdictOf({ effect: effectOver, change, expect: trial.expect })
      // Random relabelling does harm of its own: subtracting it would flatter the fix, so there it is only a hurdle.
      // Where the change over the baseline alone leaves doubt, or alone refutes, it is what has to be told.
      const decides = isClear(effectOver) !== isClear(change) && (verdict === 'refuted') === isClear(change)
      const overBaselineDecides = treatment.relabelled.size > 0 || decides
      const { mean: effect, interval } = estimateAt(overBaselineDecides ? overBaseline : overPlacebo, level)
      const numbers = { ...means, effect, interval }
      const enough = samplesToDecide(overBaselineDecides ? change : effectOver, measured.length)
      const over = overBaselineDecides ? 'baseline' : 'placebo'
      const told = { ...numbers, verdict, noun: trial.noun, treatment, accuracies, heldOut, enough }
      return {
        verdict,
        reason: describe({
          ...told,
          split: evaluationSplit,
          concerned: {
            images: concerned.length,
            of: measured.length,
            fixed: onConcerned('fixed'),
            over,
            reference: onConcerned(over),
          },
        }),
        ...numbers,
        arms: [...listed],
        seeds: session.seeds.length,
        samples: measured.length,
      }
    },
  }
}

const isClear = ({ interval: [low, high] }: Estimate) => low > 0 || high < 0

/** Of the measured samples, times their weights. */
function difference(
  a: Outcomes,
  b: Outcomes,
  measured: readonly number[],
  weights: readonly number[],
): Differences {
  return a.map((row, repetition) =>
    measured.map((i, place) => ((row[i] ?? 0) - (b[repetition]?.[i] ?? 0)) * (weights[place] ?? 0)),
  )
}
