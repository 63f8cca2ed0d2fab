import type { View } from '../../embed/trunk.ts'
import type { ProbeSample } from '../../train/ground.ts'
import { epochsOf, measuredBy, plainFeatures, scoresOn } from '../arms.ts'
import { type InputFault, inputFaultOf, inputRules, isRight, right, type Seen } from '../input-faults.ts'
import { NotRun, type Session } from '../session.ts'
import { watching } from '../watch.ts'
import type { TrialKind } from './kind.ts'
import { pairedScores } from './paired-scores.ts'

/**
 * What reaches the network: the features of both arms are computed, once as the person's code feeds the images and
 * once as the network wants them, and heads are trained on each by the person's recipe. Where the weights of the
 * probe want another range than the person's network, its values keep their place relative to the wanted ones. What
 * is done to features for the sake of the weights is fitted to the right ones in both arms: it must not mend the
 * fault that is tried.
 */
export const inputTrial: TrialKind = {
  rules: inputRules,
  metric: 'brierScore',
  expect: 'drop',
  // Programs with the same fault share a trial.
  apart: (finding) => JSON.stringify([finding.rule, inputFaultOf(finding)]),
  extraViews(findings) {
    const fault = faultIn(findings)
    const pass = (seen: Seen | undefined) => (seen === undefined || isRight(seen) ? 0 : 1)
    return { training: pass(fault?.train), evaluation: pass(fault?.evaluation) }
  },
  async run(findings, session) {
    const fault = faultIn(findings)
    if (fault === null) throw new NotRun('what reaches the network could not be followed to its end')
    const { work, ground } = session
    const measuredSamples = measuredBy(session)
    const train = await featuresAs(fault.train, ground.train, session)
    const measured = await featuresAs(fault.evaluation, measuredSamples, session)
    const stage = work.progress.start(`trying ${fault.change}`, 2 * epochsOf(session), 'epochs')
    try {
      const given = await scoresOn(session, { train, measured }, watching(stage, 'baseline'))
      // Where the sides differ, what is measured is to be fed as the training images are.
      const seen = isAlike(fault) ? right : fault.train
      const mended = {
        train: await featuresAs(seen, ground.train, session),
        measured: await featuresAs(seen, measuredSamples, session),
      }
      const fixed = await scoresOn(session, mended, watching(stage, 'fixed'))
      const { change } = fault
      return pairedScores({ given, fixed, change }, session)
    } finally {
      stage.finish()
    }
  },
}

const isAlike = ({ train, evaluation }: InputFault) => JSON.stringify(train) === JSON.stringify(evaluation)

const faultIn = (findings: Parameters<TrialKind['run']>[0]) =>
  findings.map(inputFaultOf).find((fault) => fault !== null) ?? null

/** Prepared features of samples that reach the network in this way. */
async function featuresAs(
  { range, swapped }: Seen,
  samples: readonly ProbeSample[],
  session: Session,
): Promise<Float32Array[]> {
  if (isRight({ range, swapped })) return plainFeatures(samples, session.views)
  const { trunk, size, prepare } = session
  const [low, high] = trunk.weights.inputRange
  const own = (share: number) => low + share * (high - low)
  const views = samples.map(({ source, bytesDigest }): View => {
    const plain = { source, bytesDigest }
    return swapped ? { ...plain, transform: { id: 'red and blue swapped', apply: swap } } : plain
  })
  const title = 'computing features as the code feeds the images'
  const features = await trunk.features(views, { size, range: [own(range[0]), own(range[1])], title })
  return features.map(prepare)
}

/** Interleaved RGB to BGR. */
function swap(pixels: Uint8Array): Uint8Array {
  const other = pixels.slice()
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    other[at] = pixels[at + 2] ?? 0
    other[at + 2] = pixels[at] ?? 0
  }
  return other
}
