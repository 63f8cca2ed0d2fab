import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { rules } from '../../rules/index.ts'
import { diagnose } from '../doctor.ts'
import type { Severity } from '../model/finding.ts'
import type { Report } from '../model/report.ts'
import { discover } from '../project/discover.ts'
import { type CheckOptions, parseCheckOptions } from './check-options.ts'
import { exitCode } from './exit-code.ts'
import { writeHtmlReport } from './html-report.ts'
import { render } from './render.ts'
import { withWork } from './work.ts'

/**
 * `doctor check`: examines the project, prints the result and writes the HTML report.
 * @returns the exit code
 * @throws ProjectError on options that do not fit and on projects that cannot be examined
 */
export async function check(given: string, rawOptions: unknown): Promise<number> {
  const options = parseCheckOptions(rawOptions)
  const project = await discover(given, options.config === undefined ? {} : { configFile: options.config })
  return withWork(project, options, async (work, workFolder) => {
    const selection = { only: options.rule, skip: options.skip }
    const backend = options.backend === undefined ? {} : { backend: options.backend }
    const report = await diagnose(project, { rules, selection, probe: options.probe, ...backend }, work)
    const reportPath = reportFile(options, workFolder)
    if (reportPath !== null) await writeHtmlReport(report, project.root, reportPath)
    await print(report, options, reportPath)
    if (work.signal.aborted) return exitCode.interrupted
    return fails(report, options.severity) ? exitCode.findings : exitCode.clean
  })
}

function reportFile(options: CheckOptions, workFolder: string): string | null {
  if (options.report === false) return null
  return typeof options.report === 'string'
    ? path.resolve(options.report)
    : path.join(workFolder, 'report.html')
}

async function print(report: Report, options: CheckOptions, reportPath: string | null): Promise<void> {
  const toFile = options.output !== undefined
  const text = await render(report, options.format, {
    color: options.color && !toFile && process.stdout.isTTY === true && !process.env.NO_COLOR,
    width: process.stdout.columns ?? 100,
    ...(reportPath === null ? {} : { reportPath: path.relative('', reportPath) }),
  })
  if (options.output === undefined) {
    process.stdout.write(text)
    return
  }
  const file = path.resolve(options.output)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
}

const levels: readonly Severity[] = ['error', 'warning', 'info']

function fails(report: Report, level: Severity): boolean {
  return levels.slice(0, levels.indexOf(level) + 1).some((severity) => report.summary[severity] > 0)
}
