import type { Edit } from '../../../model/fix.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { linesOf } from '../source-texts.ts'
import type { ArraysValue } from '../values/data.ts'
import type { Value } from '../values/value.ts'

const splitting =
  /^(\s*)((?:\w+, *)+\w+) = ([\w.]*train_test_split)\((\w+(?:, *\w+)*)(, *\w+=.*)?\)\s*(#.*)?$/
const assigning = /^(\s*)(\w+) = (.+)$/

/**
 * Edits that put `train_test_split` before statements like `x = np.concatenate([x, x[:, ::-1]])` right above it, which
 * then copy the training side alone. Null where those statements speak of anything but the arrays that are split.
 */
export function splitEarlier(call: LibraryCall, values: readonly Value[], machine: Machine): Edit[] | null {
  const { statement } = machine
  const copies = values.find((value): value is ArraysValue => value.kind === 'arrays')?.steps
  const from = copies?.find(({ kind }) => kind === 'oversample')?.span
  const lines = linesOf(call.span, machine)
  if (from === undefined || statement === null || lines === undefined) return null
  const { line, endLine, path, cell } = statement
  const [, indent = '', sides = '', , given = ''] = splitting.exec(lines[line - 1] ?? '') ?? []
  const inOrder = from.path === path && from.cell === cell && from.line < line && line === endLine
  const [targets, names] = [sides.split(/, */), given.split(/, */)]
  if (!inOrder || targets.length !== 2 * names.length) return null
  const renamed = new Map(names.map((name, at) => [name, targets[2 * at] ?? name]))
  const moved = lines.slice(from.line - 1, line - 1).map((text) => asTraining(text, indent, renamed))
  if (moved.some((text) => text === null)) return null
  const span = { ...statement, line: from.line, column: 1, endColumn: (lines[line - 1] ?? '').length + 1 }
  return [{ op: 'edit', span, text: [lines[line - 1], ...moved].join('\n') }]
}

/** A statement about the arrays, or a comment, with the training side's names; null for anything else. */
function asTraining(text: string, indent: string, renamed: ReadonlyMap<string, string>): string | null {
  if (/^\s*(#.*)?$/.test(text)) return text
  const [, depth, target = '', value = ''] = assigning.exec(text) ?? []
  if (depth !== indent || !renamed.has(target)) return null
  // Functions, modules, fields and names of arguments may stand beside the arrays.
  const others = [...value.matchAll(/(?<![\w.])[A-Za-z_]\w*(?!\w*\s*[.(=])(?!\w)/g)].map(([name]) => name)
  if (others.some((name) => !renamed.has(name))) return null
  return text.replaceAll(/(?<![\w.])[A-Za-z_]\w*/g, (name) => renamed.get(name) ?? name)
}
