import { z } from 'zod'
import { SMALLEST_INPUT } from '../../embed/architecture.ts'
import type { Finding } from '../../model/finding.ts'
import type { Arm } from '../../model/trial.ts'
import type { ProbeSample } from '../../train/ground.ts'
import { standardiser } from '../../train/standardise.ts'
import { epochsOf, measuredBy, scoresOn } from '../arms.ts'
import { NotRun, type Session } from '../session.ts'
import { watching } from '../watch.ts'
import type { TrialKind } from './kind.ts'
import { pairedScores } from './paired-scores.ts'

/** Sides in pixels: of both arms' training and evaluation images. */
interface Sizes {
  given: { train: number; evaluation: number }
  fixed: { train: number; evaluation: number }
  /** What the fix does, for the sentence. */
  change: string
}

const TooSmall = z.object({ height: z.number(), width: z.number(), wanted: z.number() })
const Side = z.tuple([z.number(), z.number()])
const Differing = z.object({ training: Side, validation: Side })

/**
 * The size that images are scaled to: features at the given size and at the advised one, and heads trained on each by
 * the person's recipe. Each arm's features are standardised by its own training images where the weights ask for it:
 * a size that is wrong is not to look worse for features of another scale.
 */
export const inputSizeTrial: TrialKind = {
  rules: ['preprocessing/input-size'],
  metric: 'brierScore',
  expect: 'drop',
  // Programs with the same sizes share a trial.
  apart: ({ evidence }) => JSON.stringify(sizesIn(evidence)),
  extraViews(findings) {
    const sizes = findings.map(({ evidence }) => sizesIn(evidence)).find((one) => one !== null)
    if (!sizes) return { training: 0, evaluation: 0 }
    const { given, fixed } = sizes
    // A pass costs as its pixels do, and the session's own passes are planned at the given size.
    const passes = (side: number) => (side / given.train) ** 2
    return {
      training: passes(fixed.train),
      evaluation: passes(fixed.evaluation),
    }
  },
  async run([finding], session) {
    const sizes = triable(finding)
    const { given, fixed, change } = sizes
    const stage = session.work.progress.start(`trying ${change}`, 2 * epochsOf(session), 'epochs')
    try {
      const arm = async (name: Arm['name'], { train, evaluation }: Sizes['given']) => {
        const learned = await featuresAt(session.ground.train, train, session)
        const measured = await featuresAt(measuredBy(session), evaluation, session)
        const prepare = session.trunk.weights.standardise ? standardiser(learned) : (one: Float32Array) => one
        const seen = { train: learned.map(prepare), measured: measured.map(prepare) }
        return scoresOn(session, seen, watching(stage, name))
      }
      return pairedScores(
        { given: await arm('baseline', given), fixed: await arm('fixed', fixed), change },
        session,
      )
    } finally {
      stage.finish()
    }
  },
}

/** Null where the evidence does not tell square sizes. */
function sizesIn(evidence: Finding['evidence']): Sizes | null {
  const small = TooSmall.safeParse(evidence).data
  if (small !== undefined && small.height === small.width) {
    const [given, fixed] = [small.height, small.wanted].map((side) => ({ train: side, evaluation: side }))
    if (given === undefined || fixed === undefined) return null
    const change = `images of ${small.wanted} x ${small.wanted} pixels instead of ${small.height} x ${small.width}`
    return { given, fixed, change }
  }
  const differing = Differing.safeParse(evidence).data
  if (differing === undefined || [differing.training, differing.validation].some(([a, b]) => a !== b))
    return null
  const [train, evaluation] = [differing.training[0], differing.validation[0]]
  return {
    given: { train, evaluation },
    fixed: { train, evaluation: train },
    change: `validation images of ${train} x ${train} pixels like the training images, instead of ${evaluation} x ${evaluation}`,
  }
}

function triable(finding: Finding | undefined): Sizes {
  const sizes = finding === undefined ? null : sizesIn(finding.evidence)
  if (sizes === null) throw new NotRun('only square images are tried')
  const smallest = Math.min(...[sizes.given, sizes.fixed].flatMap(Object.values))
  if (smallest < SMALLEST_INPUT)
    throw new NotRun(
      `the probe's network takes no images of less than ${SMALLEST_INPUT} pixels a side, and these have ${smallest}`,
    )
  return sizes
}

const featuresAt = (samples: readonly ProbeSample[], size: number, { trunk }: Session) =>
  trunk.features(
    samples.map(({ source, bytesDigest }) => ({ source, bytesDigest })),
    { size, title: `computing features at ${size} x ${size}` },
  )
