/**
 * Text that is safe on a terminal and in a log: control characters (escape sequences, line ends) and the
 * characters that reorder or hide text (bidirectional marks, zero-width ones) are shown as `\x1b` or `\u202e`.
 */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => {
      if (character === '\n') return '\\n'
      if (character === '\t') return '\\t'
      const code = character.charCodeAt(0)
      return code < 256
        ? `\\x${code.toString(16).padStart(2, '0')}`
        : `\\u${code.toString(16).padStart(4, '0')}`
    },
  )
}
