import { callOf, constantOf, type FileExpression } from '../../../model/file-expression.ts'
import type { Statement } from '../../program.ts'
import type { Machine } from '../machine.ts'
import type { Value } from '../values/value.ts'
import { withExpression } from './calls.ts'
import { isFolds, itemOf } from './each.ts'
import type { Context } from './growth.ts'
import { noteTorchRead } from './torch-randomness.ts'

/** What a loop over a value sees in each round; of a splitter's folds, the first one. */
export function roundOf(iterable: Value, item: Value, machine: Machine): { item: Value; loop: Context } {
  const { files } = machine.record
  noteTorchRead(iterable, machine)
  const over = files.noted(iterable)
  if (over === undefined) return { item, loop: files.loop(null) }
  if (isFolds(over))
    return { item: withExpression({ ...item }, itemOf(over, 0), machine), loop: files.loop(null) }
  const loop = files.loop(over)
  const each: FileExpression = { kind: 'item', id: loop.id }
  return { item: withExpression(item.kind === 'constant' ? item : { ...item }, each, machine), loop }
}

/** The tests under which the two branches are taken, null where they are not followed. */
export function branchTests(test: Value, machine: Machine): { yes: Context; no: Context } {
  const expression = machine.record.files.of(test) ?? null
  const opposite = expression === null ? null : callOf('not', { value: expression })
  return { yes: { kind: 'branch', test: expression }, no: { kind: 'branch', test: opposite } }
}

/**
 * After a branch that ended, the rest of the block is run only under the other test: `if not ok: continue`. What
 * raises stops the program, so that the rest is run in any case; of `break` and `return`, how often is not known.
 */
export function remain(ended: readonly Statement[], other: Context, machine: Machine): void {
  const { context } = machine.record.files
  const last = ended.at(-1)
  if (last?.kind === 'leave' && last.how === 'raise') return
  const skips = last?.kind === 'leave' && last.how === 'continue'
  // Outside of loops only a return ends a branch: nothing there is filled by rounds.
  if (!skips && machine.looping === 0) return
  context.push(skips ? other : { kind: 'branch', test: null })
}

/** One round of a loop that is run item by item: nothing is added more than once. After a `break` it is not known. */
export const oneRound = (body: readonly Statement[]): Context => ({
  kind: 'branch',
  test: body.some(breaks) ? null : constantOf(true),
})

function breaks(node: Statement): boolean {
  if (node.kind === 'leave') return node.how === 'break'
  if (node.kind === 'if') return [...node.then, ...node.otherwise].some(breaks)
  if (node.kind === 'try') return [...node.body, ...node.handlers.flat(), ...node.finally].some(breaks)
  return node.kind === 'with' && node.body.some(breaks)
}
