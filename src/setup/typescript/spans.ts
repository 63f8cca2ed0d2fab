import type { ts } from 'ts-morph'
import type { Span } from '../../model/span.ts'
import type { Compiler } from './lowering.ts'

const longestSnippet = 200

/** Turns offsets of one parsed file into spans (lines and columns from 1, end exclusive). */
export function spanner(
  ts: Compiler,
  source: ts.SourceFile,
  path: string,
): (start: number, end: number) => Span {
  const starts = source.getLineStarts()
  return (start, end) => {
    const from = ts.getLineAndCharacterOfPosition(source, start)
    const to = ts.getLineAndCharacterOfPosition(source, Math.max(start, end))
    const lineStart = starts[from.line] ?? 0
    const line = source.text.slice(lineStart, lineStart + longestSnippet)
    return {
      path,
      line: from.line + 1,
      column: from.character + 1,
      endLine: to.line + 1,
      endColumn: to.character + 1,
      snippet: line.replace(/[\r\n\u2028\u2029].*$/s, ''),
    }
  }
}
