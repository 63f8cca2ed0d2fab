import type { Report } from '../model/report.ts'

/**
 * The report as JSON (docs/report.schema.json), two spaces deep, with a newline at the end. Characters that a
 * terminal would obey or hide are written as \u escapes, which mean the same to a JSON reader.
 */
export function renderJson(report: Report): string {
  const text = JSON.stringify(report, null, 2)
  const safe = text.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `${safe}\n`
}
