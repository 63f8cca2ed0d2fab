/** Whether Python's glob takes a part of a pattern for more than a name. */
export const isMagic = (part: string) => /[*?[]/.test(part)

/** Python's `fnmatch` on POSIX: `*`, `?`, `[abc]`, `[!abc]`; case counts. */
export function matcher(pattern: string): (name: string) => boolean {
  const source = pattern.replace(/\[(!?)(\]?[^\]]*)\]|[\s\S]/g, (part, not?: string, inside?: string) => {
    if (part === '*') return '[\\s\\S]*'
    if (part === '?') return '[\\s\\S]'
    if (inside === undefined) return part.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
    return `[${not ? '^' : ''}${inside.replace(/[\\\]^]/g, '\\$&')}]`
  })
  const whole = new RegExp(`^(?:${source})$`, 'u')
  return (name) => whole.test(name)
}
