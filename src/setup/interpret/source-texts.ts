import type { Program } from '../program.ts'

/** A text in which spans count lines: a file, or a cell of a notebook. */
export interface SourceText {
  lines: string[]
  /** As in spans. */
  cell?: number
}

/** The texts of a file that can be edited; none of a file that is not there. */
export function textsOf(file: { program: Program; text: string } | undefined): SourceText[] {
  if (file === undefined) return []
  const { cells } = file.program
  if (cells !== undefined) return cells.map((text, index) => ({ lines: text.split('\n'), cell: index + 1 }))
  return [{ lines: file.text.split('\n') }]
}
