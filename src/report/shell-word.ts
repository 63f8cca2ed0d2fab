import { printable } from './printable.ts'

/** A name as one word of a command that a person may paste into a shell: quoted where it has to be. */
export function shellWord(name: string): string {
  const shown = printable(name)
  const plain = /^[\w@%+=:,./-]+$/.test(shown) && !shown.startsWith('-')
  const word = shown.startsWith('-') ? `./${shown}` : shown
  return plain ? word : `'${word.replaceAll("'", "'\\''")}'`
}
