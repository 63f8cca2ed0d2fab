import type { Measured } from '../../train/top/measure.ts'
import type { PairedNumbers } from '../trials/paired.ts'
import { percent, remedy } from '../trials/sentence.ts'

interface FineTuningNumbers extends PairedNumbers {
  /** What decides. */
  metric: keyof Measured
  change: string
  /** Which part of the trunk was trained. */
  part: string
  /** Means of the other metric, before and after. */
  beside: readonly [number, number]
}

const shown = {
  losses: { noun: 'loss', number: (loss: number) => loss.toFixed(2), unit: '' },
  right: { noun: 'accuracy', number: percent, unit: ' %' },
} as const

/** Says in one sentence what was tried and what came out. */
export function describeFineTuning(trial: FineTuningNumbers): string {
  const { verdict, metric, change, part, split, baseline, fixed, interval, beside, enough } = trial
  const { noun, number, unit } = shown[metric]
  const other = shown[metric === 'losses' ? 'right' : 'losses']
  const effect = fixed - baseline
  const [low, high] = effect < 0 ? [-interval[1], -interval[0]] : interval
  const path = `${split} ${noun} from ${number(baseline)} to ${number(fixed)}${unit}`
  const size = metric === 'losses' ? `by ${number(Math.abs(effect))}` : `${number(Math.abs(effect))} points`
  const doubt = `${size}, 95 % interval ${number(low)} to ${number(high)}; ${other.noun} ${beside.map(other.number).join(' to ')}${other.unit}`
  const tried = `With ${change}, tried ${part}, training`
  if (verdict === 'confirmed') return `${tried} brings ${path} (${doubt})`
  if (verdict === 'refuted') return `${tried} brings ${path}, which is not what the fix promises (${doubt})`
  return `${tried} moves ${path}, too little to be told from chance or to matter (${doubt}); ${remedy(enough, split)}`
}
