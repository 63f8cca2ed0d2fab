import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { plateauSchedule } from '../../src/train/head/plateau.ts'

const Cases = z.array(
  z.object({
    monitor: z.enum(['val_loss', 'val_accuracy']),
    values: z.array(z.number()),
    arguments: z.object({
      factor: z.number(),
      patience: z.number(),
      cooldown: z.number().default(0),
      min_delta: z.number().default(1e-4),
      min_lr: z.number().default(0),
      mode: z.enum(['min', 'max']).default('min'),
    }),
    rates: z.array(z.number()),
  }),
)
const cases = Cases.parse(
  JSON.parse(await readFile(path.join(import.meta.dirname, 'oracle/plateau.json'), 'utf8')),
)

test.each(cases)('sets the rates that Keras sets: $monitor $arguments', (vector) => {
  const { factor, patience, cooldown, min_delta: minDelta, min_lr: minLearningRate, mode } = vector.arguments
  const { monitor } = vector
  const next = plateauSchedule({ monitor, mode, factor, patience, minDelta, cooldown, minLearningRate })
  let learningRate = 1e-3
  const rates = vector.values.map((value) => {
    learningRate = next(value, learningRate)
    return Number(learningRate.toPrecision(6))
  })
  expect(rates).toEqual(vector.rates.map((rate): unknown => expect.closeTo(rate, 9)))
})
