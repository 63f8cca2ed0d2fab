import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Baseline } from '../judge/baseline.ts'
import type { Gate } from '../judge/gate.ts'
import type { Sample } from '../model/dataset.ts'
import type { Severity } from '../model/finding.ts'
import { shellWord } from '../model/fix-command.ts'
import type { WorkContext } from '../model/progress.ts'
import type { Project } from '../model/project.ts'
import type { Report } from '../model/report.ts'
import { discover } from '../project/discover.ts'
import { ProjectError } from '../project/problem.ts'
import { type CheckOptions, parseCheckOptions } from './check-options.ts'
import { exitCode } from './exit-code.ts'
import { rememberRefuted } from './refuted.ts'
import { withData } from './with-data.ts'

/**
 * `doctor check`: examines the project, prints the result and writes the HTML report. With --update-baseline what
 * was found becomes the baseline and passes. The pipeline is loaded once it is clear that there is work for it.
 * @returns the exit code
 * @throws ProjectError on options that do not fit and on projects that cannot be examined
 */
export async function check(given: string, rawOptions: unknown): Promise<number> {
  const options = parseCheckOptions(rawOptions)
  const found = await discover(given, options.config === undefined ? {} : { configFile: options.config })
  const project = await withData(found, options.data)
  const baseline = await knownFindings(options)
  const gate = await gateOf(project, options, baseline)
  const { withWork } = await import('./work.ts')
  return withWork(project, options, async (work, workFolder) => {
    const { report, samples } = await examine(project, options, gate, work)
    const reportPath = reportFile(options, workFolder)
    if (reportPath !== null) {
      const { writeHtmlReport } = await import('./html-report.ts')
      await writeHtmlReport(
        report,
        { root: project.root, samples, target: targetOf(report.project, options) },
        reportPath,
      )
    }
    await rememberRefuted(workFolder, report)
    await print(report, options, reportPath)
    if (work.signal.aborted) return exitCode.interrupted
    if (!options.updateBaseline) return fails(report, options.severity) ? exitCode.findings : exitCode.clean
    const { writeBaseline } = await import('./baseline.ts')
    await writeBaseline(options.baseline ?? '', report, baseline)
    work.progress.note(`${options.baseline} lets these findings pass from now on`)
    return exitCode.clean
  })
}

/** The baseline that was asked for; null without one, or where it is yet to be written. */
async function knownFindings({ baseline: file, updateBaseline }: CheckOptions): Promise<Baseline | null> {
  if (file === undefined) return null
  const { readBaseline } = await import('./baseline.ts')
  const baseline = await readBaseline(file)
  if (baseline === null && !updateBaseline)
    throw new ProjectError(`${file}: does not exist; --update-baseline writes it`)
  return baseline
}

async function gateOf(project: Project, options: CheckOptions, baseline: Baseline | null): Promise<Gate> {
  const { since, updateBaseline } = options
  const gate: Gate = {}
  if (baseline !== null && !updateBaseline) gate.known = new Set(baseline.findings.map(({ id }) => id))
  if (since !== undefined) {
    const { changedSince } = await import('../project/changed.ts')
    gate.changed = await changedSince(project.root, since)
  }
  return gate
}

async function examine(
  project: Project,
  options: CheckOptions,
  gate: Gate,
  work: WorkContext,
): Promise<{ report: Report; samples: readonly Sample[] }> {
  const [{ diagnoseWithData }, { rules }] = await Promise.all([
    import('../doctor.ts'),
    import('../../rules/index.ts'),
  ])
  const selection = { only: options.rule, skip: options.skip }
  const backend = options.backend === undefined ? {} : { backend: options.backend }
  return diagnoseWithData(project, { rules, selection, gate, probe: options.probe, ...backend }, work)
}

function reportFile(options: CheckOptions, workFolder: string): string | null {
  if (options.report === false) return null
  return typeof options.report === 'string'
    ? path.resolve(options.report)
    : path.join(workFolder, 'report.html')
}

async function print(report: Report, options: CheckOptions, reportPath: string | null): Promise<void> {
  const toFile = options.output !== undefined
  const [{ render }, { rules }] = await Promise.all([import('./render.ts'), import('../../rules/index.ts')])
  const text = await render(report, options.format, {
    color: options.color && !toFile && process.stdout.isTTY === true && !process.env.NO_COLOR,
    width: process.stdout.columns ?? 100,
    target: targetOf(report.project, options),
    rules,
    ...(reportPath === null ? {} : { reportPath: fromHere(reportPath) }),
  })
  if (options.output === undefined) {
    process.stdout.write(text)
    return
  }
  const file = path.resolve(options.output)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
}

/** Relative to the working folder where it lies in there. */
function fromHere(file: string): string {
  const relative = path.relative('', file)
  return relative.startsWith('..') ? file : relative
}

/** The project as the commands of the reports name it: these look at the same data with the same config. */
function targetOf(project: string, { config, data }: CheckOptions): string {
  const given = [
    ...(config === undefined ? [] : ['--config', config]),
    ...data.flatMap((one) => ['--data', one]),
  ]
  return [project, ...given].map(shellWord).join(' ')
}

const levels: readonly Severity[] = ['error', 'warning', 'info']

function fails(report: Report, level: Severity): boolean {
  return levels.slice(0, levels.indexOf(level) + 1).some((severity) => report.summary[severity] > 0)
}
