import { parseArgs } from 'node:util'
import { hashWords } from '../src/images/hashes/dct-hash.ts'
import { nearPairs } from '../src/images/hashes/hash-join.ts'

/**
 * Search across a split: random 256-bit hashes, half on each side, with planted pairs at distances 0 to 40, all of
 * which must be found. One thread; its CPU time, as other work on the machine does not count there.
 * `npx tsx bench/search.ts [--sizes 10000,100000,1000000] [--radius 40]`
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,31623,100000,316228,1000000' },
    radius: { type: 'string', default: '40' },
  },
})
const radius = Number(values.radius)

console.log('| hashes | CPU seconds | peak MiB | planted | found | exponent |\n|---|---|---|---|---|---|')
let before: { size: number; seconds: number } | null = null
for (const size of values.sizes.split(',').map(Number)) {
  const { left, right, planted } = hashes(size)
  const started = process.cpuUsage()
  const found: string[] = []
  for (const pairs of nearPairs(left, right, radius)) {
    for (const pair of pairs) found.push(`${pair.left} ${pair.right} ${pair.distance}`)
  }
  const used = process.cpuUsage(started)
  const seconds = (used.user + used.system) / 1e6
  const known = new Set(found)
  const expected = planted.filter(({ distance }) => distance <= radius)
  const missed = expected.filter((pair) => !known.has(`${pair.left} ${pair.right} ${pair.distance}`)).length
  if (missed > 0) throw new Error(`${missed} planted pairs were missed`)
  const exponent = before && Math.log(seconds / before.seconds) / Math.log(size / before.size)
  const peak = process.resourceUsage().maxRSS / 1024
  console.log(
    `| ${size} | ${seconds.toFixed(2)} | ${peak.toFixed(0)} | ${expected.length} | ${found.length} | ${exponent?.toFixed(2) ?? ''} |`,
  )
  before = { size, seconds }
}

/** Half the hashes on each side; 410 pairs, ten at each distance from 0 to 40. */
function hashes(size: number) {
  const [left, right] = [randomWords((size / 2) * hashWords, 1), randomWords((size / 2) * hashWords, 2)]
  const half = Math.floor(size / 2)
  const planted = Array.from({ length: 410 }, (_, index) => {
    const pair = { left: (index * 7919) % half, right: (index * 104_729) % half, distance: index % 41 }
    const hash = left.slice(pair.left * hashWords, (pair.left + 1) * hashWords)
    for (let bit = 0; bit < pair.distance; bit += 1) {
      const place = (bit * 101 + index * 13) % 256
      hash[place >> 5] = (hash[place >> 5] ?? 0) ^ (1 << (place & 31))
    }
    right.set(hash, pair.right * hashWords)
    return pair
  })
  return { left, right, planted }
}

/** xorshift32: the same hashes in every run. */
function randomWords(length: number, seed: number): Int32Array {
  let state = seed
  const words = new Int32Array(Math.floor(length))
  for (let index = 0; index < words.length; index += 1) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[index] = state
  }
  return words
}
