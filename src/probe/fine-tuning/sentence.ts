import type { PairedNumbers } from '../trials/paired.ts'
import { percent, remedy } from '../trials/sentence.ts'

interface FineTuningNumbers extends PairedNumbers {
  change: string
  /** Which part of the trunk was trained. */
  part: string
  /** Before and after. */
  losses: readonly [number, number]
}

/** Says in one sentence what was tried and what came out. */
export function describeFineTuning(trial: FineTuningNumbers): string {
  const { verdict, change, part, split, baseline, fixed, interval, losses, enough } = trial
  const gain = fixed - baseline
  const [low, high] = gain < 0 ? [-interval[1], -interval[0]] : interval
  const [before, after] = losses.map((loss) => loss.toFixed(2))
  const path = `${split} accuracy from ${percent(baseline)} to ${percent(fixed)} %`
  const doubt = `${percent(Math.abs(gain))} points, 95 % interval ${percent(low)} to ${percent(high)}; loss ${before} to ${after}`
  const tried = `With ${change}, tried ${part}, training`
  if (verdict === 'confirmed') return `${tried} brings ${path} (${doubt})`
  if (verdict === 'refuted') return `${tried} brings ${path}, which is not what the fix promises (${doubt})`
  return `${tried} moves ${path}, which cannot be told from chance (${doubt}); ${remedy(enough, split)}`
}
