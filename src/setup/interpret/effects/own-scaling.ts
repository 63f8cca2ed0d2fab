import type { Edit } from '../../../model/fix.ts'
import type { Span } from '../../../model/span.ts'
import type { Meaning, Wanted } from '../../frameworks/table.ts'
import type { Expression } from '../../program.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { argumentValue, booleanOf } from '../read-value.ts'
import type { SourceText } from '../source-texts.ts'
import type { BackboneValue } from '../values/networks.ts'
import type { Bound } from '../values/value.ts'

/** What to call with an image so that it is scaled as a backbone wants, and what has to be imported for it. */
export interface OwnScaling {
  call: string
  imports: Edit[]
}

/**
 * The backbone's own function by a path that the code already has, by the name under which it is imported, or by an
 * import to be added behind that of the backbone; in TensorFlow.js a layer. Null where none of these is there.
 */
export function ownScaling(
  call: LibraryCall,
  { module, wants }: { module: string; wants: Wanted | null },
  machine: Machine,
): OwnScaling | null {
  const callee = dotted(call.node.callee)
  if (callee === null || wants === null) return null
  const prefix = /^(.*\bapplications)\./.exec(callee)?.[1]
  if (prefix !== undefined) return { call: `${prefix}.${module}.preprocess_input`, imports: [] }
  if (callee.startsWith(`${module}.`)) return { call: `${module}.preprocess_input`, imports: [] }
  if (machine.language() === 'javascript') return layerIn(callee, wants)
  return imported(callee, module, call, machine)
}

function layerIn(callee: string, { range: [low, high] }: Wanted): OwnScaling | null {
  const library = /^(\w+)\.loadLayersModel$/.exec(callee)?.[1]
  if (library === undefined || low !== -1 || high !== 1) return null
  return { call: `${library}.layers.rescaling({ scale: 1 / 127.5, offset: -1 }).apply`, imports: [] }
}

const importing = /^from ((?:\w+\.)*applications)(?:\.(\w+))? import ([^(#]+)$/

/** `from keras.applications.xception import Xception`: what lies beside it can be imported as well. */
function imported(name: string, module: string, { span }: LibraryCall, machine: Machine): OwnScaling | null {
  const texts = machine.textsOf(span.path)
  const found = texts.flatMap(importsOf)
  const own = found.find((one) => one.of === module && one.names.includes('preprocess_input'))
  if (own !== undefined) return { call: 'preprocess_input', imports: [] }
  const beside = found.find(({ names }) => names.includes(name))
  if (beside === undefined) return null
  const taken = texts.some(({ lines }) => lines.some((line) => /\bpreprocess_input\b/.test(line)))
  const call = taken ? `${module}_preprocess_input` : 'preprocess_input'
  const as = taken ? ` as ${call}` : ''
  const at = lineBehind(beside.line, span.path, beside.text)
  const text = `from ${beside.root}.${module} import preprocess_input${as}`
  // The last line of a cell has no end.
  const edit = at.column === 1 ? `${text}\n` : `\n${text}`
  return { call, imports: [{ op: 'edit', span: at, text: edit }] }
}

interface Import {
  text: SourceText
  /** From 1. */
  line: number
  root: string
  of: string | undefined
  names: string[]
}

function importsOf(text: SourceText): Import[] {
  return text.lines.flatMap((line, index) => {
    const [, root, of, names] = importing.exec(line.trimEnd()) ?? []
    if (root === undefined || names === undefined) return []
    return [{ text, line: index + 1, root, of, names: names.split(',').map((one) => one.trim()) }]
  })
}

/** An empty span at the start of the next line, or at the end of the last. */
function lineBehind(line: number, path: string, { lines, cell }: SourceText): Span {
  const last = line === lines.length
  const at = last ? { line, column: (lines[line - 1] ?? '').length + 1 } : { line: line + 1, column: 1 }
  const inCell = cell === undefined ? {} : { cell }
  return { path, ...inCell, ...at, endLine: at.line, endColumn: at.column, snippet: '' }
}

function dotted(node: Expression): string | null {
  if (node.kind === 'name') return node.name
  if (node.kind !== 'attribute') return null
  const before = dotted(node.object)
  return before === null ? null : `${before}.${node.name}`
}

/** What it wants, and how that is made. `include_preprocessing=False` leaves out the first layers, which scale. */
export function scalingOf(
  call: LibraryCall,
  meaning: Extract<Meaning, { kind: 'backbone' }>,
  bound: Bound,
  machine: Machine,
): Pick<BackboneValue, 'wants' | 'scaling' | 'bare'> {
  const included = argumentValue(bound, 'include_preprocessing')
  const own = { wants: meaning.wants, scaling: ownScaling(call, meaning, machine) }
  if (meaning.bare === undefined || (included === undefined && bound.complete)) return own
  const said = booleanOf(included)
  if (said === true) return own
  // Its module's `preprocess_input` gives its input back, and does not help.
  return said === false ? { wants: meaning.bare, scaling: null, bare: true } : { wants: null, scaling: null }
}
