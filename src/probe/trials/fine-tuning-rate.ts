import { z } from 'zod'
import { showRate } from '../../judge/usual-rates.ts'
import { tryFineTuning } from '../fine-tuning/arms.ts'
import { phaseOf } from '../fine-tuning/phase.ts'
import type { TrialKind } from './kind.ts'

const Evidence = z.object({ wanted: z.number().positive() })

/** The rate after unfreezing: the trunk's last blocks are trained under one trained head at the given and the advised rate. */
export const fineTuningRateTrial: TrialKind = {
  rules: ['fine-tuning/learning-rate'],
  metric: 'brierScore',
  expect: 'drop',
  apart: ({ id }) => id,
  async run([finding], session) {
    if (finding === undefined) throw new RangeError('no finding to try')
    const { wanted } = Evidence.parse(finding.evidence)
    return tryFineTuning(phaseOf(finding, session.request.setups), session, ({ headRecipe, tuning }) => {
      const { optimizer } = tuning
      const given = { head: headRecipe, start: 'pretrained', tuning } as const
      const lowered = { ...tuning, optimizer: { ...optimizer, learningRate: wanted } }
      return {
        given,
        fixed: { ...given, tuning: lowered },
        change: `a learning rate of ${showRate(wanted)} instead of ${showRate(optimizer.learningRate)}`,
      }
    })
  },
}
