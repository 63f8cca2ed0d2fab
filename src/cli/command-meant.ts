import { existsSync } from 'node:fs'

/**
 * The command that was meant by a first word which is neither a command nor a file or folder: `chekc` for `check`. null
 * where none is near.
 */
export function commandMeant(word: string | undefined, commands: readonly string[]): string | null {
  if (word === undefined || /^-|[/\\.]/.test(word) || commands.includes(word) || existsSync(word)) return null
  const near = commands
    .map((command) => ({ command, edits: editsBetween(word, command) }))
    .filter(({ command, edits }) => edits <= (command.length > 4 ? 2 : 1))
  return near.sort((a, b) => a.edits - b.edits)[0]?.command ?? null
}

/** Letters to be added, left out, replaced or exchanged with their neighbour (Damerau 1964). */
function editsBetween(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= a.length; i += 1) {
    rows.push([i])
    for (let j = 1; j <= b.length; j += 1) {
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced)
      rows[i]?.push(exchanged ? Math.min(least, at(i - 2, j - 2) + 1) : least)
    }
  }
  return at(a.length, b.length)
}
