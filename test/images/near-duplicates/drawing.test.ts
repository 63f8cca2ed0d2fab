import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { ImageCache } from '../../../src/images/cache/cache.ts'
import { inMemory } from '../../../src/images/cache/stored-look.ts'
import { contentOf } from '../../../src/images/look/content.ts'
import type { Comparable } from '../../../src/images/near-duplicates/copies.ts'
import { gradedPairs } from '../../../src/images/near-duplicates/pairs.ts'
import { workContext } from '../../support/work.ts'

/** A sign on white: a board with a shape on it, all flat. */
const sign = (shape: string, board = '#2060c0') =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="240" viewBox="0 0 200 240"><rect width="200" height="240" fill="white"/><rect x="30" y="40" width="140" height="110" rx="18" fill="${board}" stroke="black" stroke-width="6"/><path d="M100,150 V230" stroke="black" stroke-width="12"/>${shape}</svg>`,
    ),
  )

const arrow = '<path d="M60,95 H130 M105,70 L135,95 L105,120" stroke="white" stroke-width="12" fill="none"/>'
const cross = '<path d="M75,70 L125,120 M125,70 L75,120" stroke="white" stroke-width="12" fill="none"/>'

/** The grade of a pair of files, null when they are not reported as copies. */
async function gradeOf(one: Sharp, other: Sharp): Promise<string | null> {
  const images: Comparable[] = []
  for (const [index, image] of [one, other].entries()) {
    const bytes = ['jpeg', 'webp'].includes((await image.metadata()).format ?? '') ? image : image.png()
    const content = await contentOf(await bytes.toBuffer(), `${index}`.repeat(64))
    if (!('look' in content)) throw new Error(content.fact.reason)
    images.push({ fact: { ...content.fact, path: `${index}` }, look: inMemory(content.look) })
  }
  const known = { cache: new ImageCache(null), read: async () => null }
  const [graded] = await gradedPairs(images, known, workContext())
  return graded?.grade ?? null
}

const again = async (image: Sharp): Promise<Sharp> => sharp(await image.toBuffer())

describe('a drawing and its copy', () => {
  test.each<[string, (image: Sharp) => Sharp]>([
    ['encoded as a JPEG of quality 50', (image) => image.jpeg({ quality: 50 })],
    ['at 0.7 of its size', (image) => image.resize(140).png()],
    ['mirrored', (image) => image.flop().png()],
    ['brighter', (image) => image.modulate({ brightness: 1.2 }).png()],
    ['without colour', (image) => image.greyscale().png()],
    ['stretched into a square', (image) => image.resize(224, 224, { fit: 'fill' }).png()],
    ['turned by 5 degrees', (image) => image.rotate(5, { background: 'white' }).png()],
    ['on a broader sheet', (image) => image.extend({ left: 30, right: 30, background: 'white' }).png()],
  ])('%s', async (_, vary) => {
    expect(await gradeOf(sign(arrow), await again(vary(sign(arrow).png())))).toBe('near-identical')
  })
})

describe('drawings that are alike are no copies', () => {
  test.each<[string, Sharp]>([
    ['another shape on the board', sign(cross)],
    ['another colour of the same brightness', sign(arrow, '#a03030')],
    ['an empty board', sign('')],
    ['dots above it', sign(`${arrow}<path d="M70,10 V28 M130,10 V28" stroke="black" stroke-width="18"/>`)],
  ])('%s', async (_, other) => {
    expect(await gradeOf(sign(arrow), other)).toBeNull()
  })
})

/** A figure four as it is written by hand, on white. */
const four = (form: string, thick = 10) =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128" viewBox="0 0 128 128"><rect width="128" height="128" fill="white"/><path transform="${form}" d="M76,112 V16 L30,76 H92" stroke="black" stroke-width="${thick}" stroke-linecap="round" fill="none"/></svg>`,
    ),
  )

describe('figures written by hand', () => {
  test.each<[string, Sharp]>([
    ['more upright', four('translate(9 0) skewX(-8)')],
    ['narrower', four('translate(8 0) scale(0.88 1)')],
    ['flatter and thinner', four('translate(0 8) scale(1 0.88)', 8)],
  ])('are no copies: %s', async (_, other) => {
    expect(await gradeOf(four(''), other)).toBeNull()
  })

  test.each<[string, Sharp]>([
    ['moved', four('translate(6 -5)')],
    ['smaller', four('translate(10 10) scale(0.85)')],
  ])('are copies: %s', async (_, other) => {
    expect(await gradeOf(four(''), other)).toBe('near-identical')
  })
})
