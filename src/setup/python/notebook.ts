import { z } from 'zod'
import type { Program } from '../program.ts'
import { tooMuchCode } from '../size.ts'
import { withoutMagics } from './magics.ts'
import { type Lowered, lowerText } from './parse.ts'
import { spanner } from './spans.ts'

const Text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))])

/** nbformat 4 keeps a cell's code in `source`, nbformat 3 in `input` and names its language on every cell. */
const Cell = z.object({
  cell_type: z.string(),
  source: Text.optional(),
  input: Text.optional(),
  language: z.string().optional(),
})

/** https://nbformat.readthedocs.io/en/latest/format_description.html; nbformat 3 divides its cells into worksheets. */
const Notebook = z.object({
  cells: z.array(Cell).default([]),
  worksheets: z.array(z.object({ cells: z.array(Cell).default([]) })).default([]),
  metadata: z
    .object({
      kernelspec: z.object({ language: z.string().optional() }).optional(),
      language_info: z.object({ name: z.string().optional() }).optional(),
    })
    .default({}),
})

/**
 * Lowers the code cells of a Jupyter notebook, in their order, to one Program. Spans carry `cell` (from 1 among the
 * code cells) and lines inside it. Magics and shell commands are left out. Never throws: a file that is no notebook
 * of Python, and every cell that does not parse, is named in `gaps`.
 */
export function parseNotebook(file: { path: string; text: string }): Program {
  const program: Program = { path: file.path, language: 'python', body: [], suppressions: [], gaps: [] }
  const notebook = readNotebook(file.text)
  if (typeof notebook === 'string') return { ...program, gaps: [{ reason: notebook }] }
  const { texts, editable } = notebook
  const much = tooMuchCode(texts.reduce((sum, { length }) => sum + length, 0))
  if (much !== null) return { ...program, gaps: [{ reason: much }] }
  if (editable) program.cells = texts
  const modules = new Set<string>()
  for (const [index, text] of texts.entries()) {
    const lowered = lowerCell(text, index + 1, file.path, modules)
    program.body.push(...lowered.body)
    program.suppressions.push(...lowered.suppressions)
    program.gaps.push(...lowered.gaps)
  }
  return program
}

const nothing: Lowered = { body: [], suppressions: [], gaps: [] }

/** Python runs nothing of a cell with a syntax error, so nothing of it is lowered. */
function lowerCell(source: string, cell: number, path: string, modules: Set<string>): Lowered {
  const text = withoutMagics(source)
  if (text === null) return nothing
  const lowered = lowerText(text, spanner(source, path, cell), modules, true)
  if (lowered.gaps.length === 0) return lowered
  return { ...nothing, gaps: lowered.gaps.map((gap) => ({ ...gap, reason: `cell ${cell} ${gap.reason}` })) }
}

/** The code cells of a notebook. */
interface CodeCells {
  /** Empty where a cell is of another language. */
  texts: string[]
  /** Whether the cells lie where nbformat 4 keeps them. */
  editable: boolean
}

/** The code cells, or the reason why there are none. */
export function readNotebook(text: string): CodeCells | string {
  const notebook = Notebook.safeParse(jsonOf(text))
  if (!notebook.success) return 'is not a readable Jupyter notebook'
  const { cells, worksheets, metadata } = notebook.data
  const language = metadata.kernelspec?.language ?? metadata.language_info?.name ?? 'python'
  if (!isPython(language)) return 'is a notebook of another language than Python'
  const texts = [...cells, ...worksheets.flatMap((sheet) => sheet.cells)]
    .filter((cell) => cell.cell_type === 'code')
    .map((cell) => (isPython(cell.language ?? 'python') ? (cell.source ?? cell.input ?? '') : ''))
  return { texts, editable: worksheets.length === 0 }
}

const isPython = (language: string) => /^i?python[23]?$/i.test(language)

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}
