import { tryDepths } from '../fine-tuning/depths.ts'
import { phaseOf } from '../fine-tuning/phase.ts'
import { needsFullProbe } from '../session.ts'
import type { TrialKind } from './kind.ts'

/** A trunk of another domain that stays frozen: whether its last blocks are worth training, and from which depth on. */
export const domainTrial: TrialKind = {
  rules: ['preprocessing/domain-mismatch'],
  metric: 'brierScore',
  expect: 'drop',
  apart: ({ id }) => id,
  async run([finding], session) {
    if (finding === undefined) throw new RangeError('no finding to try')
    needsFullProbe(session)
    return tryDepths(phaseOf(finding, session.request.setups), session)
  },
}
