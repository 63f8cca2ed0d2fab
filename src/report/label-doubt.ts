import { z } from 'zod'
import type { Finding } from '../model/finding.ts'

/** A label that is doubted, and the one that looks right. */
export interface LabelDoubt {
  given: string
  suggested: string
  /** What the probe's model gives each of the two, 0..1. */
  probabilities: { given: number; suggested: number } | null
}

const share = z.number().min(0).max(1)
const Evidence = z.object({
  given: z.string(),
  suggested: z.string(),
  probabilities: z.object({ given: share, suggested: share }).nullable().catch(null),
})

/** What a finding says about a label; null for findings about anything else. */
export function labelDoubtOf({ evidence }: Finding): LabelDoubt | null {
  const parsed = Evidence.safeParse(evidence)
  return parsed.success ? parsed.data : null
}
