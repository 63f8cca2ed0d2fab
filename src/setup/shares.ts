import type { SourceFile } from './source-file.ts'

/**
 * Cuts files, sorted by path, into so many shares of about the same length of text, one behind the other: files of a
 * folder, which import one another, mostly stay together. Gives the number of the share, from 0, that a path falls into.
 */
export function shares(files: readonly SourceFile[], count: number): (path: string) => number {
  const whole = files.reduce((sum, { text }) => sum + text.length, 0)
  const firsts: string[] = []
  let before = 0
  for (const { path, text } of files) {
    const share = Math.floor(((before + text.length / 2) / whole) * count)
    while (firsts.length < share) firsts.push(path)
    before += text.length
  }
  return (path) => firsts.filter((first) => first <= path).length
}
