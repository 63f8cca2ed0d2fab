import { applyEdits as applyJsonEdits, modify, parseTree } from 'jsonc-parser'
import { z } from 'zod'
import type { Edit } from '../model/fix.ts'

/** Edits that overlap cannot both be applied. */
export class OverlappingEdits extends Error {}

/**
 * The text after the edits. Equal edits count once (two findings may share a remedy); insertions at one place keep
 * the order given.
 * @throws OverlappingEdits when two different edits touch the same text
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const starts = lineStarts(text)
  const offset = (line: number, column: number) => {
    const start = starts[line - 1]
    return start === undefined ? text.length : Math.min(start + column - 1, text.length)
  }
  const placed = edits
    .map((edit) => ({
      from: offset(edit.span.line, edit.span.column),
      to: offset(edit.span.endLine, edit.span.endColumn),
      text: edit.text,
    }))
    .filter(
      (edit, index, all) =>
        all.findIndex((o) => o.from === edit.from && o.to === edit.to && o.text === edit.text) === index,
    )
    .sort((a, b) => a.from - b.from || a.to - b.to)
  let result = ''
  let at = 0
  for (const edit of placed) {
    if (edit.from < at) throw new OverlappingEdits('two fixes change the same place')
    result += text.slice(at, edit.from) + edit.text
    at = edit.to
  }
  return result + text.slice(at)
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

const Notebook = z.looseObject({
  cells: z.array(
    z.looseObject({ cell_type: z.string(), source: z.union([z.string(), z.array(z.string())]) }),
  ),
})

/**
 * A source file after the edits; in a notebook each edit changes the source of its code cell and every other byte
 * of the file stays as it is.
 * @throws OverlappingEdits when two different edits touch the same text
 * @throws Error when a notebook is not valid JSON
 */
export function editSource(path: string, text: string, edits: readonly Edit[]): string {
  if (!path.endsWith('.ipynb')) return applyEdits(text, edits)
  const notebook = Notebook.parse(JSON.parse(text))
  const codeCells = notebook.cells.flatMap((cell, index) => (cell.cell_type === 'code' ? [index] : []))
  let result = text
  for (const [number, index] of codeCells.entries()) {
    const own = edits.filter((edit) => edit.span.cell === number + 1)
    const source = notebook.cells[index]?.source
    if (own.length === 0 || source === undefined) continue
    const edited = applyEdits(typeof source === 'string' ? source : source.join(''), own)
    const value = typeof source === 'string' ? edited : splitLines(edited)
    const change = modify(result, ['cells', index, 'source'], value, {
      formattingOptions: { insertSpaces: true, tabSize: indentOf(text) },
    })
    result = applyJsonEdits(result, change)
  }
  return result
}

/** Lines with their ends, as notebooks keep them. */
const splitLines = (text: string) => text.split(/(?<=\n)/)

/** Spaces per level; Jupyter writes one. */
function indentOf(text: string): number {
  const child = parseTree(text)?.children?.[0]
  if (child === undefined) return 1
  return Math.max(1, child.offset - text.lastIndexOf('\n', child.offset) - 1)
}
