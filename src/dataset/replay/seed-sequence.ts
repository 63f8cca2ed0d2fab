/**
 * numpy's `SeedSequence(entropy).generate_state(4, uint64)` (numpy/random/bit_generator.pyx, after O'Neill's
 * seed_seq, https://www.pcg-random.org/posts/developing-a-seed_seq-alternative.html).
 * @param entropy a non-negative integer of any size
 */
export function seedWords(entropy: bigint): [bigint, bigint, bigint, bigint] {
  const pool = mixed(wordsOf(entropy))
  const hash = hasher(0x8b51f9dd, 0x58f38ded)
  const words = Array.from({ length: 8 }, (_, i) => BigInt(hash(pool[i % pool.length] ?? 0)))
  const pair = (i: number) => (words[2 * i] ?? 0n) | ((words[2 * i + 1] ?? 0n) << 32n)
  return [pair(0), pair(1), pair(2), pair(3)]
}

/** The words of 32 bits, lowest first, at least one. */
export function wordsOf(integer: bigint): number[] {
  const words: number[] = []
  for (let rest = integer; rest > 0n || words.length === 0; rest >>= 32n)
    words.push(Number(rest & 0xffffffffn))
  return words
}

function mixed(entropy: readonly number[]): number[] {
  const hash = hasher(0x43b0d7e5, 0x931e8875)
  const pool = [0, 1, 2, 3].map((i) => hash(entropy[i] ?? 0))
  for (let from = 0; from < 4; from += 1) {
    for (let to = 0; to < 4; to += 1) {
      if (from !== to) pool[to] = mix(pool[to] ?? 0, hash(pool[from] ?? 0))
    }
  }
  for (const word of entropy.slice(4)) {
    for (let to = 0; to < 4; to += 1) pool[to] = mix(pool[to] ?? 0, hash(word))
  }
  return pool
}

/** A hash whose constant changes with each use. */
function hasher(start: number, multiplier: number): (value: number) => number {
  let constant = start
  return (value) => {
    const before = value ^ constant
    constant = Math.imul(constant, multiplier)
    return folded(Math.imul(before, constant))
  }
}

const mix = (x: number, y: number) => folded(Math.imul(x, 0xca01f9dd) - Math.imul(y, 0x4973f715))

const folded = (value: number) => (value ^ (value >>> 16)) >>> 0
