import type { Verdict } from '../../model/trial.ts'
import type { Treatment } from '../treatment.ts'
import type { PairedNumbers } from './paired.ts'

interface SamplesTrialNumbers {
  verdict: Exclude<Verdict, 'not-run'>
  /** `leaked`, `wrongly labelled`. */
  noun: string
  treatment: Treatment
  split: 'validation' | 'test'
  baseline: number
  fixed: number
  placebo: number
  effect: number
  interval: readonly [number, number]
  /** Of the evaluation images before and after. */
  accuracies: readonly [number, number]
  concerned: Concerned
  /** Training images that are measured as well. */
  heldOut: number
  /** Samples that would decide; null when out of reach. */
  enough: number | null
}

/** The measured images that can show the effect: it is the difference of these two means times `images / of`. */
export interface Concerned {
  images: number
  /** All that are measured. */
  of: number
  fixed: number
  /** What the effect is taken over, and the mean there. */
  over: 'baseline' | 'placebo'
  reference: number
}

/** 0.9104 -> `91.0`. */
export const percent = (share: number): string => (share * 100).toFixed(1)

/**
 * Says in two sentences what removing leaked images does: to the accuracy of all images, which is what the person reads,
 * and to that of the images whose answer they gave away, which the effect is made of.
 */
export function describeLeakTrial(trial: SamplesTrialNumbers): string {
  const { verdict, noun, split, baseline, fixed, effect, interval, concerned, enough } = trial
  const moves = verdict === 'inconclusive' ? 'moves' : fixed < baseline ? 'lowers' : 'raises'
  const path = `${split} accuracy from ${percent(baseline)} to ${percent(fixed)} %`
  const reference = concerned.over === 'baseline' ? 'before' : 'with as many others removed (placebo)'
  const found =
    `${action(trial.treatment, noun)} ${moves} ${path}. On the ${concerned.images} of ${concerned.of} images that ` +
    `they give away it is ${percent(concerned.fixed)} % instead of ${percent(concerned.reference)} % ${reference}`
  // Drops are told as positive points of a drop.
  const [low, high] = effect < 0 ? [-interval[1], -interval[0]] : interval
  const points = `${percent(Math.abs(effect))} points of the whole`
  const doubt = `95 % interval ${percent(low)} to ${percent(high)}`
  if (verdict === 'confirmed') return `${found}: ${points} were leakage (${doubt})`
  if (verdict === 'refuted')
    return `${found}, which is not what the fix promises: ${points} are gained (${doubt})`
  return `${found}: ${points}, which ${unclear(interval)} (${doubt}); ${remedy(enough, split)}`
}

/** The same for labels, measured by Brier scores: lower is better. */
export function describeLabelsTrial(trial: SamplesTrialNumbers): string {
  const { verdict, noun, split, heldOut, baseline, placebo, effect, enough } = trial
  const [low, high] = effect < 0 ? [-trial.interval[1], -trial.interval[0]] : trial.interval
  const sign = effect < 0 ? -1 : 1
  const doubt = `95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}; placebo ${(sign * (placebo - baseline)).toFixed(3)}`
  const [before, after] = trial.accuracies.map(percent)
  const path = `the ${brierScore(split, heldOut)} from ${baseline.toFixed(3)} to ${trial.fixed.toFixed(3)}`
  const verb = trial.fixed < baseline ? 'lowers' : 'raises'
  const told = `${action(trial.treatment, noun)} ${verb} ${path} (accuracy ${before} to ${after} %)`
  const size = Math.abs(effect).toFixed(3)
  if (verdict === 'confirmed')
    return `${told}: predictions get better, ${size} of it due to these images (${doubt})`
  if (verdict === 'refuted') return `${told}, which is not what the fix promises: ${size} (${doubt})`
  return `${told}: ${size} ${unclear(trial.interval)} (${doubt}); ${remedy(enough, split)}`
}

/** Why an effect is not confirmed. */
const unclear = ([low, high]: SamplesTrialNumbers['interval']) =>
  low > 0 || high < 0 ? 'is too little to matter' : 'cannot be told from chance'

