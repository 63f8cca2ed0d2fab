import type { Dataset } from '../model/dataset.ts'
import type { SplitName } from '../model/fix.ts'
import type { DecodedImage, ImageFacts } from '../model/images.ts'
import { rankTest, type Sides } from './rank-test.ts'

/** A property of the images in which a side differs from training. */
export interface Shift {
  property: string
  kind: 'measure' | 'share'
  /** Median, or share of the images that have it. */
  train: number
  other: number
  /** How often an image of the side has more of it than a training image of its class, 0..1. */
  above: number
  z: number
  /** The images of the side that show it most, at most six. */
  examples: string[]
}

/** Of two images so many standard errors apart, one such difference in 100 000 comes by chance; some 20 are tried. */
const certain = 4.42
/** Vargha and Delaney call 0.71 a large effect (J. Educ. Behav. Stat. 25(2), 2000); of yes and no, a share by 30 points. */
const large = { measure: 0.21, share: 0.15 }
/** The classes, by weight, that must agree: what differs in some only is not how the side was drawn. */
const agreeing = 0.75
/** Images (or groups) of a class and side below which it says little, and of the whole side. */
const fewest = { class: 5, side: 20 }
/** Values of a kind (a format, a camera) that are tried. */
const mostValues = 6

interface Property {
  name: string
  kind: Shift['kind']
  of(image: DecodedImage): number | null
}

const measures: Property[] = [
  { name: 'pixels', kind: 'measure', of: ({ width, height }) => width * height },
  { name: 'aspect ratio', kind: 'measure', of: ({ width, height }) => width / height },
  { name: 'brightness', kind: 'measure', of: ({ appearance }) => appearance.brightness },
  { name: 'contrast', kind: 'measure', of: ({ contrast }) => contrast },
  { name: 'sharpness', kind: 'measure', of: ({ appearance }) => appearance.sharpness },
  { name: 'JPEG quality', kind: 'measure', of: ({ jpegQuality }) => jpegQuality },
]

/** An image with what it is compared by. */
interface Placed {
  split: SplitName
  label: string
  unit: string
  image: DecodedImage
}

/**
 * The properties in which the images of a side differ from training images of the same class, most first: real,
 * large, and alike in most classes. The mix of the classes plays no part. Images of one declared group count as one.
 */
export function shiftsOf({ samples }: Dataset, { images }: ImageFacts, side: SplitName): Shift[] {
  if (!samples.some(({ split }) => split === side)) return []
  const placed = samples.flatMap(({ path, split, label, group }): Placed[] => {
    const image = images.get(path)
    if (!image?.ok || (split !== 'train' && split !== side)) return []
    return [{ split, label: label ?? '', unit: group ?? path, image }]
  })
  if (!placed.some(({ split }) => split === side)) return []
  return [...measures, ...kindsIn(placed)]
    .flatMap((property) => shiftIn(property, placed, side) ?? [])
    .sort((a, b) => Math.abs(b.above - 0.5) - Math.abs(a.above - 0.5) || (a.property < b.property ? -1 : 1))
}

/** Format, channels and camera as properties that an image has or has not: the values that are there most. */
function kindsIn(placed: readonly Placed[]): Property[] {
  const kinds: { of: (image: DecodedImage) => string; named: (value: string) => string }[] = [
    { of: ({ format }) => format, named: (value) => `format ${value}` },
    { of: ({ channels }) => `${channels}`, named: (value) => `channels: ${value}` },
    {
      of: ({ exif }) => [exif?.make, exif?.model].filter(Boolean).join(' '),
      named: (value) => (value === '' ? 'no camera in Exif' : `camera ${value}`),
    },
  ]
  return kinds.flatMap(({ of, named }) => {
    const counts = new Map<string, number>()
    for (const { image } of placed) counts.set(of(image), (counts.get(of(image)) ?? 0) + 1)
    const values = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, mostValues)
    return values.length < 2
      ? []
      : values.map(
          ([value]): Property => ({
            name: named(value),
            kind: 'share',
            of: (image) => (of(image) === value ? 1 : 0),
          }),
        )
  })
}

function shiftIn(property: Property, placed: readonly Placed[], side: SplitName): Shift | null {
  const strata = stratify(property, placed, side)
  if (strata.reduce((sum, { there }) => sum + there.length, 0) < fewest.side) return null
  const test = rankTest(strata)
  if (test === null || Math.abs(test.z) < certain || test.agreeing < agreeing) return null
  if (Math.abs(test.above - 0.5) < large[property.kind]) return null
  const valued = placed.flatMap((one) => {
    const value = property.of(one.image)
    return value === null ? [] : [{ ...one, value }]
  })
  const summary = (split: SplitName) =>
    middle(
      valued.filter((one) => one.split === split).map(({ value }) => value),
      property.kind,
    )
  const sign = test.above > 0.5 ? -1 : 1
  const examples = valued
    .filter(({ split }) => split === side)
    .sort((a, b) => sign * (a.value - b.value) || (a.image.path < b.image.path ? -1 : 1))
    .slice(0, 6)
  return {
    property: property.name,
    kind: property.kind,
    ...{ train: summary('train'), other: summary(side), above: test.above, z: test.z },
    examples: examples.map(({ image }) => image.path),
  }
}

/** Values by class, of groups their mean; classes that have too few on one side are left out. */
function stratify(property: Property, placed: readonly Placed[], side: SplitName): Sides[] {
  const classes = new Map<string, Map<string, { split: SplitName; values: number[] }>>()
  for (const { label, unit, split, image } of placed) {
    const value = property.of(image)
    if (value === null) continue
    const units = classes.get(label) ?? new Map<string, { split: SplitName; values: number[] }>()
    classes.set(label, units)
    const key = `${split} ${unit}`
    const own = units.get(key) ?? { split, values: [] }
    units.set(key, own)
    own.values.push(value)
  }
  return [...classes.values()]
    .map((units) => {
      const on = (split: SplitName) =>
        [...units.values()]
          .filter((unit) => unit.split === split)
          // Equal values have equal means, whatever the last bits of a sum are.
          .map(({ values }) => Number(mean(values).toPrecision(9)))
      return { here: on('train'), there: on(side) }
    })
    .filter(({ here, there }) => here.length >= fewest.class && there.length >= fewest.class)
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

function middle(values: number[], kind: Property['kind']): number {
  if (kind === 'share') return mean(values)
  const sorted = values.sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
}
