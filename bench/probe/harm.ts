import { appendFile, readFile } from 'node:fs/promises'
import { z } from 'zod'
import { average } from '../../src/probe/statistics/average.ts'
import { studentOf } from '../../src/probe/statistics/random-effects.ts'
import { photoSets } from './sandbox.ts'

/**
 * What the fix of one planted fault gained in one draw of photos: in the metric of the trial, in the direction in which
 * a right fix goes.
 */
const Gain = z.object({
  set: z.enum(Object.keys(photoSets) as [keyof typeof photoSets]),
  kind: z.string(),
  draw: z.int(),
  metric: z.string(),
  /** Over the arm with the fault, averaged over images and seeds. */
  gain: z.number(),
  /** Over the placebo; null where the trial has none. */
  overPlacebo: z.number().nullable(),
})
export type Gain = z.infer<typeof Gain>

/** One line of JSON for each draw, as `oracle.ts` writes them. */
const file = new URL('./harm.jsonl', import.meta.url)

export async function readGains(): Promise<Gain[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => (line === '' ? [] : [Gain.parse(JSON.parse(line))]))
}

export const writeGain = (gain: Gain): Promise<void> => appendFile(file, `${JSON.stringify(gain)}\n`)

/** Mean over draws, and half of its 95 % interval by Student's t: the draws are few. */
export interface Mean {
  mean: number
  half: number
}

/** What a fault does to the heads of a set. */
export interface Harm {
  draws: number
  metric: string
  gain: Mean
  overPlacebo: Mean | null
  /** That the fix gains, over the fault and over a placebo, is shown: the intervals lie above 0. */
  isShown: boolean
}

/** Fewer draws show nothing. */
const FEWEST_DRAWS = 3

/** Of one kind on one set, by its draws; null before there are enough of them. */
export function harmOf(gains: readonly Gain[], { kind, set }: Pick<Gain, 'kind' | 'set'>): Harm | null {
  const own = gains.filter((one) => one.kind === kind && one.set === set)
  const [first] = own
  if (first === undefined || own.length < FEWEST_DRAWS) return null
  const gain = meanOf(own.map((one) => one.gain))
  const placebo = own.flatMap(({ overPlacebo }) => overPlacebo ?? [])
  const overPlacebo = placebo.length === own.length ? meanOf(placebo) : null
  const isShown = [gain, overPlacebo ?? gain].every(({ mean, half }) => mean > half)
  return { draws: own.length, metric: first.metric, gain, overPlacebo, isShown }
}

function meanOf(values: readonly number[]): Mean {
  const mean = average(values)
  const freedom = values.length - 1
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / freedom
  return { mean, half: studentOf(1.96, freedom) * Math.sqrt(variance / values.length) }
}
