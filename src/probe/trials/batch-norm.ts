import { tryFineTuning } from '../fine-tuning/arms.ts'
import { phaseOf } from '../fine-tuning/phase.ts'
import type { TrialKind } from './kind.ts'

/** Batch norm while fine-tuning: by each batch, as the project has it, or by the pretrained statistics. */
export const batchNormTrial: TrialKind = {
  rules: ['fine-tuning/batch-norm'],
  metric: 'brierScore',
  expect: 'drop',
  apart: ({ id }) => id,
  async run([finding], session) {
    if (finding === undefined) throw new RangeError('no finding to try')
    return tryFineTuning(phaseOf(finding, session.request.setups), session, ({ headRecipe, tuning }) => {
      const given = { head: headRecipe, start: 'pretrained', tuning } as const
      return {
        given,
        fixed: { ...given, tuning: { ...tuning, batchNorm: 'inference' } },
        change: 'batch norm in inference mode',
      }
    })
  },
}
