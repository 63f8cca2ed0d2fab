import { z } from 'zod'
import { Fix, SplitName } from './fix.ts'
import { Span } from './span.ts'
import { Trial } from './trial.ts'

export const Severity = z.enum(['error', 'warning', 'info'])
export type Severity = z.infer<typeof Severity>

/** A place in the data: a file, and the side and label it was found under. Directories are named without a label. */
export const ImageLocation = z.object({
  path: z.string(),
  split: SplitName.exactOptional(),
  label: z.string().exactOptional(),
})
export type ImageLocation = z.infer<typeof ImageLocation>

export const Location = z.union([Span, ImageLocation])
export type Location = z.infer<typeof Location>

export const Evidence = z.record(z.string(), z.json())
export type Evidence = z.infer<typeof Evidence>

export const Finding = z.object({
  /** Stable fingerprint: rule and places, unchanged by unrelated edits and by the machine. */
  id: z.string(),
  rule: z.string(),
  severity: Severity,
  /** 0..1: the rule's own belief that the finding is true. */
  confidence: z.number().min(0).max(1),
  message: z.string(),
  why: z.string(),
  how: z.string(),
  locations: z.array(Location),
  evidence: Evidence,
  fix: Fix.exactOptional(),
  trial: Trial.exactOptional(),
})
export type Finding = z.infer<typeof Finding>

/** What a rule yields; the runner adds id, rule and the rule's own texts where the draft has none. */
export interface FindingDraft {
  message: string
  locations: Location[]
  severity?: Severity
  /** Default 1. */
  confidence?: number
  why?: string
  how?: string
  evidence?: Evidence
  fix?: Fix
}

export const isSpan = (location: Location): location is Span => 'line' in location
