import type { Finding } from '../../src/model/finding.ts'
import type { Trial } from '../../src/model/trial.ts'

/** A finding of a rule; an error that the rule is sure of, unless told otherwise. */
export const found = (rule: string, changes: Partial<Finding> = {}): Finding => ({
  id: rule,
  rule,
  severity: 'error',
  confidence: 1,
  message: `${rule} is at fault`,
  why: '',
  how: '',
  locations: [],
  evidence: {},
  ...changes,
})

/** A symptom of which its rule is sure. */
export const symptom = (rule: string, evidence: Finding['evidence'] = {}): Finding =>
  found(`symptoms/${rule}`, { severity: 'info', evidence })

/** A trial of a fix that should lower the accuracy, as that of a leak does. */
export const trial = (verdict: Trial['verdict'], effect = 0): Trial => ({
  verdict,
  reason: `the trial says ${verdict}${effect === 0 ? '' : ` (${effect})`}`,
  metric: 'validationAccuracy',
  expect: 'drop',
  effect,
  seeds: 5,
  samples: 100,
  backend: '',
  weights: '',
  durationMs: 0,
})
