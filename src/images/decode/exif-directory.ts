/** Field types of TIFF 6.0, section 2, that are read here. */
const ASCII = 2
const SHORT = 3
const LONG = 4
const RATIONAL = 5

/** Real directories hold some dozens of entries. */
const mostEntries = 1000
/** Longer text is no name or number. */
const longestText = 128

/** The entries of one image file directory; what is absent, damaged or of another type is null or empty. */
export interface Directory {
  text(tag: number): string | null
  number(tag: number): number | null
  /** Up to three. */
  rationals(tag: number): number[]
}

interface Entry {
  type: number
  count: number
  /** Where the value lies, in bytes from the beginning of the block. */
  at: number
}

const nothing: Directory = { text: () => null, number: () => null, rationals: () => [] }

/** The directory at an offset of a TIFF structure; without an offset its first one. */
export function readDirectory(block: Uint8Array, offset: number | null): Directory {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength)
  const little = block[0] === 0x49
  if (offset === null && block.length < 8) return nothing
  const start = offset ?? view.getUint32(4, little)
  if (start < 8 || start + 2 > block.length) return nothing
  const entries = new Map<number, Entry>()
  const count = Math.min(mostEntries, view.getUint16(start, little))
  for (let at = start + 2; at < start + 2 + count * 12 && at + 12 <= block.length; at += 12) {
    const [type, values] = [view.getUint16(at + 2, little), view.getUint32(at + 4, little)]
    const inside = bytesOf(type) * values <= 4
    const place = inside ? at + 8 : view.getUint32(at + 8, little)
    if (place + bytesOf(type) <= block.length)
      entries.set(view.getUint16(at, little), { type, count: values, at: place })
  }
  const find = (tag: number, type: number) => {
    const entry = entries.get(tag)
    return entry?.type === type ? entry : undefined
  }
  return {
    text: (tag) => textAt(block, find(tag, ASCII)),
    number(tag) {
      const entry = find(tag, LONG) ?? find(tag, SHORT)
      if (entry === undefined) return null
      return entry.type === LONG ? view.getUint32(entry.at, little) : view.getUint16(entry.at, little)
    },
    rationals: (tag) => rationalsAt(view, little, find(tag, RATIONAL)),
  }
}

const bytesOf = (type: number) => [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8][type] ?? 8

/** Up to the first zero, trimmed; null when nothing is left. Any byte may stand in it. */
function textAt(block: Uint8Array, entry: Entry | undefined): string | null {
  if (entry === undefined) return null
  const bytes = block.subarray(entry.at, entry.at + Math.min(entry.count, longestText))
  const end = bytes.indexOf(0)
  const text = new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end)).trim()
  return text === '' ? null : text
}

function rationalsAt(view: DataView, little: boolean, entry: Entry | undefined): number[] {
  if (entry === undefined) return []
  const values: number[] = []
  for (let at = entry.at; values.length < Math.min(3, entry.count) && at + 8 <= view.byteLength; at += 8)
    values.push(view.getUint32(at, little) / view.getUint32(at + 4, little))
  return values
}
