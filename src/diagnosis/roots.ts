import { type Finding, isSpan } from '../model/finding.ts'

/** Faults that are one: rules that tell of it from different sides. */
interface Root {
  rules: readonly string[]
  /** The rule without which the others are faults of their own. */
  main?: string
  /**
   * What findings of two rules must have in common to be told together: images (a quarter of those of the rule that
   * names fewer: of a burst one rule may name other shots than another), places (a path), a line of code, the file, or nothing.
   */
  common: 'images' | 'place' | 'line' | 'file' | 'nothing'
}

const roots: readonly Root[] = [
  {
    rules: [
      'leakage/exact-duplicate',
      'leakage/near-duplicate',
      'leakage/augmented-copy',
      'leakage/same-group',
    ],
    common: 'images',
  },
  {
    rules: ['leakage/split-after-augmentation', 'leakage/augmented-copy'],
    main: 'leakage/split-after-augmentation',
    common: 'nothing',
  },
  { rules: ['labels/conflicting-duplicates', 'labels/likely-mislabelled'], common: 'images' },
  { rules: ['labels/inconsistent-names', 'labels/class-mismatch'], common: 'place' },
  {
    rules: ['split/class-ordered-tail', 'labels/class-mismatch', 'split/unstratified', 'images/split-shift'],
    main: 'split/class-ordered-tail',
    common: 'nothing',
  },
  // What augments both sides is one generator, dataset or transform.
  { rules: ['augmentation/in-validation', 'augmentation/subset-alias'], common: 'file' },
  {
    rules: [
      'preprocessing/wrong-range',
      'preprocessing/double-scaling',
      'preprocessing/unfitted-statistics',
      'preprocessing/train-validation-mismatch',
      'augmentation/out-of-range',
    ],
    common: 'file',
  },
  // One rate that is too high for pretrained weights.
  {
    rules: ['fine-tuning/unfrozen-under-new-head', 'fine-tuning/learning-rate', 'training/learning-rate'],
    common: 'line',
  },
  // Batch normalisation that learns from the batches, large or small.
  {
    rules: ['fine-tuning/batch-norm', 'training/batch-size'],
    main: 'fine-tuning/batch-norm',
    common: 'line',
  },
]

/** Rules and their findings, those of one root together; the order of rules is kept. */
export function byRoot(rules: ReadonlyMap<string, readonly Finding[]>): string[][] {
  const clusters: string[][] = []
  for (const rule of rules.keys()) {
    const joined = clusters.filter((cluster) => cluster.some((other) => haveOneRoot(rule, other, rules)))
    for (const cluster of joined) clusters.splice(clusters.indexOf(cluster), 1)
    clusters.push([...joined.flat(), rule])
  }
  return clusters
}

function haveOneRoot(a: string, b: string, rules: ReadonlyMap<string, readonly Finding[]>): boolean {
  const [one, other] = [rules.get(a) ?? [], rules.get(b) ?? []]
  if (triedTogether(one, other)) return true
  return roots.some(
    (root) =>
      root.rules.includes(a) &&
      root.rules.includes(b) &&
      (root.main === undefined || rules.has(root.main)) &&
      share(root.common, one, other),
  )
}

/** One trial that measured the fixes of both, as of all leaks by copies, says what they cost together. */
function triedTogether(one: readonly Finding[], other: readonly Finding[]): boolean {
  const reasons = (findings: readonly Finding[]) =>
    findings.flatMap(({ trial }) =>
      trial === undefined || trial.verdict === 'not-run' ? [] : [trial.reason],
    )
  const known = new Set(reasons(one))
  return reasons(other).some((reason) => known.has(reason))
}

function share(common: Root['common'], a: readonly Finding[], b: readonly Finding[]): boolean {
  if (common === 'nothing') return true
  const [one, other] = [placesOf(common, a), placesOf(common, b)]
  const both = [...one].filter((place) => other.has(place)).length
  return common === 'images' ? both > 0 && both >= Math.min(one.size, other.size) / 4 : both > 0
}

function placesOf(common: Root['common'], findings: readonly Finding[]): Set<string> {
  const locations = findings.flatMap((finding) => finding.locations)
  return new Set(
    locations.flatMap((location) => {
      if (common === 'place') return [location.path]
      if (common === 'images') return isSpan(location) ? [] : [location.path]
      if (!isSpan(location)) return []
      return [common === 'file' ? location.path : `${location.path}:${location.cell ?? ''}:${location.line}`]
    }),
  )
}
