import { printable } from '../printable.ts'

/**
 * Breaks a text into lines of at most `width` columns at spaces; control characters are made visible first, except
 * that a line end in the text ends a paragraph. A word longer than a line is broken inside.
 */
export function wrap(text: string, width: number): string[] {
  return text.split(/\r?\n/).flatMap((paragraph) => wrapParagraph(printable(paragraph), width))
}

/** As `wrap`, for names: a line end in them is part of the name and shown as `\n`. */
export const wrapName = (text: string, width: number): string[] => wrapParagraph(printable(text), width)

function wrapParagraph(text: string, width: number): string[] {
  const room = Math.max(width, 20)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((long) => chop(long, room))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (columnsOf(longer) <= room) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

function chop(word: string, room: number): string[] {
  if (columnsOf(word) <= room) return [word]
  const characters = [...word]
  const pieces: string[] = []
  // Wide characters take two columns, so that half as many surely fit.
  const step = /^[\u0020-\u02ff]*$/.test(word) ? room : Math.floor(room / 2)
  for (let from = 0; from < characters.length; from += step)
    pieces.push(characters.slice(from, from + step).join(''))
  return pieces
}

/** Columns on a terminal: East Asian wide characters and emoji take two (Unicode TR 11, the main blocks). */
export function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += wide.test(character) ? 2 : /\p{Mn}/u.test(character) ? 0 : 1
  return columns
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
