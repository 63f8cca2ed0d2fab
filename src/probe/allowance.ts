/** What is left of the time that a probe may take, from when this is made. */
export class TimeAllowance {
  readonly #seconds: number
  readonly #started: number
  readonly #now: () => number

  /** `spentMs` of it are gone already; `now` in milliseconds. */
  constructor(seconds: number, spentMs = 0, now: () => number = () => performance.now()) {
    this.#seconds = seconds
    this.#now = now
    this.#started = now() - spentMs
  }

  /**
   * Why another trial is not to be begun, or null: it is expected to take as long as the longest of those that were
   * run, by their durations in milliseconds. The first one always runs: what all trials share has been computed.
   */
  refusal(durations: readonly number[]): string | null {
    if (durations.length === 0) return null
    const left = this.#seconds * 1000 - (this.#now() - this.#started)
    if (left >= Math.max(...durations)) return null
    const budget = `the probe's time (${this.#seconds} s, probe.budgetSeconds)`
    return `${budget} does not hold another trial; run again, it begins with what has been computed`
  }
}
