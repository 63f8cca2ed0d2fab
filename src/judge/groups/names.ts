import type { Sample } from '../../model/dataset.ts'

/** A name up to one of its numbers: `person12_bacteria_3` up to its first is `person#` with the key `person12`. */
export interface Prefix {
  /** The texts with `#` for numbers and `*` for identifiers. */
  pattern: string
  key: string
}

/** A file's name taken apart. */
export interface ParsedName {
  /** The whole name without ending, as a pattern. */
  pattern: string
  /** One for each number and identifier, from left to right. */
  prefixes: Prefix[]
  /** Numbers with a word that names groups before them, wherever they stand: `patient#`. */
  named: Prefix[]
  /** The last number, if the name ends with it. */
  last: { before: string; number: number } | null
}

/** What images are grouped by, as people name files. */
const groupWords =
  /^(patient|pat|person|subject|subj|sub|participant|case|study|series|scan|scene|video|vid|clip|movie|sequence|seq|track|burst|shot|session|visit|slide|animal|specimen|object|obj|item|product|sku|location|site|plot|tree|plant)$/

/**
 * The part of a sample's path that names the image: what lies below its class folder, else below the folders that
 * all samples of its split share (`shared`, with a slash at the end).
 */
export function nameOf({ path, label }: Sample, shared: string): string {
  const at = label === null || label.includes('/') ? -1 : `/${path}`.lastIndexOf(`/${label}/`)
  return path.slice(at === -1 || label === null ? shared.length : at + label.length + 1)
}

/** The longest run of folders that all paths begin with. */
export function sharedFolders(paths: readonly string[]): string {
  const [first = ''] = paths
  let shared = first.slice(0, first.lastIndexOf('/') + 1)
  for (const path of paths)
    while (!path.startsWith(shared)) shared = shared.slice(0, shared.lastIndexOf('/', shared.length - 2) + 1)
  return shared
}

/** Names of more characters are not taken apart further. */
const longestName = 200

export function parseName(name: string): ParsedName {
  const stem = name
    .replace(/\.[^./]*$/, '')
    .toLowerCase()
    .slice(0, longestName)
  const parsed: ParsedName = { pattern: '', prefixes: [], named: [], last: null }
  let key = ''
  let word = ''
  for (const token of stem.match(/[\p{L}\d]+|[^\p{L}\d]+/gu) ?? []) {
    for (const part of partsOf(token)) {
      const symbol = symbolOf(part)
      const before = key
      parsed.pattern += symbol ?? part
      key += part
      parsed.last = symbol === '#' ? { before, number: Number(part) } : null
      if (symbol === null) {
        if (/^\p{L}+$/u.test(part)) word = part
        continue
      }
      parsed.prefixes.push({ pattern: parsed.pattern, key })
      if (groupWords.test(word) && before.replace(/[^\p{L}\d]/gu, '') !== word)
        parsed.named.push({ pattern: `${word}${symbol}`, key: word + part })
      word = ''
    }
  }
  return parsed
}

/** Letters and numbers apart, unless they are an identifier such as `3f9a77c01b`. */
function partsOf(token: string): string[] {
  return isIdentifier(token) ? [token] : (token.match(/\d+|\D+/g) ?? [])
}

/** Eight or more characters in which letters and numbers change places at least twice. */
const isIdentifier = (token: string) =>
  token.length >= 8 && (token.match(/\d(?=\p{L})|\p{L}(?=\d)/gu) ?? []).length >= 2

const symbolOf = (part: string): '#' | '*' | null =>
  /^\d+$/.test(part) ? '#' : isIdentifier(part) ? '*' : null
