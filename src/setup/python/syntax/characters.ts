/** What a character can begin or go on with, for those below 128. */
export const letter = 1
export const digit = 2

const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const one = String.fromCharCode(code)
  if (/\d/.test(one)) return digit
  return /\w/.test(one) ? letter : 0
})

const nameStart = /\p{ID_Start}/u
const namePart = /\p{ID_Continue}/u
/** What web pages and word processors leave between tokens; Python itself takes none of them. */
const blank = /[\s\u200b\u2060\ufeff]/

/** `letter`, `digit` or 0 for the character at an offset; letters of other scripts count. */
export function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code < 128) return kinds[code] ?? 0
  // NaN past the end.
  if (!(code >= 128)) return 0
  const one = String.fromCodePoint(text.codePointAt(at) ?? 0)
  if (nameStart.test(one)) return letter
  return namePart.test(one) ? digit : 0
}

/** The offset behind a name, keyword or run of digits that goes on at `at`. */
export function wordEnd(text: string, at: number): number {
  let end = at
  for (;;) {
    const code = text.charCodeAt(end)
    if (code < 128) {
      if (kinds[code] === 0) return end
      end += 1
    } else {
      if (kindAt(text, end) === 0) return end
      end += code >= 0xd800 && code < 0xdc00 ? 2 : 1
    }
  }
}

export const isLineEnd = (code: number): boolean => code === 10 || code === 13

/** The column behind a blank: tabs fill up to eight, a form feed begins anew. */
export const columnBehind = (blank: number, column: number): number =>
  blank === 9 ? (column | 7) + 1 : blank === 12 ? 0 : column

export const isBlank = (code: number): boolean =>
  code === 32 ||
  code === 9 ||
  code === 12 ||
  code === 11 ||
  (code >= 128 && blank.test(String.fromCharCode(code)))

/** Behind the line end that starts at an offset: LF, CR LF or CR. */
export const behindLineEnd = (text: string, at: number): number =>
  text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1

/** The offset of the line end at or behind an offset, or that of the end of the text. */
export function lineEndFrom(text: string, at: number): number {
  let end = at
  while (end < text.length && !isLineEnd(text.charCodeAt(end))) end += 1
  return end
}
