import { placeOf } from '../../src/judge/duplicates.ts'
import { deviation, usualOf } from '../../src/judge/outliers.ts'
import type { Sample } from '../../src/model/dataset.ts'
import type { DecodedImage } from '../../src/model/images.ts'
import { defineRule } from '../../src/model/rule.ts'

/** One way of being out of place. */
interface Kind {
  /** For people, after "the image is". */
  name: string
  measure(image: DecodedImage): number
  /** The least spread of the measure that a data set is taken to have. */
  least: number
  /** Which way it is off, in spreads. */
  off: number
  /** Whether it is bad by itself, whatever the others look like. */
  isBad(image: DecodedImage): boolean
}

/** Small where nothing has detail at the scale of 64 x 64. */
const softness = ({ appearance, contrast }: DecodedImage) => appearance.sharpness / Math.max(contrast, 1)
/** The softest of 1585 real photos (trashnet, grocery), a sheet of paper on a plain ground, has 0.158. */
const SOFTEST = 0.15
const elongation = ({ width, height }: DecodedImage) => Math.max(width / height, height / width)

/**
 * Bars of both sorts must be passed. No photo of trashnet and grocery does; gamma, exposure and blur that leave a
 * photo hard to recognise do (bench/README.md).
 */
const kinds: readonly Kind[] = [
  {
    name: 'very dark',
    measure: ({ appearance }) => appearance.brightness,
    least: 8,
    off: -3.5,
    // As CleanVision: 99 % of the image below a third of white.
    isBad: ({ appearance }) => appearance.brightest < 82,
  },
  {
    name: 'overexposed',
    measure: ({ appearance }) => appearance.brightness,
    least: 8,
    off: 3.5,
    isBad: ({ appearance }) => appearance.darkest > 225,
  },
  {
    name: 'nearly without contrast',
    measure: ({ contrast }) => Math.log(Math.max(contrast, 0.5)),
    least: 0.15,
    off: -3.5,
    // Flat images have a rule of their own.
    isBad: ({ contrast }) => contrast >= 0.5 && contrast < 6,
  },
  {
    name: 'blurred',
    measure: (image) => Math.log(Math.max(softness(image), 0.01)),
    least: 0.2,
    off: -4,
    isBad: (image) => image.contrast >= 6 && softness(image) < SOFTEST,
  },
  {
    name: 'far longer than wide',
    measure: (image) => Math.log(elongation(image)),
    least: 0.2,
    off: 4,
    isBad: (image) => elongation(image) > 3,
  },
  {
    name: 'far larger than the others',
    measure: ({ width, height }) => Math.log(Math.sqrt(width * height)),
    least: 0.3,
    off: 5,
    isBad: ({ width, height }) => width * height > 1e6,
  },
]

/** Fewer images do not show what is usual. */
const FEWEST = 20
/** Where more are like this they are no outliers but a part of the data set. */
const LARGEST_SHARE = 0.1

export default defineRule({
  id: 'images/quality-outlier',
  severity: 'info',
  needs: ['dataset', 'images'],
  maturity: 'stable',
  docs: {
    what: 'A few images are far darker, brighter, flatter, more blurred, longer or larger than all others of the data set.',
    why: 'Failed exposures, frames in motion, banners and scans that slipped in with a download teach little of their class, and in validation they are errors that no change of the model mends.',
    how: 'Look at them. Leave out what does not show its class; keep what will also be met in use.',
    fixSafety: 'Unsafe: hard images may be just the ones that matter in use. They are excluded, not deleted.',
    references: [
      'CleanVision, issue types: https://github.com/cleanlab/cleanvision#issue-types',
      'Iglewicz and Hoaglin, How to Detect and Handle Outliers, ASQC, 1993 (scores by the median absolute deviation)',
    ],
    bad: 'train/cat/IMG_8.jpg   # lens cap half on: 99 % of the image below a third of white',
    good: 'train/cat/IMG_8.jpg   # a cat',
  },
  *check({ dataset, images }) {
    const decoded = dataset.samples.flatMap((sample) => {
      const image = images.images.get(sample.path)
      return image?.ok ? [{ sample, image }] : []
    })
    if (decoded.length < FEWEST) return
    // What is too dark is without contrast as well: each image is named once, by the first kind.
    const named = new Set<Sample>()
    for (const kind of kinds) {
      const odd = oddOnes(kind, decoded).filter(({ sample }) => !named.has(sample))
      if (odd.length === 0 || odd.length > LARGEST_SHARE * decoded.length) continue
      for (const { sample } of odd) named.add(sample)
      const count = odd.length === 1 ? '1 image is' : `${odd.length} images are`
      yield {
        message: `${count} ${kind.name}, unlike the other ${decoded.length - odd.length}`,
        confidence: 0.8,
        locations: odd.map(({ sample }) => placeOf(sample)),
        evidence: {
          kind: kind.name,
          deviations: Object.fromEntries(
            odd.map(({ sample, off }) => [sample.path, Math.round(10 * off) / 10]),
          ),
        },
        fix: {
          title: odd.length === 1 ? 'Exclude the image' : 'Exclude these images',
          applicability: 'unsafe',
          operations: odd.map(({ sample }) => ({ op: 'exclude', sample: sample.path })),
        },
      }
    }
  },
})

/** Images past both bars of a kind, and by how many spreads they are off. */
function oddOnes(kind: Kind, decoded: readonly { sample: Sample; image: DecodedImage }[]) {
  const usual = usualOf(decoded.map(({ image }) => kind.measure(image)))
  return decoded.flatMap(({ sample, image }) => {
    const off = deviation(kind.measure(image), usual, kind.least)
    const far = kind.off < 0 ? off < kind.off : off > kind.off
    return far && kind.isBad(image) ? [{ sample, off }] : []
  })
}
