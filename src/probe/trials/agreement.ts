import type { Tried } from './kind.ts'

/**
 * A trial that another metric may contradict: what the first confirms while the other one clearly turns for the worse is
 * not confirmed. `worse` says that in words.
 */
export function unlessContradicted(tried: Tried, other: Tried, worse: string): Tried {
  return {
    ...tried,
    conclude(level) {
      const outcome = tried.conclude(level)
      if (outcome.verdict !== 'confirmed' || other.conclude(level).verdict !== 'refuted') return outcome
      return { ...outcome, verdict: 'inconclusive', reason: `${outcome.reason}, but ${worse}` }
    },
  }
}
