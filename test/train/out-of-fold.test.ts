import { describe, expect, test } from 'vitest'
import { likeliest } from '../../src/judge/confident-learning.ts'
import type { SplitName } from '../../src/model/fix.ts'
import { Random } from '../../src/model/random.ts'
import type { Foldable } from '../../src/train/folds.ts'
import { type Learnable, outOfFold, roundsFor, type Said } from '../../src/train/out-of-fold.ts'

const FEATURES = 512
const options = { classes: 2, seed: 1, before: async () => {} }

/** Points around one of two centres; `label` need not be the centre's. */
function point(centre: number, label: number, group: string, side: SplitName = 'train'): Learnable {
  const random = new Random(5, group)
  const features = Float32Array.from(
    { length: FEATURES },
    (_, i) => random.uniform(-1, 1) + (i % 2 === centre ? 2 : 0),
  )
  return { side, label, group, features }
}

const clouds = (count: number, side: SplitName = 'train'): Learnable[] =>
  [0, 1].flatMap((label) =>
    Array.from({ length: count }, (_, i) => point(label, label, `${side} ${label} ${i}`, side)),
  )

const guesses = (rows: (number[] | null)[]) => rows.map((row) => (row === null ? null : likeliest(row)))

describe('out-of-fold predictions', () => {
  test('see through a wrong label', async () => {
    const rows = await outOfFold([...clouds(20), point(1, 0, 'wrong')], options)
    expect(guesses(rows).at(-1)).toBe(1)
    for (const row of rows) expect(row?.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5)
  })

  test('a copy under the same wrong label does not vouch for it', async () => {
    const copies = Array.from({ length: 12 }, () => point(1, 0, 'wrong'))
    const together = await outOfFold([...clouds(8), ...copies], options)
    expect(guesses(together).slice(-12)).toEqual(copies.map(() => 1))
    const apart = copies.map((copy, i) => ({ ...copy, group: `copy ${i}` }))
    const vouched = await outOfFold([...clouds(8), ...apart], options)
    expect(guesses(vouched).slice(-12)).toEqual(copies.map(() => 0))
  })

  test('training samples are judged without the evaluation data, which is judged with them', async () => {
    const train = clouds(10)
    const upsideDown = clouds(40, 'validation').map((one) => ({ ...one, label: 1 - one.label }))
    const rows = await outOfFold([...train, ...upsideDown], options)
    expect(guesses(rows).slice(0, 20)).toEqual(train.map(({ label }) => label))
    expect(guesses(rows).slice(20)).toEqual(upsideDown.map(({ label }) => label))
  })

  test('a class too rare to be in every fold is left out', async () => {
    const rows = await outOfFold([...clouds(10), point(1, 2, 'rare'), point(1, 2, 'rare 2')], {
      ...options,
      classes: 3,
    })
    expect(rows.slice(-2)).toEqual([null, null])
    expect(rows.slice(0, -2)).not.toContain(null)
  })

  test('what was said of the same samples is not worked out again, and is the same', async () => {
    const sides = [...clouds(10), ...clouds(8, 'validation')]
    const together = sides.map((one): Learnable => ({ ...one, side: 'all' }))
    const said: Said = new Map()
    await outOfFold(sides, { ...options, said })
    expect(roundsFor(together, 1)).toBe(4)
    expect(roundsFor(together, 1, said)).toBe(0)
    const before = async () => expect.fail('a round of heads')
    expect(await outOfFold(together, { ...options, before, said })).toEqual(
      await outOfFold(together, options),
    )
    const others = together.slice(1)
    expect(roundsFor(others, 1, said)).toBe(4)
  })

  test('the same seed gives the same, and an abort is heard', async () => {
    expect(await outOfFold(clouds(10), options)).toEqual(await outOfFold(clouds(10), options))
    let heads = 0
    const before = async () => {
      if (heads++ === 3) throw new Error('stopped')
    }
    await expect(outOfFold(clouds(10), { ...options, before })).rejects.toThrow('stopped')
  })
})

test('many samples are judged in parts, which take less long than the whole', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i): Foldable => ({ side: 'train', label: i % 2, group: `${i}` }))
  expect(roundsFor(many(1500), 1)).toBe(4)
  expect(roundsFor(many(1600), 1)).toBe(8)
})
