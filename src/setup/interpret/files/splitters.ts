import { callOf, constantOf, type FileExpression } from '../../../model/file-expression.ts'
import type { Machine } from '../machine.ts'
import { booleanOf } from '../read-value.ts'
import { byRandomState, noteDraw } from './draws.ts'
import { argumentOf, expressionAt, type FileCall, type FileEffect } from './file-call.ts'
import { drawFrom } from './generators.ts'

/** `KFold(n_splits=5, shuffle=True, random_state=42)` and its like: what their `split` will do. */
const makes =
  (kind: string, shuffles: boolean): FileEffect =>
  (call, machine) => {
    const { files } = machine.record
    const shuffle = shuffles || booleanOf(argumentOf(call, 1, 'shuffle')) === true
    const unclear = !shuffles && argumentOf(call, 1, 'shuffle') !== undefined && !shuffle
    const fixed = unclear && booleanOf(argumentOf(call, 1, 'shuffle')) === undefined
    if (fixed || !call.given.complete) return undefined
    const given: Record<string, FileExpression> = { kind: constantOf(kind), shuffle: constantOf(shuffle) }
    for (const [name, ...spellings] of sizes) {
      const value = argumentOf(call, name === 'splits' ? 0 : 9, ...spellings)
      if (value === undefined) continue
      const expression = files.of(value)
      if (expression === undefined) return undefined
      given[name] = expression
    }
    if (!shuffle) return callOf('splitter', given)
    const draw = byRandomState(call, machine)
    const seed = { ...draw.generator }
    given.generator = drawFrom(draw.generator, undefined, machine)
    return noteDraw(callOf('splitter', given), { ...draw, generator: seed }, call, machine)
  }

const sizes = [
  ['splits', 'n_splits'],
  ['test', 'test_size'],
  ['train', 'train_size'],
] as const

/** `splitter.split(X, y, groups)`: pairs of index arrays; undefined where the receiver is no splitter. */
export function splitBy(call: FileCall, machine: Machine): FileExpression | undefined {
  const { files } = machine.record
  const splitter = call.receiver === null ? undefined : files.noted(call.receiver)
  if (splitter?.kind !== 'call' || splitter.of !== 'splitter') return undefined
  const list = expressionAt(call, machine, 0, 'X') ?? files.follow(argumentOf(call, 0, 'X'))
  if (list === undefined) return undefined
  const unknownLabels: FileExpression = {
    kind: 'unknown',
    reason: 'the labels that it stratifies by are not known',
  }
  const folds = callOf('folds', {
    ...splitter.arguments,
    list,
    labels: expressionAt(call, machine, 1, 'y') ?? unknownLabels,
    groups: expressionAt(call, machine, 2, 'groups') ?? unknownLabels,
  })
  const split = files.splits.get(splitter)
  if (split !== undefined) files.splits.set(folds, split)
  return folds
}

/** scikit-learn's splitters. */
export const splitters: readonly (readonly [string, FileEffect])[] = [
  ['sklearn.model_selection.KFold', makes('k', false)],
  ['sklearn.model_selection.StratifiedKFold', makes('stratified-k', false)],
  ['sklearn.model_selection.ShuffleSplit', makes('shuffle', true)],
  ['sklearn.model_selection.StratifiedShuffleSplit', makes('stratified-shuffle', true)],
  ['sklearn.model_selection.GroupShuffleSplit', makes('groups', true)],
]
