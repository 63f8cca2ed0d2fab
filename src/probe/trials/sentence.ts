import type { Verdict } from '../../model/trial.ts'
import type { Treatment } from '../treatment.ts'

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
  const tried = `${action(trial.treatment, noun)}`
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
  const remedy =
    enough === null
      ? 'the effect is too near to zero to be told apart from none'
      : `about ${enough} ${split} images would decide`
  return `${tried} moves ${path}: ${points} points cannot be told from chance (${doubt}); ${remedy}`
}

function action({ removed, relabelled }: Treatment, noun: string): string {
  const images = (count: number) => `the ${count} ${noun} image${count === 1 ? '' : 's'}`
  if (relabelled.size === 0) return `Removing ${images(removed.size)}`
  if (removed.size === 0) return `Relabelling ${images(relabelled.size)}`
  return `Removing ${removed.size} and relabelling ${relabelled.size} ${noun} images`
}
