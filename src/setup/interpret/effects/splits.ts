import type { Edit } from '../../../model/fix.ts'
import type { Split } from '../../../model/setup.ts'
import { bind } from '../arguments.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { argument, argumentValue, booleanOf, numberOf, readValue } from '../read-value.ts'
import type { ArraysValue, Bound, Value } from '../values.ts'
import { arraysOfImages } from './gathered.ts'
import { numberOrNull } from './sources.ts'

/** `train_test_split(a, b, ...)`: for each array its two sides. */
export function splitArrays(call: LibraryCall, kind: Split['kind'], machine: Machine): Value {
  const { span } = call
  const bound = bind(call.row, { ...call.arguments, positional: [] })
  const stratify = argumentValue(bound, 'stratify')
  const split = (side: Split['side']): Split => ({
    kind,
    fraction: readValue(argument(bound, 'test_size'), numberOf, 0.25),
    seed: seedOf(call, argument(bound, 'random_state'), machine),
    shuffle: readValue(argument(bound, 'shuffle'), booleanOf, true),
    stratify:
      stratify === undefined || (stratify.kind === 'constant' && stratify.value === null)
        ? { from: 'default', value: false }
        : { from: 'code', value: true, span: stratify.span },
    addSeed: addSeed(call, argument(bound, 'random_state')),
    side,
    position: 0,
    span,
  })
  const items = call.arguments.positional.flatMap(({ value: given }) => {
    const value = arraysOfImages(given, span, machine) ?? given
    return [sideOf(value, split('train'), call), sideOf(value, split('validation'), call)]
  })
  return { kind: 'list', items, complete: call.arguments.complete, span }
}

type Given = ReturnType<Bound['values']['get']>

/** Without a seed sklearn draws from numpy's own generator, which may have been seeded. */
function seedOf(call: LibraryCall, given: Given, machine: Machine): Split['seed'] {
  const seed = readValue(given, numberOrNull, null)
  const elsewhere = machine.record.numpySeeded || !call.arguments.complete
  return seed.value === null && elsewhere ? { from: 'unknown', value: null } : seed
}

/** `random_state=42` behind the last argument, or in place of None. */
function addSeed({ node }: LibraryCall, given: Given): Edit[] | null {
  const last = node.arguments.at(-1)
  if (given !== undefined) {
    const written = node.arguments.find(({ name }) => name === 'random_state')
    return written === undefined ? null : [{ op: 'edit', span: written.span, text: 'random_state=42' }]
  }
  if (last === undefined) return null
  const { endLine, endColumn } = last.span
  const place = { ...last.span, line: endLine, column: endColumn }
  return [{ op: 'edit', span: place, text: ', random_state=42' }]
}

function sideOf(value: Value, split: Split, call: LibraryCall): ArraysValue {
  const { span } = call
  const before = value.kind === 'arrays' ? value : undefined
  const path = value.kind === 'unknown' ? value.path : before?.path
  return {
    kind: 'arrays',
    source: before?.source ?? `${span.path}:${span.line}:${span.column}`,
    split: { ...split, position: before?.steps.length ?? 0 },
    steps: before?.steps ?? [],
    ...(path === undefined ? {} : { path }),
    span,
  }
}
