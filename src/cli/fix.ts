import { Chalk } from 'chalk'
import { createPatch } from 'diff'
import { z } from 'zod'
import { rules } from '../../rules/index.ts'
import { examine } from '../doctor.ts'
import { applyChanges } from '../fix/apply.ts'
import { type Change, type FixPlan, planFixes } from '../fix/plan.ts'
import { discover } from '../project/discover.ts'
import { printable } from '../report/printable.ts'
import { exitCode } from './exit-code.ts'
import { withWork } from './work.ts'

const Options = z.object({ unsafe: z.boolean().default(false), dryRun: z.boolean().default(false) })

/**
 * `doctor fix`: examines the project anew, shows the changes as a diff and makes them, undo journal first.
 * Code 0 when something was (or, with --dry-run, would be) fixed or nothing was to fix, 1 when all fixes were left.
 * @throws ProjectError, ChangedSince with one line
 */
export async function fix(given: string, ids: readonly string[], rawOptions: unknown): Promise<number> {
  const { unsafe, dryRun } = Options.parse(rawOptions)
  const project = await discover(given)
  const plan = await withWork(project, { quiet: false, cache: true, jobs: 1, seed: 0 }, async (work) => {
    // What only the probe's model finds has unsafe fixes only.
    const probe = unsafe ? 'quick' : 'none'
    const { facts, findings } = await examine(
      project,
      { rules, selection: { only: [], skip: [] }, probe },
      work,
    )
    const dataset = facts.dataset?.ok ? facts.dataset.value : null
    return work.signal.aborted
      ? null
      : planFixes(findings, { root: project.root, dataset }, { unsafe, only: ids })
  })
  if (plan === null) return exitCode.interrupted
  process.stdout.write(describePlan(plan, process.stdout.isTTY === true && !process.env.NO_COLOR))
  if (plan.changes.length === 0) return plan.left.length > 0 ? exitCode.findings : exitCode.clean
  if (dryRun) {
    process.stdout.write('Nothing was changed (--dry-run).\n')
    return exitCode.clean
  }
  await applyChanges(project.root, plan.changes)
  process.stdout.write(`Done. \`doctor undo ${printable(given)}\` takes it back.\n`)
  return exitCode.clean
}

/** The plan as people read it: a diff per source file, a line per moved image, and what is left with its reason. */
export function describePlan(plan: FixPlan, color: boolean): string {
  const chalk = new Chalk({ level: color ? 1 : 0 })
  const lines = plan.changes.flatMap((change) => describeChange(change, chalk))
  const reasons = new Map<string, number>()
  for (const { reason } of plan.left) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  lines.push(`${count(plan.fixed.length, 'finding')} to mend in ${count(plan.changes.length, 'change')}.`)
  for (const [reason, number] of reasons)
    lines.push(chalk.dim(`${count(number, 'finding')} left: ${reason}.`))
  return `${lines.join('\n')}\n`
}

function describeChange(change: Change, chalk: InstanceType<typeof Chalk>): string[] {
  if (change.kind === 'move')
    return [`move ${printable(change.from)} ${chalk.dim('->')} ${printable(change.to)}`]
  const patch = createPatch(change.path, change.before, change.after, '', '', { context: 2 })
  return patch
    .split('\n')
    .slice(2)
    .map((line) => {
      const text = printable(line)
      if (line.startsWith('+')) return chalk.green(text)
      if (line.startsWith('-')) return chalk.red(text)
      return line.startsWith('@@') ? chalk.cyan(text) : text
    })
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
