import { z } from 'zod'
import type { View } from '../../embed/trunk.ts'
import { frameOf } from '../../judge/shortcut/properties.ts'
import type { Finding } from '../../model/finding.ts'
import type { ProbeSample } from '../../train/ground.ts'
import { epochsOf, measuredBy, plainFeatures, scoresOn } from '../arms.ts'
import { NotRun, type Session } from '../session.ts'
import { cutFrame, type FrameColour } from '../transforms/cut-frame.ts'
import { watching } from '../watch.ts'
import type { TrialKind } from './kind.ts'
import { pairedScores } from './paired-scores.ts'
import { describeScores } from './sentence.ts'

const Framed = z.object({
  property: z.literal('border'),
  classes: z.record(z.string(), z.object({ value: z.string() })),
})

/**
 * Frames that give a class away: heads that learned from the images as they are, and heads that learned from them without
 * their frames, both measured on evaluation images without frames, as images from elsewhere are. (With their frames the
 * evaluation images have the same flaw and would acquit it.) Other shortcuts cannot be taken out of an image alone.
 */
export const shortcutTrial: TrialKind = {
  rules: ['images/shortcut'],
  metric: 'brierScore',
  expect: 'drop',
  apart: ({ evidence }) => JSON.stringify(evidence),
  extraViews: (findings) =>
    findings.some(({ evidence }) => Framed.safeParse(evidence).success)
      ? { training: 1, evaluation: 1 }
      : { training: 0, evaluation: 0 },
  async run([finding], session) {
    const colours = framesIn(finding, session)
    const { ground, work } = session
    const measuredSamples = measuredBy(session)
    const cut = measuredSamples.filter(({ path }) => colours.has(path)).length
    if (cut === 0 || !ground.train.some(({ path }) => colours.has(path)))
      throw new NotRun('the images that are tried have no frames on both sides of the split')
    const stage = work.progress.start('trying images without their frames', 2 * epochsOf(session), 'epochs')
    try {
      const measured = await withoutFrames(measuredSamples, colours, session)
      const asTheyAre = plainFeatures(ground.train, session.views)
      const given = await scoresOn(session, { train: asTheyAre, measured }, watching(stage, 'baseline'))
      const train = await withoutFrames(ground.train, colours, session)
      const fixed = await scoresOn(session, { train, measured }, watching(stage, 'fixed'))
      const change = `On images whose frames (${cut} of ${measured.length}) are cut off, a head that learned without frames predicts`
      return pairedScores(
        { given, fixed, change, describe: ({ change: tried, ...numbers }) => describeScores(tried, numbers) },
        session,
      )
    } finally {
      stage.finish()
    }
  },
}

/**
 * The frames that the finding is about, by path: those of the classes that are told by having one and, where a class is
 * told by having none, those of all others.
 */
function framesIn(finding: Finding | undefined, { request }: Session): Map<string, FrameColour> {
  const told = Framed.safeParse(finding?.evidence).data
  if (told === undefined)
    throw new NotRun(
      'only frames can be taken out of an image; what else gives a class away has to be converted',
    )
  const values = new Set(Object.values(told.classes).map(({ value }) => value))
  const all = [...request.images.images.values()].flatMap((image) => (image.ok ? [image] : []))
  const framed = all.filter((image) => {
    const frame = frameOf(image)
    return frame !== null && (values.has(frame) || values.has('no frame'))
  })
  return new Map(framed.map(({ path, appearance: { border } }) => [path, border]))
}

/** Prepared features of samples, those with a frame without it. */
async function withoutFrames(
  samples: readonly ProbeSample[],
  colours: ReadonlyMap<string, FrameColour>,
  { trunk, size, prepare }: Session,
): Promise<Float32Array[]> {
  const views = samples.map(({ path, source, bytesDigest }): View => {
    const colour = colours.get(path)
    if (colour === undefined) return { source, bytesDigest }
    const { red, green, blue } = colour
    const id = `without the frame of ${red}, ${green}, ${blue}`
    return {
      source,
      bytesDigest,
      transform: { id, apply: (pixels, side) => cutFrame(pixels, side, colour) },
    }
  })
  const features = await trunk.features(views, { size, title: 'computing features without frames' })
  return features.map(prepare)
}
