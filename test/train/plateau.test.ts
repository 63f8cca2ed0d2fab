import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type PlateauRecipe, plateauSchedule } from '../../src/train/head/plateau.ts'
import { plateauOf } from '../../src/train/schedule.ts'

const read = async (name: string) =>
  JSON.parse(await readFile(path.join(import.meta.dirname, 'oracle', name), 'utf8'))

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
const cases = Cases.parse(await read('plateau.json'))

/** The rates after each epoch, from 0.001 on. */
function ratesOf(recipe: PlateauRecipe, values: readonly number[]): number[] {
  const next = plateauSchedule(recipe)
  let learningRate = 1e-3
  return values.map((value) => {
    learningRate = next(value, learningRate)
    return Number(learningRate.toPrecision(6))
  })
}

const closeTo = (rates: readonly number[]) => rates.map((rate): unknown => expect.closeTo(rate, 9))

test.each(cases)('sets the rates that Keras sets: $monitor $arguments', (vector) => {
  const { factor, patience, cooldown, min_delta: minDelta, min_lr: minLearningRate, mode } = vector.arguments
  const { monitor } = vector
  const recipe = { monitor, mode, factor, patience, minDelta, cooldown, minLearningRate }
  expect(ratesOf(recipe, vector.values)).toEqual(closeTo(vector.rates))
})

const inTorch = z
  .array(
    z.object({
      stepped: z.string(),
      values: z.array(z.number()),
      arguments: z.record(z.string(), z.union([z.number(), z.string()])),
      rates: z.array(z.number()),
    }),
  )
  .parse(await read('plateau_torch.json'))

test.each(inTorch)('sets the rates that PyTorch sets: $stepped $arguments', (vector) => {
  const span = { path: 'train.py', line: 1, column: 1, endLine: 1, endColumn: 2, snippet: '' }
  const code = (value: number | string) => ({ from: 'code', value, span }) as const
  const given = Object.entries({ ...vector.arguments, monitor: vector.stepped })
  const callback = {
    kind: 'reduce-on-plateau',
    name: 'ReduceLROnPlateau',
    span,
    arguments: Object.fromEntries(given.map(([name, value]) => [name, code(value)])),
  } as const
  const recipe = plateauOf([callback], { framework: 'pytorch' })
  expect(recipe?.monitor).toBe(vector.stepped === 'valid_acc' ? 'val_accuracy' : 'val_loss')
  expect(recipe && ratesOf(recipe, vector.values)).toEqual(closeTo(vector.rates))
})
