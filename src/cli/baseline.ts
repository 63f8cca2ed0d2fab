import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Baseline, baselineOf } from '../judge/baseline.ts'
import type { Report } from '../model/report.ts'
import { describeFault, ProjectError } from '../project/problem.ts'

/**
 * Reads a baseline file.
 * @returns null when there is none
 * @throws ProjectError with one line when it cannot be read or is no baseline
 */
export async function readBaseline(file: string): Promise<Baseline | null> {
  let text: string
  try {
    text = await readFile(path.resolve(file), 'utf8')
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return null
    throw new ProjectError(`${file}: ${describeFault(fault)}`)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ProjectError(`${file}: not valid JSON; --update-baseline cannot mend it, delete it first`)
  }
  const parsed = Baseline.safeParse(value)
  if (parsed.success) return parsed.data
  throw new ProjectError(
    `${file}: not a baseline of this version of doctor; delete it and use --update-baseline`,
  )
}

/** Writes the findings of a report as the baseline, with the entries of rules that did not look kept as they were. */
export async function writeBaseline(file: string, report: Report, earlier: Baseline | null): Promise<void> {
  const looked = new Set([...report.healthy, ...report.findings.map(({ rule }) => rule)])
  const baseline = baselineOf(report.findings, earlier, looked)
  await mkdir(path.dirname(path.resolve(file)), { recursive: true })
  await writeFile(path.resolve(file), `${JSON.stringify(baseline, null, 2)}\n`)
}
