/**
 * numpy's `random_interval` (numpy/random/src/distributions/distributions.c), by which both of its generators
 * shuffle: bits masked to the width of `most`, drawn until they are not above it.
 * @param most below 2^32
 */
export function randomInterval(next: () => number, most: number): number {
  const mask = 0xffffffff >>> Math.clz32(most)
  for (;;) {
    const value = (next() & mask) >>> 0
    if (value <= most) return value
  }
}
