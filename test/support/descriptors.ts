import { descriptorWords } from '../../src/images/features/descriptor.ts'
import { Random } from '../../src/model/random.ts'

const random = new Random(1, 'descriptors')

/** Random descriptors, `descriptorWords` words each. */
export const noise = (count: number) =>
  Int32Array.from({ length: count * descriptorWords }, () => random.below(2 ** 32) | 0)

/** The same descriptors with a number of their bits turned; mirrored: with their halves exchanged. */
export function copies(of: Int32Array, bits: number, mirrored: boolean): Int32Array {
  const half = mirrored ? descriptorWords / 2 : 0
  const made = of.map((_, i) => of[i ^ half] ?? 0)
  for (let at = 0; at < made.length; at += descriptorWords) {
    for (const bit of random.shuffled(Array.from({ length: 256 }, (_, i) => i)).slice(0, bits)) {
      const word = at + (bit >> 5)
      made[word] = (made[word] ?? 0) ^ (1 << (bit & 31))
    }
  }
  return made
}
