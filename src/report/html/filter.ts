import { severityPlural } from '../words.ts'
import { html, type Markup } from './markup.ts'

const fixes = [
  ['', 'any fix'],
  ['safe', 'safe fix'],
  ['unsafe', 'fix to look at'],
  ['manual', 'by hand'],
] as const

/** Chooses findings by words, severity and kind of fix. Hidden until the script that serves it runs. */
export function filterForm(): Markup {
  return html`<form class="filter" role="search" hidden>
<input type="search" name="search" placeholder="Filter by rule, file, label" aria-label="Filter findings by rule, file or label" aria-keyshortcuts="/">
<select name="fix" aria-label="Kind of fix">${fixes.map(([value, name]) => html`<option value="${value}">${name}</option>`)}</select>
${(['error', 'warning', 'info'] as const).map(
  (level) =>
    html`<label><input type="checkbox" name="severity" value="${level}" checked> ${severityPlural[level]}</label>`,
)}
<p class="keys"><kbd>/</kbd> filter <kbd>j</kbd> <kbd>k</kbd> next and previous finding <kbd>Esc</kbd> show all</p>
<output aria-live="polite"></output>
</form>
`
}
