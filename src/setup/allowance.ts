/**
 * Expressions and statements that may be evaluated: for one entry file about a second of work, for all of a project
 * twenty. What comes after that (hundreds of files that all import a whole framework) gets a tenth of a second each.
 */
const budget = { entry: 400_000, project: 8_000_000, scarce: 40_000 }

/** What the entry files of one project may still spend, in order. */
export class Allowance {
  private left = budget.project

  /** The steps of the next entry. */
  next(): number {
    return this.left > 0 ? budget.entry : budget.scarce
  }

  spend(steps: number): void {
    this.left -= steps
  }
}
