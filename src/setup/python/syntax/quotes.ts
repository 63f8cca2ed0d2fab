import { behindLineEnd, isLineEnd } from './characters.ts'

/**
 * Where a string ends whose content starts at `at`, behind its closing quotes; where it is not closed, the negative
 * offset of its line's or the text's end.
 */
export function stringEnd(text: string, at: number, quote: string, quotes: number): number {
  const closing = quote.charCodeAt(0)
  let end = at
  while (end < text.length) {
    const code = text.charCodeAt(end)
    if (code === 92) end = isLineEnd(text.charCodeAt(end + 1)) ? behindLineEnd(text, end + 1) : end + 2
    else if (code === closing && (quotes === 1 || text.startsWith(quote.repeat(2), end + 1)))
      return end + quotes
    else if (quotes === 1 && isLineEnd(code)) return -end
    else end += 1
  }
  return -text.length
}
