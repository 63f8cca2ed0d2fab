const keywords = new Set(
  `False None True and as assert await break class continue def del elif else except finally for from global if import in is
  lambda nonlocal not or pass raise return try while with yield`.split(/\s+/),
)

/** Whether a word is never a name. Soft keywords (`match`, `async`) and those of Python 2 alone (`print`) may be one. */
export const isKeyword = (word: string): boolean => word.length < 9 && keywords.has(word)

const stringPrefix = /^(?:[rbuft]|[bfut]r|r[bft])$/i

export const isStringPrefix = (word: string): boolean => word.length < 3 && stringPrefix.test(word)

/** Also `1.`, complex `2j` and Python 2's `10L`. */
const number =
  /0[xX](?:_?[\da-fA-F])+[lL]?|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?[jJlL]?/y

/** The offset behind a number whose first digit or point stands at `at`. */
export function numberEnd(text: string, at: number): number {
  number.lastIndex = at
  number.test(text)
  return Math.max(number.lastIndex, at + 1)
}

const withEquals = new Set('+-*/%&|^@<>=!:')
const doubled = new Set('*/<>')
const single = new Set('()[]{},:.;@=+-*/%&|^~<>!')

/** The longest operator or delimiter of Python (and Python 2's `<>`) at an offset; empty where there is none. */
export function operatorAt(text: string, at: number): string {
  const first = text.charAt(at)
  const second = text.charAt(at + 1)
  if (second === '=' && withEquals.has(first)) return `${first}=`
  if (second === first) {
    if (doubled.has(first)) return text.charAt(at + 2) === '=' ? `${first}${first}=` : first + first
    if (first === '.' && text.charAt(at + 2) === '.') return '...'
  }
  if (second === '>' && (first === '-' || first === '<')) return first + second
  return single.has(first) ? first : ''
}
