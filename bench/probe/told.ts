import { appendFile, readFile } from 'node:fs/promises'
import { z } from 'zod'
import { photoSets } from './sandbox.ts'

/** What the probe said of one case. */
export const Told = z.object({
  family: z.enum(['planted', 'null', 'harmful']),
  kind: z.string(),
  set: z.enum(Object.keys(photoSets) as [keyof typeof photoSets]),
  draw: z.int(),
  /** `not-found` where the rule finds nothing, so that nothing is tried. */
  verdict: z.enum(['confirmed', 'inconclusive', 'refuted', 'not-run', 'not-found']),
  reason: z.string(),
})
export type Told = z.infer<typeof Told>

/** One line of JSON for each case, so that a run which breaks off goes on where it was. */
export async function readTold(file: string): Promise<Told[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => (line === '' ? [] : [Told.parse(JSON.parse(line))]))
}

export const writeTold = (file: string, told: Told): Promise<void> =>
  appendFile(file, `${JSON.stringify(told)}\n`)
