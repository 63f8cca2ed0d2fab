/** Cell magics that run the rest of the cell as Python of the notebook; any other hands it to something else. */
const runsCell = new Set([
  'time',
  'timeit',
  'capture',
  'prun',
  'memit',
  'mprun',
  'lprun',
  'snakeviz',
  'scalene',
])

/** The part of a logical line that IPython takes for itself: magics, shell commands, help, automagic. */
const magicLine = /^(?:[%!?]|(?:pip|conda|mamba) +(?:install|uninstall|list)\b|[\w.*]+\?{1,2}[ \t]*$)/

/** `files = !ls` and `x = %who_ls`. */
const magicValue = /^([\w., ]+= *)([!%](?!=).*)$/

/** Longest first: strings (also unclosed ones), comments, brackets, line ends, the backslash that joins lines. */
const token =
  /("""|''')[\s\S]*?(?:(?<!\\)\1|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?|#[^\n]*|[([{]|[)\]}]|\\\r?\n|\n/g

/**
 * The Python of a notebook cell: what IPython takes for itself is blanked or replaced in place, so that every
 * line and column stays where it is. Null for a cell that is not Python (`%%bash`, `%%html`).
 * Syntax: https://ipython.readthedocs.io/en/stable/interactive/python-ipython-diff.html
 */
export function withoutMagics(cell: string): string | null {
  const magic = /^\s*%%(\w+).*/.exec(cell)
  if (magic !== null && !runsCell.has(magic[1] ?? '')) return null
  const text = magic === null ? cell : blank(magic[0]) + cell.slice(magic[0].length)
  if (!/[%!?]|^\s*(?:pip|conda|mamba) /m.test(text)) return text
  const parts: string[] = []
  let from = 0
  for (const start of logicalLines(text)) {
    if (start < from) continue
    const end = endOfCommand(text, start)
    parts.push(text.slice(from, start), pythonOf(text.slice(start, end)))
    from = end
  }
  return parts.join('') + text.slice(from)
}

/** Offsets at which a line begins that does not continue the one before. */
function logicalLines(text: string): number[] {
  const starts = [0]
  let depth = 0
  for (const { 0: found, index } of text.matchAll(token)) {
    if ('([{'.includes(found)) depth += 1
    else if (')]}'.includes(found)) depth -= 1
    else if (found === '\n' && depth <= 0) starts.push(index + 1)
  }
  return starts
}

/** The line's end, or that of the last line that a backslash joins to it. */
function endOfCommand(text: string, start: number): number {
  let end = start
  for (;;) {
    const found = text.indexOf('\n', end)
    if (found === -1) return text.length
    if (!/\\\r?$/.test(text.slice(Math.max(start, found - 2), found))) return found
    end = found + 1
  }
}

/** An indented command may be all that its block holds, so that a `0` stands for it; `%time f()` runs f(). */
function pythonOf(line: string): string {
  const indent = /^[ \t]*/.exec(line)?.[0] ?? ''
  const code = line.slice(indent.length)
  if (/^%time\s/.test(code)) return `${indent}0;   ${code.slice('%time'.length)}`
  if (magicLine.test(code)) return indent + (indent === '' ? blank(code) : `0${blank(code.slice(1))}`)
  const value = magicValue.exec(code)
  if (value === null) return line
  const [, left = '', right = ''] = value
  return `${indent}${left}_${blank(right.slice(1))}`
}

const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ')
