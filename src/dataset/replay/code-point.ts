/** Python's order of strings, by code points; JavaScript's own is by UTF-16 units and differs beyond U+FFFF. */
export const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
