import { type TopArm, tryFineTuning, type Wishes } from '../fine-tuning/arms.ts'
import { phaseOf } from '../fine-tuning/phase.ts'
import { needsFullProbe } from '../session.ts'
import type { TrialKind } from './kind.ts'

/**
 * Of the epochs that two arms train the trunk in elsewhere: here one of them begins with the head, which costs next to
 * nothing, so that both can have a third more. In a quick probe the head has two epochs instead of one, whose ten steps
 * leave it hardly better than it began.
 */
const LONGER = 4 / 3

/**
 * A pretrained trunk that is trained under a new head from the first step: the same number of epochs, once as it is and
 * once for half of them or more on the head alone.
 */
export const unfrozenTrial: TrialKind = {
  rules: ['fine-tuning/unfrozen-under-new-head'],
  metric: 'brierScore',
  expect: 'drop',
  apart: ({ id }) => id,
  async run([finding], session) {
    if (finding === undefined) throw new RangeError('no finding to try')
    return tryFineTuning(
      phaseOf(finding, session.request.setups),
      session,
      (wishes) => ({
        given: { head: untrained(wishes), start: 'pretrained', tuning: wishes.tuning },
        fixed: headFirst(wishes),
        change: 'the head trained first and then fine-tuning at a tenth of the rate',
      }),
      LONGER,
    )
  },
}

/**
 * Random weights instead of pretrained ones. Only the blocks behind the boundary are made random: the project's trunk is
 * so from the first layer on, and has more to learn than is tried here. The last block alone, which is what a quick
 * probe has the time for, learns nearly as well from random weights, so it is no trial of them.
 */
export const notPretrainedTrial: TrialKind = {
  rules: ['fine-tuning/not-pretrained'],
  metric: 'brierScore',
  expect: 'drop',
  apart: ({ id }) => id,
  async run([finding], session) {
    if (finding === undefined) throw new RangeError('no finding to try')
    needsFullProbe(session)
    return tryFineTuning(
      phaseOf(finding, session.request.setups),
      session,
      (wishes) => ({
        given: {
          head: untrained(wishes),
          start: 'random',
          tuning: { ...wishes.tuning, batchNorm: 'training' },
        },
        fixed: headFirst(wishes),
        change: 'pretrained weights, the head trained first, instead of random ones',
      }),
      LONGER,
    )
  },
}

const untrained = ({ recipe }: Wishes) => ({ ...recipe, epochs: 0 })

/** The usual way: half of the epochs, rounded up, for the head, then all at a tenth of the rate, batch norm as it was pretrained. */
function headFirst({ plan, recipe, tuning }: Wishes): TopArm {
  const { optimizer } = tuning
  const epochs = Math.ceil(plan.epochs / 2)
  return {
    head: { ...recipe, epochs },
    start: 'pretrained',
    tuning: {
      ...tuning,
      epochs: plan.epochs - epochs,
      batchNorm: 'inference',
      optimizer: { ...optimizer, learningRate: optimizer.learningRate / 10 },
    },
  }
}
