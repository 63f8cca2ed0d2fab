import type { Dataset } from '../model/dataset.ts'
import type { SplitName } from '../model/fix.ts'
import { groupBy } from '../model/group-by.ts'

/** Cyrillic and Greek letters that look like Latin ones (from Unicode's confusables.txt, UTS #39), lower case. */
const confusables: Record<string, string> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  ё: 'ë',
  һ: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  α: 'a',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
}

/**
 * What remains of a class name without its spelling: case, compatibility forms (NFKC), invisible characters, spaces
 * and separators. Digits keep their separators (`1_0` is not `10`), single letters their case (`A` and `a` are two
 * classes of handwriting). Names in Cyrillic or Greek are left as they are; a stray letter among Latin ones is not.
 */
export function spellingKey(name: string): string {
  const plain = name
    .normalize('NFKC')
    .replace(/\p{Cf}|\p{Cc}/gu, '')
    .trim()
  if ([...plain].length <= 1) return plain
  const lower = /[a-z]/i.test(plain)
    ? [...plain.toLowerCase()].map((letter) => confusables[letter] ?? letter).join('')
    : plain.toLowerCase()
  return lower.replace(/[\s_.-]+/g, '-').replace(/(?<!\d)-|-(?!\d)/g, '')
}

/**
 * Class names that mean the same class, most samples first; every name of the dataset is in exactly one group. A
 * plural joins its singular only where no split has both.
 */
export function classesOf(dataset: Dataset): string[][] {
  const uses = usesOf(dataset)
  const byKey = groupBy([...uses.keys()].sort(), spellingKey)
  for (const [key, labels] of [...byKey]) {
    for (const plural of [`${key}s`, `${key}es`, key.replace(/y$/, 'ies')]) {
      const others = plural === key ? undefined : byKey.get(plural)
      if (others === undefined || meet(labels, others, uses)) continue
      labels.push(...others)
      byKey.delete(plural)
    }
  }
  const size = (label: string) => uses.get(label)?.samples ?? 0
  return [...byKey.values()].map((labels) => labels.sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1)))
}

/** The group of a label, as a name that all its spellings share. */
export function classNames(dataset: Dataset): ReadonlyMap<string, string> {
  return new Map(
    classesOf(dataset).flatMap((labels) => labels.map((label) => [label, labels[0] ?? label] as const)),
  )
}

/** Singular and plural side by side in one split (`orange`, `oranges`) are two classes. */
function meet(labels: readonly string[], others: readonly string[], uses: ReadonlyMap<string, Use>): boolean {
  const splits = new Set(labels.flatMap((label) => [...(uses.get(label)?.splits ?? [])]))
  return others.some((label) => [...(uses.get(label)?.splits ?? [])].some((split) => splits.has(split)))
}

interface Use {
  samples: number
  splits: Set<SplitName>
}

function usesOf(dataset: Dataset): Map<string, Use> {
  const uses = new Map<string, Use>()
  const use = (label: string) => {
    const known = uses.get(label) ?? { samples: 0, splits: new Set() }
    uses.set(label, known)
    return known
  }
  for (const { label } of dataset.classFolders) use(label)
  for (const { label, split } of dataset.samples) {
    if (label === null) continue
    use(label).samples += 1
    use(label).splits.add(split)
  }
  return uses
}
