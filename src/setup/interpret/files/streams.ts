import { callOf, constantOf, type FileExpression } from '../../../model/file-expression.ts'
import type { StreamEffect } from '../../frameworks/table.ts'
import type { StreamValue } from '../values/data.ts'

/** A stream with these samples, or without any where they are not known. */
export function withSamples(stream: StreamValue, samples: FileExpression | undefined): StreamValue {
  const { samples: _, ...rest } = stream
  return samples === undefined ? rest : { ...rest, samples }
}

/** The samples behind a method of a dataset. */
export function behind({ samples }: StreamValue, does: StreamEffect): FileExpression | undefined {
  if (samples === undefined) return undefined
  if (does === 'shuffle') return callOf('unordered', { list: samples, by: constantOf('shuffle') })
  if (does === 'oversample' || does === 'opaque') return undefined
  return samples
}

/** `take(n)` and `skip(n)` of single samples; behind `batch` they count batches, behind `repeat` rounds. */
export function part(
  { samples, steps }: StreamValue,
  does: 'take' | 'skip',
  count: FileExpression | undefined,
): FileExpression | undefined {
  if (samples === undefined) return undefined
  if (steps.some(({ step }) => step.kind === 'batch' || step.kind === 'repeat'))
    return { kind: 'unknown', reason: `${does} counts batches or rounds` }
  if (count === undefined) return { kind: 'unknown', reason: `how much it lets ${does} is not known` }
  return callOf('slice', { object: samples, [does === 'take' ? 'to' : 'from']: count })
}
