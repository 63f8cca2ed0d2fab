import { Mt19937 } from './mt19937.ts'
import { wordsOf } from './seed-sequence.ts'
import { shuffleFromEnd } from './shuffle.ts'

/** Python's `random.Random(seed).shuffle(items)` (Lib/random.py, Modules/_randommodule.c, 3.2 and later), in place. */
export function pythonShuffle<T>(items: T[], seed: number | bigint): T[] {
  const whole = BigInt(seed)
  const generator = Mt19937.fromWords(wordsOf(whole < 0n ? -whole : whole))
  return shuffleFromEnd(items, (most) => {
    // `_randbelow(most + 1)`: as many high bits as the bound has, drawn until they are below it.
    const unused = Math.clz32(most + 1)
    for (;;) {
      const value = generator.next() >>> unused
      if (value <= most) return value
    }
  })
}
