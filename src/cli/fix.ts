import { existsSync } from 'node:fs'
import { Chalk } from 'chalk'
import { createPatch } from 'diff'
import { z } from 'zod'
import { rules } from '../../rules/index.ts'
import { examine } from '../doctor.ts'
import { applyChanges } from '../fix/apply.ts'
import { type Change, type FixPlan, planFixes } from '../fix/plan.ts'
import { shellWord } from '../model/fix-command.ts'
import { discover } from '../project/discover.ts'
import { ProjectError } from '../project/problem.ts'
import { printable } from '../report/printable.ts'
import { exitCode } from './exit-code.ts'
import { refutedFixes } from './refuted.ts'
import { withData } from './with-data.ts'
import { withWork } from './work.ts'

const Options = z.object({
  unsafe: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  config: z.string().exactOptional(),
  data: z.array(z.string().min(1)).default([]),
})
type Options = z.infer<typeof Options>

/**
 * `doctor fix`: examines the project anew, shows the changes as a diff and makes them, undo journal first.
 * Code 0 when something was (or, with --dry-run, would be) fixed or nothing was to fix, 1 when all fixes were left.
 * @throws ProjectError, ChangedSince with one line
 */
export async function fix(given: string, ids: readonly string[], rawOptions: unknown): Promise<number> {
  const options = Options.parse(rawOptions)
  // `doctor fix leakage/exact-duplicate` means the project here.
  const isId = !existsSync(given) && (isRule(given) || findingId.test(given))
  const place = isId ? '.' : given
  const { root, plan } = await planFor(place, isId ? [given, ...ids] : ids, options)
  if (plan === null) return exitCode.interrupted
  process.stdout.write(describePlan(plan, process.stdout.isTTY === true && !process.env.NO_COLOR))
  if (plan.changes.length === 0) return plan.left.length > 0 ? exitCode.findings : exitCode.clean
  if (options.dryRun) {
    process.stdout.write('Nothing was changed (--dry-run).\n')
    return exitCode.clean
  }
  await applyChanges(root, plan.changes)
  process.stdout.write(`Done. \`doctor undo ${printable(shellWord(place))}\` takes it back.\n`)
  return exitCode.clean
}

/** `plan` is null when it was interrupted. */
async function planFor(
  given: string,
  only: readonly string[],
  { unsafe, config, data }: Options,
): Promise<{ root: string; plan: FixPlan | null }> {
  const wrong = only.find((id) => !isRule(id) && !findingId.test(id))
  if (wrong !== undefined)
    throw new ProjectError(`"${wrong}" is no rule (see: doctor rules) and no id of a finding`)
  const found = await discover(given, config === undefined ? {} : { configFile: config })
  const project = await withData(found, data)
  const { root } = project
  return withWork(project, { quiet: false, cache: true, jobs: 1, seed: 0 }, async (work, workFolder) => {
    // What only the probe's model finds has unsafe fixes only.
    const choice = { rules, selection: { only: [], skip: [] }, probe: unsafe ? 'quick' : 'none' } as const
    const { facts, findings } = await examine(project, choice, work)
    if (work.signal.aborted) return { root, plan: null }
    const gone = only.find((id) => findingId.test(id) && !findings.some((finding) => finding.id === id))
    if (gone !== undefined) throw new ProjectError(`no finding of this project has the id ${gone}`)
    const dataset = facts.dataset?.ok ? facts.dataset.value : null
    const refuted = await refutedFixes(workFolder)
    return { root, plan: await planFixes(findings, { root, dataset }, { unsafe, only, refuted }) }
  })
}

const isRule = (id: string): boolean => rules.some((rule) => rule.id === id)

/** As made by the fingerprint. */
const findingId = /^[0-9a-f]{16}$/

/** The plan as people read it: a diff per source file, a line per moved image, and what is left with its reason. */
export function describePlan(plan: FixPlan, color: boolean): string {
  const chalk = new Chalk({ level: color ? 1 : 0 })
  const lines = plan.changes.flatMap((change) => describeChange(change, chalk))
  const reasons = new Map<string, number>()
  for (const { reason } of plan.left) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  lines.push(
    plan.changes.length === 0
      ? 'Nothing to mend.'
      : `${count(plan.fixed.length, 'finding')} to mend in ${count(plan.changes.length, 'change')}.`,
  )
  for (const [reason, number] of reasons)
    lines.push(chalk.dim(`${count(number, 'finding')} left: ${reason}.`))
  return `${lines.join('\n')}\n`
}

function describeChange(change: Change, chalk: InstanceType<typeof Chalk>): string[] {
  if (change.kind === 'move')
    return [`move ${printable(change.from)} ${chalk.dim('->')} ${printable(change.to)}`]
  if (change.kind === 'remove-folder') return [`remove the empty folder ${printable(change.path)}`]
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
