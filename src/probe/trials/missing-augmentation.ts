import type { Arm } from '../../model/trial.ts'
import { epochsOf, trainArm } from '../arms.ts'
import { distortedFeatures, trainingDraws, withBank } from '../distorted-features.ts'
import type { Distortion } from '../transforms/distortion.ts'
import { watching } from '../watch.ts'
import type { TrialKind } from './kind.ts'
import { pairedScores } from './paired-scores.ts'

/** RandomFlip('horizontal'), RandomRotation(0.1) and RandomZoom(0.1), as the rule advises. */
const advised: readonly Distortion[] = [
  { kind: 'flip', axis: 'horizontal', probability: 0.5 },
  { kind: 'rotation', degrees: [-36, 36] },
  { kind: 'zoom', x: [0.9, 1.1], y: null },
]

/** Random views of each training image: every epoch draws one of them or the plain one. */
const VIEWS = 2

/**
 * Training with and without augmentation, by the person's recipe. Features of a frozen trunk cannot be computed anew in
 * each epoch, so a small bank of random views stands for the endless stream of them: it shows less than there is to
 * gain, never more.
 */
export const missingAugmentationTrial: TrialKind = {
  rules: ['augmentation/missing'],
  metric: 'brierScore',
  expect: 'drop',
  extraViews: () => ({ evaluation: 0, training: VIEWS }),
  async run(_findings, session) {
    const { ground, work, views, prepare } = session
    const bank = await distortedFeatures(session, trainingDraws(ground.train, advised, VIEWS))
    const prepared = bank.map((draw) => draw.map(prepare))
    const change = 'flips, rotations and zooms of the training images'
    const stage = work.progress.start(`trying ${change}`, 2 * epochsOf(session), 'epochs')
    try {
      const arm = (name: Arm['name'], drawn: typeof prepared) =>
        trainArm(
          { ...session, views: withBank(views, ground.train, drawn) },
          () => ground.train,
          watching(stage, name),
        )
      return pairedScores(
        { given: await arm('baseline', []), fixed: await arm('fixed', prepared), change },
        session,
      )
    } finally {
      stage.finish()
    }
  },
}
