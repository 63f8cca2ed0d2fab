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
  /** Samples that would decide; null when out of reach. */
  enough: number | null
}

/** 0.9104 -> `91.0`. */
export const percent = (share: number): string => (share * 100).toFixed(1)

/** Says in one sentence what was tried and what came out. */
export function describeSamplesTrial(trial: SamplesTrialNumbers): string {
  const { verdict, noun, split, baseline, fixed, placebo, effect, interval, enough } = trial
  const tried = action(trial.treatment, noun)
  const path = `${split} accuracy from ${percent(baseline)} to ${percent(fixed)} %`
  // Drops are told as positive points of a drop.
  const sign = effect < 0 ? -1 : 1
  const [low, high] = sign < 0 ? [-interval[1], -interval[0]] : interval
  const doubt = `95 % interval ${percent(low)} to ${percent(high)}; placebo ${percent(sign * (placebo - baseline))}`
  const points = percent(Math.abs(effect))
  const verb = fixed < baseline ? 'lowers' : 'raises'
  if (verdict === 'confirmed') {
    const meaning = noun === 'leaked' ? 'were leakage' : 'are due to it'
    return `${tried} ${verb} ${path}: ${points} points ${meaning} (${doubt})`
  }
  if (verdict === 'refuted') {
    return `${tried} ${verb} ${path}, which is not what the fix promises: ${points} points (${doubt})`
  }
  return `${tried} moves ${path}: ${points} points cannot be told from chance (${doubt}); ${remedy(enough, split)}`
}

interface EvaluationTrialNumbers {
  verdict: 'confirmed' | 'inconclusive'
  split: 'validation' | 'test'
  /** Accuracy on the images as they are. */
  plain: number
  /** How much lower it reads under the random transforms. */
  shortfall: number
  interval: readonly [number, number]
  /** Lowest and highest accuracy of one model. */
  ofOneModel: readonly [number, number]
  repeats: number
  enough: number | null
}

/** The same for evaluations of one model with and without random transforms. */
export function describeEvaluationTrial(trial: EvaluationTrialNumbers): string {
  const { verdict, split, plain, shortfall, interval, ofOneModel, repeats, enough } = trial
  const [low, high] = shortfall < 0 ? [-interval[1], -interval[0]] : interval
  const error = `${percent(Math.abs(shortfall))} points too ${shortfall < 0 ? 'high' : 'low'}`
  const spread = `${repeats} evaluations of one model gave ${percent(ofOneModel[0])} to ${percent(ofOneModel[1])} %`
  const found =
    `Under its random transforms ${split} accuracy reads ${error} (${percent(plain - shortfall)} instead of ` +
    `${percent(plain)} %; 95 % interval ${percent(low)} to ${percent(high)}), and ${spread}`
  if (verdict === 'confirmed') return found
  return `${found}; ${remedy(enough, split)}`
}

interface RecipeTrialNumbers extends PairedNumbers {
  change: string
  /** Before and after. */
  accuracies: readonly [number, number]
}

/** The same for another way of training a head, measured by its loss. */
export function describeRecipeTrial(trial: RecipeTrialNumbers): string {
  const { verdict, change, split, baseline, fixed, interval, accuracies, enough } = trial
  const drop = baseline - fixed
  const [low, high] = drop < 0 ? interval : [-interval[1], -interval[0]]
  const doubt = `by ${Math.abs(drop).toFixed(2)}, 95 % interval ${low.toFixed(2)} to ${high.toFixed(2)}`
  const [before, after] = accuracies.map(percent)
  const numbers = `${split} loss from ${baseline.toFixed(2)} to ${fixed.toFixed(2)} (${doubt}; accuracy ${before} to ${after} %)`
  const tried = `With ${change}`
  if (verdict === 'confirmed') return `${tried} training brings the ${numbers}`
  if (verdict === 'refuted')
    return `${tried} training raises the ${numbers}, which is not what the fix promises`
  return `${tried} training moves the ${numbers}, which cannot be told from chance; ${remedy(enough, split)}`
}

interface InputTrialNumbers extends PairedNumbers {
  change: string
}

/** The same for another way of feeding the images to the network. */
export function describeInputTrial(trial: InputTrialNumbers): string {
  const { verdict, change, split, baseline, fixed, interval, enough } = trial
  const gain = fixed - baseline
  const [low, high] = gain < 0 ? [-interval[1], -interval[0]] : interval
  const path = `${split} accuracy from ${percent(baseline)} to ${percent(fixed)} %`
  const points = `${percent(Math.abs(gain))} points, 95 % interval ${percent(low)} to ${percent(high)}`
  if (verdict === 'confirmed') return `With ${change} a head reaches more: ${path} (${points})`
  if (verdict === 'refuted')
    return `With ${change} a head reaches less, which is not what the fix promises: ${path} (${points})`
  return `With ${change} a head moves ${path}, which cannot be told from chance (${points}); ${remedy(enough, split)}`
}

const remedy = (enough: number | null, split: string) =>
  enough === null
    ? 'the effect is too near to zero to be told apart from none'
    : `about ${enough} ${split} images would decide`

function action({ removed, relabelled }: Treatment, noun: string): string {
  const images = (count: number) => `the ${count} ${noun} image${count === 1 ? '' : 's'}`
  if (relabelled.size === 0) return `Removing ${images(removed.size)}`
  if (removed.size === 0) return `Relabelling ${images(relabelled.size)}`
  return `Removing ${removed.size} and relabelling ${relabelled.size} ${noun} images`
}
