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

/** A line that IPython takes for itself: magics, shell commands, help, automagic. */
const command = /^(?:[%!?]|(?:pip|conda|mamba) +(?:install|uninstall|list)\b|[\w.*]+\?{1,2}\s*$)/

/** `files = !ls` and `x = %who_ls`. */
const commandValue = /^([\w., ]+= *)([!%](?!=)\S.*)$/s

/** Strings (also unclosed ones), comments, brackets, the backslash that joins lines, line ends. */
const token =
  /("""|''')(?:\\[\s\S]|[^\\])*?(?:\1|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?|#[^\n]*|[([{]|[)\]}]|\\\r?\n|\n/g

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
  while (from < text.length) {
    const line = text.slice(from, endOfCommand(text, from))
    const python = pythonOf(line)
    const isPython = python === line
    const end = isPython ? endOfStatement(text, from) : from + line.length
    parts.push(isPython ? text.slice(from, end) : python)
    from = end
  }
  return parts.join('')
}

/** Past the line on which the brackets and strings that begin on this one are closed. */
function endOfStatement(text: string, start: number): number {
  let depth = 0
  token.lastIndex = start
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match
    if ('([{'.includes(found)) depth += 1
    else if (')]}'.includes(found)) depth -= 1
    else if (found === '\n' && depth <= 0) return token.lastIndex
  }
  return text.length
}

/** Past the line and those that a backslash joins to it. */
function endOfCommand(text: string, start: number): number {
  let end = start
  for (;;) {
    const found = text.indexOf('\n', end)
    if (found === -1) return text.length
    end = found + 1
    if (!/\\\r?$/.test(text.slice(Math.max(start, found - 2), found))) return end
  }
}

/**
 * An indented command may be all that its block holds, so that a `0` stands for it; `%time f()` runs f(). The
 * result of a command becomes a complex number, a value of which the program says nothing.
 */
function pythonOf(line: string): string {
  const indent = /^[ \t]*/.exec(line)?.[0] ?? ''
  const code = line.slice(indent.length)
  if (/^%time\s/.test(code)) return `${indent}0;   ${code.slice('%time'.length)}`
  if (command.test(code)) return indent + (indent === '' ? blank(code) : `0${blank(code.slice(1))}`)
  const value = commandValue.exec(code)
  if (value === null) return line
  const [, left = '', right = ''] = value
  return `${indent}${left}1j${blank(right.slice(2))}`
}

const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ')