interface EvaluationTrialNumbers extends PairedNumbers {
  /** As it reads, and on the images as they are. */
  accuracies: readonly [number, number]
  /** Lowest and highest accuracy of one model. */
  ofOneModel: readonly [number, number]
  repeats: number
}

/** The same for evaluations of one model with (`baseline`) and without random transforms. */
export function describeEvaluationTrial(trial: EvaluationTrialNumbers): string {
  const { verdict, split, baseline, fixed, interval, ofOneModel, repeats, enough } = trial
  const error = baseline - fixed
  const [low, high] = error < 0 ? interval : [-interval[1], -interval[0]]
  const [read, own] = trial.accuracies.map(percent)
  const spread = `${repeats} evaluations of one model gave ${percent(ofOneModel[0])} to ${percent(ofOneModel[1])} %`
  const found =
    `Under its random transforms the ${split} Brier score reads ${Math.abs(error).toFixed(3)} too ` +
    `${error < 0 ? 'low' : 'high'} (${baseline.toFixed(3)} instead of ${fixed.toFixed(3)}; 95 % interval ` +
    `${low.toFixed(3)} to ${high.toFixed(3)}; accuracy ${read} instead of ${own} %), and ${spread}`
  if (verdict === 'confirmed') return found
  return `${found}; ${remedy(enough, split)}`
}

export interface ScoresTrialNumbers extends PairedNumbers {
  change: string
  /** Of the evaluation images before and after. */
  accuracies: readonly [number, number]
  /** Training images that are measured as well. */
  heldOut: number
}

/** The same for another way of training a head or of feeding the images to the network, measured by Brier scores. */
export const describeScoresTrial = ({ change, ...numbers }: ScoresTrialNumbers): string =>
  describeScores(`With ${change} a head predicts`, numbers)

/** `tried` and how well that predicts: `With a learning rate of 0.001 instead of 0.1 a head predicts`. */
export function describeScores(tried: string, trial: Omit<ScoresTrialNumbers, 'change'>): string {
  const { verdict, split, heldOut, enough } = trial
  const numbers = `${brierScore(split, heldOut)} ${scorePath(trial)}`
  if (verdict === 'confirmed') return `${tried} better: ${numbers}`
  if (verdict === 'refuted') return `${tried} worse, which is not what the fix promises: ${numbers}`
  return `${tried} neither better nor worse by more than chance explains or than matters: ${numbers}; ${remedy(enough, split)}`
}

/** What is measured, in words. */
const brierScore = (split: string, heldOut: number) =>
  heldOut === 0
    ? `${split} Brier score`
    : `Brier score of ${split} images and of ${heldOut} training images held out in turn`

/** `from 0.720 to 0.584 (by 0.136, 95 % interval 0.100 to 0.171; accuracy 71.0 to 84.5 %)`. */
function scorePath({
  baseline,
  fixed,
  interval,
  accuracies,
}: Pick<ScoresTrialNumbers, 'baseline' | 'fixed' | 'interval' | 'accuracies'>): string {
  const drop = baseline - fixed
  const [low, high] = drop < 0 ? interval : [-interval[1], -interval[0]]
  const [before, after] = accuracies.map(percent)
  const shown = (value: number) => value.toFixed(3)
  const doubt = `by ${shown(Math.abs(drop))}, 95 % interval ${shown(low)} to ${shown(high)}`
  return `from ${shown(baseline)} to ${shown(fixed)} (${doubt}; accuracy ${before} to ${after} %)`
}

/** How many images would decide, if any number would. */
export const remedy = (enough: number | null, split: string) =>
  enough === null
    ? 'the effect is too near to zero to be told apart from none'
    : `about ${enough} ${split} images would decide`

function action({ removed, relabelled }: Treatment, noun: string): string {
  const images = (count: number) => `the ${count} ${noun} image${count === 1 ? '' : 's'}`
  if (relabelled.size === 0) return `Removing ${images(removed.size)}`
  if (removed.size === 0) return `Relabelling ${images(relabelled.size)}`
  return `Removing ${removed.size} and relabelling ${relabelled.size} ${noun} images`
}
