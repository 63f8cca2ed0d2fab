import { callOf, constantOf, type FileExpression } from '../../../model/file-expression.ts'
import type { Machine } from '../machine.ts'
import type { Value } from '../values/value.ts'

/**
 * The samples that a value holds, as `fit` and `from_tensor_slices` take it: a list of files, or a tuple of files and
 * labels, which makes a list of pairs; undefined where that is not known.
 */
export function samplesOf(value: Value, machine: Machine): FileExpression | undefined {
  const { files } = machine.record
  if (value.kind === 'dict') {
    const [first] = value.entries.values()
    return first && files.of(first.value)
  }
  if (value.kind !== 'list' || value.items.length === 0 || !value.complete) return files.named(value)
  const [first, second] = value.items
  const [list, labels] = [files.named(first), files.noted(second)]
  if (list === undefined) return files.of(value)
  if (labels === undefined) return list
  return callOf('with-labels', { list, labels })
}

/** `validation_split=share` of `fit`: the tail is held back (keras/src/trainers/data_adapters/data_adapter_utils.py). */
export function heldOut(
  list: FileExpression,
  share: FileExpression | undefined,
  side: 'train' | 'validation',
): FileExpression {
  if (share === undefined) return { kind: 'unknown', reason: 'validation_split is not known' }
  const rest = callOf('binary', { operator: constantOf('-'), left: constantOf(1), right: share })
  const length = callOf('length', { list })
  const at = callOf('floor', {
    value: callOf('binary', { operator: constantOf('*'), left: length, right: rest }),
  })
  return callOf('slice', { object: list, ...(side === 'train' ? { to: at } : { from: at }) })
}

/** `ImageDataGenerator(validation_split=share).flow(x, subset=...)`: the head is held back. */
export function heldHead(
  list: FileExpression,
  share: FileExpression | undefined,
  side: 'train' | 'validation',
): FileExpression {
  if (share === undefined) return { kind: 'unknown', reason: 'validation_split is not known' }
  const length = callOf('length', { list })
  const at = callOf('int', {
    value: callOf('binary', { operator: constantOf('*'), left: length, right: share }),
  })
  return callOf('slice', { object: list, ...(side === 'train' ? { from: at } : { to: at }) })
}
