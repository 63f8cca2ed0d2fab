import { z } from 'zod'
import type { Dataset, Sample } from '../../model/dataset.ts'
import type { Finding } from '../../model/finding.ts'
import { Random } from '../../model/random.ts'
import type { Arm } from '../../model/trial.ts'
import { FEWEST_TRAINING, type ProbeSample } from '../../train/ground.ts'
import { epochsOf, trainArm } from '../arms.ts'
import { NotRun } from '../session.ts'
import { watching } from '../watch.ts'
import type { TrialKind } from './kind.ts'
import { pairedScores } from './paired-scores.ts'
import { describeScores, type ScoresTrialNumbers } from './sentence.ts'

/**
 * Validation that is cut off a list in class order: training lacks what was cut off. Heads learn the images that the cut
 * leaves, or as many that are drawn from all, anew for each seed as a shuffled split does; both are measured on images of
 * all classes that neither learns (see `withDrawnSplit`). No placebo: the images of the classes that are left are as good
 * as any others of them, and of what was cut off there are no others.
 */
export const orderedTailTrial: TrialKind = {
  rules: ['split/class-ordered-tail'],
  metric: 'brierScore',
  expect: 'drop',
  // Programs that cut alike share a trial.
  apart: ({ evidence }) => JSON.stringify(evidence),
  async run([finding], session) {
    if (finding === undefined) throw new RangeError('no finding to try')
    const { ground, request, work } = session
    const kept = learnedAsCut(finding, request.dataset)
    const own = ground.train.filter(({ path }) => kept.has(path))
    if (own.length === ground.train.length)
      throw new NotRun('the cut takes none of the images that were tried out of training')
    if (own.length < FEWEST_TRAINING)
      throw new NotRun(`the cut leaves ${own.length} of the images that were tried: too few to learn from`)
    const stage = work.progress.start(
      'trying a shuffled split',
      2 * epochsOf({ ...session, heldOut: null }),
      'epochs',
    )
    try {
      const bench = { ...session, heldOut: null }
      const arm = (name: Arm['name'], learned: (seed: number) => readonly ProbeSample[]) =>
        trainArm(bench, learned, watching(stage, name))
      const given = await arm('baseline', () => own)
      const fixed = await arm('fixed', (seed) => drawn(ground.train, own.length, seed))
      const change = changeOf(classesIn(own), classesIn(ground.train))
      const describe = (numbers: ScoresTrialNumbers) =>
        describeScores(`With ${change} a head predicts`, { ...numbers, split: 'held-out' })
      return pairedScores({ given, fixed, change, describe }, bench)
    } finally {
      stage.finish()
    }
  },
}

const drawn = (samples: readonly ProbeSample[], count: number, seed: number) =>
  new Random(seed, 'shuffled split').shuffled(samples).slice(0, count)

const changeOf = (before: number, after: number): string =>
  before === after
    ? 'a shuffled split'
    : `a shuffled split, which leaves as many images to learn from but of ${after} classes instead of ${before},`

const classesIn = (samples: readonly ProbeSample[]) => new Set(samples.map(({ label }) => label)).size

const Evidence = z.object({
  part: z.enum(['first', 'last']),
  share: z.number().nullable(),
  after: z.number().nullable(),
})

/**
 * Paths of the images that the project trains on. Where it is not known which images validation gets, the list is cut as
 * the finding says, with the classes in the order of their names.
 * @throws NotRun where it is not known how much is cut off
 */
function learnedAsCut({ evidence }: Finding, { samples }: Dataset): ReadonlySet<string> {
  const pathsOf = (kept: readonly Sample[]) => new Set(kept.map(({ path }) => path))
  if (samples.some(({ split }) => split === 'validation'))
    return pathsOf(samples.filter(({ split }) => split === 'train'))
  const { part, share, after } = Evidence.parse(evidence)
  const listed = samples.flatMap((sample) =>
    sample.split === 'test' || sample.label === null ? [] : [{ sample, label: sample.label }],
  )
  const order = listed
    .toSorted((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0))
    .map(({ sample }) => sample)
  const held = share !== null && share < 1 ? Math.trunc(share * order.length) : null
  const cut = after ?? (held === null ? null : part === 'first' ? held : order.length - held)
  if (cut === null) throw new NotRun('how much of the list the cut takes is not known')
  return pathsOf(part === 'first' ? order.slice(cut) : order.slice(0, cut))
}
