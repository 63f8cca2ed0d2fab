import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const order = z.union([z.array(z.int()), z.string()])
const seeded = z.array(
  z.object({ n: z.int(), seed: z.union([z.int(), z.string()]).transform(BigInt), order }),
)
const keras = z.object({ tree: z.int(), fraction: z.number(), train: order, validation: z.array(z.int()) })

/** Made by test/dataset/oracle/make_splits.py with the real libraries. */
const Vectors = z.object({
  randomState: seeded,
  defaultRng: seeded,
  pythonShuffle: seeded,
  trainTestSplit: z.array(
    z.object({
      n: z.int(),
      testSize: z.number(),
      seed: z.int(),
      shuffle: z.boolean(),
      classes: z.array(z.string()).optional(),
      train: order.nullable(),
      test: order.nullable(),
    }),
  ),
  trees: z.array(z.array(z.string())),
  kerasDirectory: z.array(keras.extend({ seed: z.int(), shuffle: z.boolean() })),
  kerasGenerator: z.array(keras),
  kerasDataframe: z.array(keras),
})

const TorchVectors = z.object({
  randperm: seeded,
  randomSplit: z.array(
    z.object({ n: z.int(), lengths: z.array(z.number()), seed: z.int(), parts: z.array(order) }),
  ),
})

const read = (name: string): unknown =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, '../oracle', name), 'utf8'))

export const vectors = Vectors.parse(read('splits.json'))
export const torchVectors = TorchVectors.parse(read('splits-torch.json'))

/** As the script shortens long orders: the SHA-256 of the numbers, joined by commas. */
export const short = (numbers: readonly number[]): number[] | string =>
  numbers.length <= 33 ? [...numbers] : createHash('sha256').update(numbers.join(',')).digest('hex')
