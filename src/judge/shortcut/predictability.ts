import { Random } from '../../model/random.ts'

/** A sample as far as a property goes. */
export interface Valued {
  /** Class name. */
  label: string
  value: string
}

/** How well a class can be told by a property alone. */
export interface Told {
  label: string
  /** Share of the class that is told, and share of the other samples taken for it, 0..1. */
  recall: number
  others: number
  /** Share of those taken for the class that are of it, 0..1. */
  precision: number
  /** The value that gives most of the class away, and how many samples of the class and of others have it. */
  value: string
  have: number
  of: number
  othersHave: number
  othersOf: number
}

/** Labels are shuffled so often; a property must tell a class better than in every one of them (p < 0.01). */
const SHUFFLES = 99
/** Of a smaller class, and beside fewer others, nothing is said. */
const FEWEST = 20

/**
 * The classes that a property tells, by leave-one-out: each sample is taken for the class that is most frequent among
 * the *other* samples with its value (for none on a tie or without others), so that a value of its own tells nothing.
 */
export function toldClasses(samples: readonly Valued[], bar: number): Told[] {
  const told = judged(samples).filter(
    ({ recall, others, precision, of, othersOf }) =>
      Math.min(of, othersOf) >= FEWEST && recall - others >= bar && precision >= 0.8,
  )
  if (told.length === 0) return []
  const random = new Random(0, 'shortcut')
  const best = new Map<string, number>()
  for (let shuffle = 0; shuffle < SHUFFLES; shuffle++) {
    const labels = random.shuffled(samples.map(({ label }) => label))
    const shuffled = samples.map(({ value }, i) => ({ value, label: labels[i] ?? '' }))
    for (const { label, recall, others } of judged(shuffled))
      best.set(label, Math.max(best.get(label) ?? 0, recall - others))
  }
  return told.filter(({ label, recall, others }) => recall - others > (best.get(label) ?? 0))
}

function judged(samples: readonly Valued[]): Told[] {
  const counts = new Map<string, Map<string, number>>()
  const sizes = new Map<string, number>()
  for (const { label, value } of samples) {
    const row = counts.get(value) ?? new Map<string, number>()
    counts.set(value, row.set(label, (row.get(label) ?? 0) + 1))
    sizes.set(label, (sizes.get(label) ?? 0) + 1)
  }
  const hits = new Map<string, number>()
  const taken = new Map<string, number>()
  // All samples of one value and class fare alike.
  for (const row of counts.values()) {
    for (const [label, count] of row) {
      const guess = guessWithout(row, label)
      if (guess === null) continue
      taken.set(guess, (taken.get(guess) ?? 0) + count)
      if (guess === label) hits.set(label, (hits.get(label) ?? 0) + count)
    }
  }
  return [...sizes].map(([label, size]) => {
    const [right, all] = [hits.get(label) ?? 0, taken.get(label) ?? 0]
    const rest = Math.max(samples.length - size, 1)
    const rates = {
      recall: right / size,
      others: (all - right) / rest,
      precision: all === 0 ? 0 : right / all,
    }
    return { label, ...rates, ...mostTelling(counts, label), of: size, othersOf: samples.length - size }
  })
}

/** The most frequent class once one sample of `label` is taken away; null on a tie. */
function guessWithout(row: ReadonlyMap<string, number>, label: string): string | null {
  let [guess, most, second]: [string | null, number, number] = [null, 0, 0]
  for (const [other, count] of row) {
    const left = count - (other === label ? 1 : 0)
    if (left > most) [guess, most, second] = [other, left, most]
    else second = Math.max(second, left)
  }
  return most > second ? guess : null
}

/** The value that most of the class has, among those that the class has the majority of. */
function mostTelling(counts: ReadonlyMap<string, ReadonlyMap<string, number>>, label: string) {
  let best = { value: '', have: 0, othersHave: 0 }
  for (const [value, row] of counts) {
    const have = row.get(label) ?? 0
    const othersHave = [...row.values()].reduce((sum, count) => sum + count, 0) - have
    if (have > othersHave && have > best.have) best = { value, have, othersHave }
  }
  return best
}
