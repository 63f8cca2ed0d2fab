import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Finding, isSpan } from '../model/finding.ts'
import type { Project } from '../model/project.ts'
import type { Span } from '../model/span.ts'
import { readNotebook } from './python/notebook.ts'

/** Lines of a span that are shown, before and behind it, and characters of a line. */
const shown = { span: 8, around: 1, characters: 200 }

/** The findings with the source lines around their places in code; a file that cannot be read any more has none. */
export function withExcerpts({ root, files }: Project, findings: readonly Finding[]): Finding[] {
  const kinds = new Map(files.map(({ path, kind }) => [path, kind]))
  const named = new Set(findings.flatMap(({ locations }) => locations.filter(isSpan).map(({ path }) => path)))
  const texts = new Map<string, string[][]>()
  for (const file of [...named].sort()) {
    const kind = kinds.get(file)
    if (kind === 'python' || kind === 'typescript' || kind === 'notebook')
      texts.set(
        file,
        textsOf(path.join(root, file), kind === 'notebook').map((text) => text.split(/\r\n?|\n/)),
      )
  }
  const placed = (span: Span): Span => {
    const lines = texts.get(span.path)?.[(span.cell ?? 1) - 1] ?? []
    // What was changed since it was parsed is not what was meant.
    return lines[span.line - 1]?.startsWith(span.snippet)
      ? { ...span, excerpt: excerptOf(span, lines) }
      : span
  }
  return findings.map((finding) => ({
    ...finding,
    locations: finding.locations.map((location) => (isSpan(location) ? placed(location) : location)),
  }))
}

/** One text, or one for each cell of a notebook. */
function textsOf(file: string, isNotebook: boolean): string[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return []
  }
  if (!isNotebook) return [text]
  const notebook = readNotebook(text)
  return typeof notebook === 'string' ? [] : notebook.texts
}

function excerptOf({ line, endLine }: Span, lines: readonly string[]): NonNullable<Span['excerpt']> {
  const from = Math.max(1, line - shown.around)
  const to = Math.min(endLine, line + shown.span - 1) + shown.around
  return { line: from, lines: lines.slice(from - 1, to).map((text) => text.slice(0, shown.characters)) }
}
