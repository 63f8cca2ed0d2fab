import { callOf } from '../../../model/file-expression.ts'
import { draws } from './draws.ts'
import { expressionAt, type FileEffect } from './file-call.ts'
import { frames } from './frames.ts'
import { sequences } from './sequences.ts'
import { splitBy, splitters } from './splitters.ts'
import { torchPermutation } from './torch-draws.ts'

/** `text.split(sep, maxsplit)`, or a splitter's `split(X, y)`. */
const split: FileEffect = (call, machine) => {
  const folds = splitBy(call, machine)
  if (folds !== undefined) return folds
  const text = call.receiver === null ? undefined : machine.record.files.of(call.receiver)
  if (text === undefined || (text.kind === 'call' && text.of === 'splitter')) return undefined
  const [separator, most] = [
    expressionAt(call, machine, 0, 'sep'),
    expressionAt(call, machine, 1, 'maxsplit'),
  ]
  if (call.given.positional.length > 0 && separator === undefined) return undefined
  return callOf('split', { text, ...(separator && { separator }), ...(most && { most }) })
}

/** Calls whose effect on lists of files a row of the table cannot tell. */
export const specialCalls: ReadonlyMap<string, FileEffect> = new Map([
  ...draws,
  ...frames,
  ...sequences,
  ...splitters,
  ['torch.randperm', torchPermutation] as const,
  ['method.split', split] as const,
])
