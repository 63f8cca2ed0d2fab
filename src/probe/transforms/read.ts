import type { Pipeline, Step } from '../../model/pipeline.ts'
import type { Distortion } from './distortion.ts'
import { UnknownParameter } from './parameters.ts'
import { readers } from './table.ts'

/**
 * The random transforms of a pipeline as distortions that can be drawn, or why they cannot be repeated:
 * a transform that is not known, or one with arguments that could not be followed.
 */
export function distortionsOf({ steps }: Pick<Pipeline, 'steps'>): Distortion[] | { reason: string } {
  const distortions: Distortion[] = []
  for (const step of steps) {
    if (step.kind !== 'random-transform') continue
    const read = distortionOf(step)
    if ('reason' in read) return read
    distortions.push(...read)
  }
  return distortions
}

function distortionOf(step: Extract<Step, { kind: 'random-transform' }>): Distortion[] | { reason: string } {
  const reader = readers.get(step.name.slice(step.name.lastIndexOf('.') + 1))
  if (reader === undefined) return { reason: `the random transform ${step.name} cannot be repeated here` }
  try {
    return reader(step.parameters)
  } catch (error) {
    if (!(error instanceof UnknownParameter)) throw error
    return { reason: `the argument ${error.message} of ${step.name} is not known` }
  }
}
