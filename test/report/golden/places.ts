import type { ImageLocation } from '../../../src/model/finding.ts'
import type { SplitName } from '../../../src/model/fix.ts'
import type { Span } from '../../../src/model/span.ts'

/** A span from the text that it covers: line and snippet as given, columns found in the snippet. */
export function span(path: string, line: number, snippet: string, covered: string, cell?: number): Span {
  const column = snippet.indexOf(covered) + 1
  if (column === 0) throw new Error(`"${covered}" does not stand in "${snippet}"`)
  const place = { path, line, column, endLine: line, endColumn: column + covered.length, snippet }
  return cell === undefined ? place : { ...place, cell }
}

export const image = (path: string, split: SplitName, label: string): ImageLocation => ({
  path,
  split,
  label,
})

/** Names that attack whatever prints them. */
export const hostile = {
  script: 'train/kiwi/<script>alert(1)</script>.jpg',
  closing: 'val/kiwi/"><img src=x onerror=alert(2)></script>.jpg',
  newline: 'train/orange/first\nerror second.jpg',
  rightToLeft: 'val/orange/\u202egpj.elif.jpg',
  escape: 'train/banana/\u001b[2J\u001b[31mred\u0007.jpg',
  control: 'val/banana/\u009b31mred\u0085.jpg',
} as const
