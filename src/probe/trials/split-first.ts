import { z } from 'zod'
import type { Finding } from '../../model/finding.ts'
import { Random } from '../../model/random.ts'
import { byClass, type Ground, type ProbeSample } from '../../train/ground.ts'
import { distortedFeatures } from '../distorted-features.ts'
import { NotRun, type Session } from '../session.ts'
import type { Distortion } from '../transforms/distortion.ts'
import type { TrialKind } from './kind.ts'
import { leakOf } from './samples.ts'
import { trySamples } from './treated-samples.ts'

/** What makes copies, by the name of the step. */
const mixes = /smote|adasyn/i
const evensOut = /sampler|resample/i
const repeats = /repeat|tile/i

const mirrored: Distortion = { kind: 'flip', axis: 'horizontal', probability: 1 }
const Step = z.object({ step: z.string() })

/**
 * Copies that are made before the split: of those of validation images, the split puts into training what its share is.
 * With the fix they are not there, so that the accuracy must fall as in {@link leakOf}. An oversampler copies images of
 * the rarer classes as they are; a step that gives every image again is taken to mirror it where its name does not say
 * that it repeats, because a changed copy leaks less than the same one. Copies of training images in training are left
 * out of all arms: they are there with and without the fix.
 */
export const splitFirstTrial: TrialKind = {
  rules: ['leakage/split-after-augmentation'],
  metric: 'validationAccuracy',
  expect: 'drop',
  apart: ({ id }) => id,
  extraViews: (findings) => ({ evaluation: findings.some(isMirrored) ? 1 : 0, training: 0 }),
  async run([finding], session) {
    const step = finding === undefined ? '' : stepOf(finding)
    const copied = copiedBy(step, session.ground, new Random(session.work.seed, 'copies before the split'))
    const leaked = [...new Set(copied)]
    const mirror = finding !== undefined && isMirrored(finding)
    const views = mirror ? await mirroredViews(leaked, session) : session.views
    const copies = copied.map((sample, i): ProbeSample => {
      const { path, bytesDigest } = sample
      return {
        ...sample,
        path: `${path} (copy ${i})`,
        bytesDigest: mirror ? mirroredOf(sample) : bytesDigest,
      }
    })
    const removed = new Set(copies.map(({ path }) => path))
    const named = new Set(leaked.map(({ path }) => path))
    const tried = await trySamples(
      { removed, relabelled: new Map() },
      { ...session, views },
      { ...leakOf(named), train: [...session.ground.train, ...copies] },
    )
    const { evaluation, evaluationSplit } = session.ground
    const how = `With ${step} before the split, ${leaked.length} of ${evaluation.length} ${evaluationSplit} images have a ${mirror ? 'mirrored ' : ''}copy in training`
    return {
      ...tried,
      conclude(level) {
        const outcome = tried.conclude(level)
        return { ...outcome, reason: `${how}. ${outcome.reason}` }
      },
    }
  },
}

const stepOf = ({ evidence }: Finding): string => Step.parse(evidence).step

function isMirrored(finding: Finding): boolean {
  const step = stepOf(finding)
  return !evensOut.test(step) && !repeats.test(step)
}

const mirroredOf = ({ bytesDigest }: ProbeSample): string => `${bytesDigest} mirrored`

/** The session's views, and those of the samples' mirrored copies. */
async function mirroredViews(
  samples: readonly ProbeSample[],
  session: Session,
): Promise<Map<string, readonly Float32Array[]>> {
  const [drawn = []] = await distortedFeatures(session, [
    { samples, distortions: [mirrored], name: 'mirrored' },
  ])
  const copies = samples.map(
    (sample, i) => [mirroredOf(sample), drawn.slice(i, i + 1).map(session.prepare)] as const,
  )
  return new Map([...session.views, ...copies])
}

/**
 * Evaluation samples once for each copy of them that comes to the training side.
 * @throws NotRun where the step makes no copies of single images, or none of these
 */
function copiedBy(step: string, { train, evaluation }: Ground, random: Random): ProbeSample[] {
  if (mixes.test(step)) throw new NotRun('what is mixed of several images is not tried')
  const pool = [...train, ...evaluation]
  const learned = train.length / pool.length
  const copies = evensOut.test(step) ? evenedOut(pool, random) : pool
  const measured = new Set(evaluation)
  const copied = copies.filter((sample) => measured.has(sample) && random.uniform(0, 1) < learned)
  if (copied.length === 0) throw new NotRun(`${step} copies none of the images that were tried`)
  return copied
}

/** What brings each class up to the largest one, drawn with replacement. */
function evenedOut(pool: readonly ProbeSample[], random: Random): ProbeSample[] {
  const classes = [...byClass(pool).values()]
  const largest = Math.max(...classes.map(({ length }) => length))
  return classes.flatMap((members) =>
    Array.from({ length: largest - members.length }, () => members[random.below(members.length)]).filter(
      (sample) => sample !== undefined,
    ),
  )
}
