import type { Finding } from '../../model/finding.ts'
import { isSpan } from '../../model/finding.ts'
import type { Pipeline } from '../../model/pipeline.ts'
import { Random } from '../../model/random.ts'
import type { TrainingSetup } from '../../model/setup.ts'
import type { Arm } from '../../model/trial.ts'
import type { Score } from '../../train/head/score.ts'
import { plainFeatures, trainHeads } from '../arms.ts'
import { distortedFeatures, trainingDraws, withBank } from '../distorted-features.ts'
import { type Outcomes, type Scores, scoresOf } from '../scores.ts'
import { NotRun, type Session } from '../session.ts'
import { average } from '../statistics/average.ts'
import { crossedBootstrap, estimateAt, pValueOf } from '../statistics/crossed.ts'
import { beyond, leastEffect } from '../statistics/least-effect.ts'
import { samplesToDecide } from '../statistics/verdict.ts'
import type { Distortion } from '../transforms/distortion.ts'
import { distortionsOf } from '../transforms/read.ts'
import { watching } from '../watch.ts'
import { armOf } from './arm.ts'
import type { TrialKind, Tried } from './kind.ts'
import { describeEvaluationTrial } from './sentence.ts'

/** Evaluations of each model, as many as epochs that a person would compare at a glance. */
const REPEATS = 5

/**
 * A random transform in the validation pipeline: the same models are measured on the validation images as they are
 * and under the person's own transforms. The difference is what the transforms hide (or feign), 0 after the fix. It is
 * zero in expectation if the transforms do not matter, so the fix is confirmed when the interval of the difference
 * excludes zero on either side, by more than the least effect; by construction nothing can refute it. It is taken of Brier scores, because an accuracy
 * sees only the images that change sides; accuracy, and how far repeated evaluations of one model lie apart, are told
 * beside it. Models are trained under the person's training transforms, because such models take less harm from the
 * same ones in validation.
 */
export const augmentationTrial: TrialKind = {
  rules: ['augmentation/in-validation', 'augmentation/subset-alias'],
  metric: 'brierScore',
  expect: 'drop',
  // Each program has transforms of its own.
  apart: ({ locations }) => locations.find(isSpan)?.path ?? '',
  extraViews(findings, setups) {
    const transforms = transformsOf(findings, setups)
    if ('reason' in transforms) return { evaluation: 0, training: 0 }
    // The training transforms of the program that is tried are counted by the session.
    return { evaluation: REPEATS, training: 0 }
  },
  async run(findings, session) {
    const transforms = transformsOf(findings, session.request.setups)
    if ('reason' in transforms) throw new NotRun(transforms.reason)
    const { evaluated, trained } = transforms
    const { ground, work, seeds, views, budget, prepare } = session
    const plain = plainFeatures(ground.evaluation, views)
    const banked = trainingDraws(ground.train, trained, budget.augmentedViews)
    const drawn = await distortedFeatures(session, [
      ...banked,
      ...Array.from({ length: REPEATS }, (_, repeat) => ({
        samples: ground.evaluation,
        distortions: evaluated,
        name: `evaluation ${repeat}`,
      })),
    ])
    const prepared = drawn.map((features) => features.map(prepare))
    const repeats = prepared.slice(banked.length)
    const augmented = withBank(views, ground.train, prepared.slice(0, banked.length))
    const stage = work.progress.start(
      'trying validation without random transforms',
      seeds.length * session.recipe.epochs,
      'epochs',
    )
    try {
      const bench = { ...session, views: augmented }
      const heads = await trainHeads(bench, () => ground.train, watching(stage, 'baseline'))
      const score = (features: readonly Float32Array[]) =>
        scoresOf(heads, features, ground.evaluation, ground)
      return compare(score(plain), repeats.map(score), session)
    } finally {
      stage.finish()
    }
  },
}

interface Transforms {
  evaluated: Distortion[]
  /** None where they cannot be repeated. */
  trained: Distortion[]
}

/** What the validation and training pipelines of the findings' program do at random, or why it is not known. */
function transformsOf(
  findings: readonly Finding[],
  setups: readonly TrainingSetup[],
): Transforms | { reason: string } {
  const files = new Set(findings.flatMap(({ locations }) => locations.filter(isSpan).map(({ path }) => path)))
  const isNamed = (pipeline: Pipeline) => pipeline.steps.some(({ span }) => files.has(span.path))
  const reasons: string[] = []
  let followed = false
  for (const { pipelines } of setups) {
    const validation = pipelines.filter((pipeline) => pipeline.role === 'validation' && isNamed(pipeline))
    for (const pipeline of validation) {
      followed = true
      const evaluated = distortionsOf(pipeline)
      if ('reason' in evaluated) reasons.push(evaluated.reason)
      else if (evaluated.length > 0) {
        const training = pipelines.find(({ role }) => role === 'train')
        const trained = training ? distortionsOf(training) : []
        return { evaluated, trained: 'reason' in trained ? [] : trained }
      }
    }
  }
  const none = followed
    ? 'the validation pipeline has no random transforms: what training lacks is not tried'
    : 'the random transforms of the validation pipeline could not be followed'
  return { reason: reasons[0] ?? none }
}

/**
 * @param plain of the images as they are
 * @param repeats of each evaluation under random transforms
 */
function compare(plain: Scores, repeats: readonly Scores[], { work, ground, seeds }: Session): Tried {
  // Every image has draws of its own, so resampling images resamples the draws with them.
  const underDraws = (measure: keyof Score) =>
    plain[measure].map((row, model) =>
      row.map((_, i) => average(repeats.map((scores) => scores[measure][model]?.[i] ?? 0))),
    )
  // Draw by draw, so that draws which change nothing differ by nothing.
  const differences = plain.brier.map((row, model) =>
    row.map((score, i) => average(repeats.map(({ brier }) => score - (brier[model]?.[i] ?? 0)))),
  )
  const resampled = crossedBootstrap(differences, new Random(work.seed, 'evaluation error'))
  const judged = beyond(resampled, leastEffect.brier)
  const samples = ground.evaluation.length
  const arm = (name: Arm['name'], outcomes: Outcomes) =>
    armOf(name, outcomes, new Random(work.seed, 'arm', name))
  const arms = [arm('baseline', underDraws('brier')), arm('fixed', plain.brier)] as const
  const [before, after] = arms.map(({ values }) => average(values))
  const ofOneModel = repeats.map(({ right }) => average(right[0] ?? []))
  const accuracies = [average(underDraws('right').map(average)), average(plain.right.map(average))] as const
  return {
    pValue: pValueOf(judged),
    conclude(level) {
      const { mean: effect, interval } = estimateAt(resampled, level)
      const { interval: clear } = estimateAt(judged, level)
      const verdict = clear[0] > 0 || clear[1] < 0 ? 'confirmed' : 'inconclusive'
      const numbers = { baseline: before ?? 0, fixed: after ?? 0, interval }
      return {
        verdict,
        reason: describeEvaluationTrial({
          ...numbers,
          verdict,
          split: ground.evaluationSplit,
          accuracies,
          ofOneModel: [Math.min(...ofOneModel), Math.max(...ofOneModel)],
          repeats: REPEATS,
          enough: samplesToDecide({ mean: effect, interval }, samples),
        }),
        ...numbers,
        effect,
        arms: [...arms],
        seeds: seeds.length,
        samples,
      }
    },
  }
}
