import { printable } from '../printable.ts'

/** Text that is HTML already. Made only by `html` and `trusted`, so that nothing unescaped gets into a page. */
export interface Markup {
  readonly html: string
}

type Part = string | number | null | Markup | readonly Part[]

/**
 * A piece of HTML. Values are escaped, and characters that reorder or hide text are shown as escapes, wherever they
 * stand: in text and in double-quoted attributes. Lists are joined; null is nothing.
 */
export function html(strings: TemplateStringsArray, ...values: Part[]): Markup {
  return {
    html: strings
      .map((text, index) => text + (index < values.length ? written(values[index] ?? null) : ''))
      .join(''),
  }
}

/** Our own constant HTML, CSS and JavaScript. Never for anything that came from a project. */
export const trusted = (text: string): Markup => ({ html: text })

/** Prose of a rule: stretches between backticks are code. */
export function prose(text: string): Markup {
  const parts = text.split('`')
  // An odd number of backticks leaves the last one as it is.
  const closed = parts.length % 2 === 1 ? parts.length : parts.length - 2
  return html`${parts.map((part, index) => {
    if (index >= closed) return index === closed ? part : `\`${part}`
    return index % 2 === 1 ? html`<code>${part}</code>` : part
  })}`
}

export const nothing: Markup = { html: '' }

function written(part: Part): string {
  if (part === null) return ''
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return String(part)
  if ('html' in part) return part.html
  return part.map(written).join('')
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
