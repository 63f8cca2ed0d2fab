import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Report } from '../model/report.ts'

const Refuted = z.object({ version: z.literal(1), findings: z.array(z.string()) })

const fileIn = (workFolder: string) => path.join(workFolder, 'refuted.json')

/**
 * Keeps which fixes training has refuted for `doctor fix`, which tries nothing itself. A run that tried nothing keeps
 * what is known.
 */
export async function rememberRefuted(workFolder: string, { findings }: Report): Promise<void> {
  const tried = findings.filter(({ trial }) => trial !== undefined && trial.verdict !== 'not-run')
  if (tried.length === 0) return
  const refuted = tried.filter(({ trial }) => trial?.verdict === 'refuted').map(({ id }) => id)
  const known = new Set(await refutedFixes(workFolder))
  for (const { id } of tried) known.delete(id)
  const all = [...known, ...refuted].sort()
  if (all.length === 0) return rm(fileIn(workFolder), { force: true })
  await mkdir(workFolder, { recursive: true })
  await writeFile(fileIn(workFolder), `${JSON.stringify({ version: 1, findings: all }, null, 2)}\n`)
}

/** Ids of the findings whose fix the last trial of it refuted. */
export async function refutedFixes(workFolder: string): Promise<readonly string[]> {
  const text = await readFile(fileIn(workFolder), 'utf8').catch(() => '')
  try {
    return Refuted.parse(JSON.parse(text)).findings
  } catch {
    return []
  }
}
