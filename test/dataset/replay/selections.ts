import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const order = z.union([z.array(z.int()), z.string()])
const sides = z.object({ n: z.int(), seed: z.int(), train: order.nullable(), test: order.nullable() })
const fold = sides.extend({ seed: z.int().nullable(), splits: z.int(), fold: z.int() })
const draw = sides.extend({ test: order.nullable(), fold: z.int() })
const sized = z.object({ n: z.int(), size: z.int(), seed: z.int(), order })

/** Made by test/dataset/oracle/make_selections.py with the real libraries. */
const Selections = z.object({
  kFold: z.array(fold),
  stratifiedKFold: z.array(fold.extend({ classes: z.int() })),
  shuffleSplit: z.array(draw.extend({ share: z.number() })),
  stratifiedShuffle: z.array(draw.extend({ share: z.number(), classes: z.int() })),
  groupShuffle: z.array(draw.extend({ share: z.number() })),
  chained: z.array(
    z.object({
      n: z.int(),
      classes: z.int(),
      seed: z.int(),
      test: z.number().nullable(),
      train: z.number().nullable(),
      sides: z.array(order),
    }),
  ),
  pythonSample: z.array(sized),
  frameSample: z.array(z.object({ n: z.int(), share: z.number(), seed: z.int(), order })),
  choice: z.array(sized),
  sklearnShuffle: z.array(z.object({ n: z.int(), seed: z.int(), order })),
  twice: z.array(
    z.object({
      before: z.int(),
      n: z.int(),
      seed: z.int(),
      numpy: order,
      default_rng: order,
      random: order,
    }),
  ),
})

export const selections = Selections.parse(
  JSON.parse(readFileSync(path.join(import.meta.dirname, '../oracle/selections.json'), 'utf8')),
)

/** The classes of the vectors, by the same rule as in the script. */
export const labelsOf = (n: number, classes: number): number[] =>
  Array.from({ length: n }, (_, k) => [2, 10, 1, 33, 0][(k * k + Math.floor(k / 3)) % classes] ?? 0)
