import { callOf, constantOf, type FileExpression } from '../../../model/file-expression.ts'
import type { Origin } from '../../../model/pipeline.ts'
import type { Machine } from '../machine.ts'
import { argumentValue, stringOf } from '../read-value.ts'
import type { AugmenterValue } from '../values/data.ts'
import type { Bound, Value } from '../values/value.ts'
import { heldHead } from './samples.ts'

/** Parameters of `flow_from_dataframe` -> arguments of the operation. */
const columns = [
  ['directory', 'directory'],
  ['x_col', 'x'],
  ['y_col', 'y'],
  ['classes', 'classes'],
  ['validate_filenames', 'validates'],
] as const

/** The files that `flow` and `flow_from_dataframe` of an ImageDataGenerator read; undefined where that is not known. */
export function flowingFiles(
  augmenter: AugmenterValue,
  given: Value | undefined,
  bound: Bound,
  origin: Origin['kind'],
  machine: Machine,
): FileExpression | undefined {
  const { files } = machine.record
  const list = files.noted(given)
  if (list === undefined || origin === 'directory') return undefined
  const side = sideOf(argumentValue(bound, 'subset'))
  const share = augmenter.arguments.values.get('validation_split')
  const cut = share !== undefined && side !== undefined
  if (side === null) return { kind: 'unknown', reason: 'the subset is not known' }
  const held = share && files.of(share.value)
  if (origin === 'arrays') return cut ? heldHead(list, held, side) : list
  const found: Record<string, FileExpression> = { frame: list }
  for (const [parameter, name] of columns) {
    const value = argumentValue(bound, parameter)
    if (value !== undefined)
      found[name] = files.of(value) ?? { kind: 'unknown', reason: `${parameter} is not known` }
  }
  if (!cut) return callOf('keras-rows', found)
  const notKnown: FileExpression = { kind: 'unknown', reason: 'validation_split is not known' }
  return callOf('keras-rows', { ...found, side: constantOf(side), share: held ?? notKnown })
}

/** undefined without a subset, null where it is not known. */
function sideOf(subset: Value | undefined): 'train' | 'validation' | null | undefined {
  if (subset === undefined || (subset.kind === 'constant' && subset.value === null)) return undefined
  const name = stringOf(subset)
  if (name === 'training') return 'train'
  return name === 'validation' ? 'validation' : null
}
