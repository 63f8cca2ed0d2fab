import { describe, expect, test } from 'vitest'
import { TimeAllowance } from '../../src/probe/allowance.ts'

describe('the time that a probe may take', () => {
  /** 90 s of which `gone` seconds have gone by. */
  const allowanceAfter = (gone: number) => {
    let now = 5000
    const allowance = new TimeAllowance(90, 0, () => now)
    now += gone * 1000
    return allowance
  }

  test('holds trials as long as the longest so far', () => {
    expect(allowanceAfter(60).refusal([4000, 30_000, 2000])).toBeNull()
    expect(allowanceAfter(61).refusal([4000, 30_000, 2000])).toBe(
      "the probe's time (90 s, probe.budgetSeconds) does not hold another trial; run again, it begins with what has been computed",
    )
  })

  test('is shorter by what went before', () => {
    const allowance = new TimeAllowance(90, 60_000, () => 5000)
    expect(allowance.refusal([30_000])).toBeNull()
    expect(allowance.refusal([30_001])).not.toBeNull()
  })

  test('always holds the first one', () => {
    expect(allowanceAfter(1000).refusal([])).toBeNull()
    expect(allowanceAfter(91).refusal([0])).not.toBeNull()
  })
})
