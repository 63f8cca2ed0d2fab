import { Chalk } from 'chalk'
import type { Severity } from '../../model/finding.ts'
import type { Verdict } from '../../model/trial.ts'

type Colour = (text: string) => string

/** The terminal report's colours by meaning. Text is never told by colour alone. */
export interface Paint {
  severity: Record<Severity, Colour>
  verdict: Record<Verdict, Colour>
  strong: Colour
  faint: Colour
  place: Colour
  added: Colour
  removed: Colour
}

/** The 16 basic colours, which follow the person's own theme; without `color` every text stays as it is. */
export function paintOf(color: boolean): Paint {
  const chalk = new Chalk({ level: color ? 1 : 0 })
  return {
    severity: { error: chalk.bold.red, warning: chalk.bold.yellow, info: chalk.bold.blue },
    verdict: { confirmed: chalk.green, refuted: chalk.red, inconclusive: chalk.yellow, 'not-run': chalk.dim },
    strong: chalk.bold,
    faint: chalk.dim,
    place: chalk.cyan,
    added: chalk.green,
    removed: chalk.red,
  }
}

/** What the parts of the terminal report need to draw themselves. */
export interface Page {
  paint: Paint
  /** Columns, 60 to 100. */
  width: number
}
