/**
 * Confident learning (Northcutt, Jiang and Chuang 2021, https://arxiv.org/abs/1911.00068) on out-of-fold class
 * probabilities, step by step as the authors' `cleanlab` computes it (2.7, `cleanlab.count` and `cleanlab.filter`
 * with their defaults), so that both name the same samples.
 */
export interface LabelledProbabilities {
  /** Class index per sample. */
  labels: readonly number[]
  /** Per sample the probability of each class, adding up to 1, from a model that did not learn from the sample. */
  probabilities: readonly ArrayLike<number>[]
  /** Number of classes, at least 2. */
  classes: number
}

/** A matrix of counts: row given label, column (estimated) true label. */
export type Joint = number[][]

/** cleanlab's tolerance wherever it compares probabilities. */
const TOLERANCE = 1e-6

/** How issues are chosen, under cleanlab's names. */
export type PruneMethod = 'prune_by_noise_rate' | 'prune_by_class' | 'both' | 'confident_learning'

/**
 * Per class the mean probability of the class over the samples labelled so: who exceeds it is confidently of the
 * class (equation 2 of the paper). 2, which nothing reaches, for a class without samples.
 */
export function classThresholds({ labels, probabilities, classes }: LabelledProbabilities): number[] {
  return Array.from({ length: classes }, (_, k) => {
    const own = probabilities.flatMap((row, i) => (labels[i] === k ? [row[k] ?? 0] : []))
    const mean = own.length === 0 ? 2 : own.reduce((sum, value) => sum + value, 0) / own.length
    return Math.max(mean, 2 * TOLERANCE)
  })
}

/** The class that each sample is confidently of (the likeliest, where it passes several thresholds); else null. */
export function confidentClasses(data: LabelledProbabilities): (number | null)[] {
  const thresholds = classThresholds(data)
  return data.probabilities.map((row) => {
    const passed = thresholds.flatMap((threshold, k) => ((row[k] ?? 0) >= threshold - TOLERANCE ? [k] : []))
    return passed.length > 1 ? likeliest(row) : (passed[0] ?? null)
  })
}

/**
 * The confident joint (equation 1), calibrated (equation 3): counts that add up to the number of samples, each row to
 * the number of samples with that label.
 */
export function confidentJoint(data: LabelledProbabilities): Joint {
  const { labels, classes } = data
  const counted = emptyJoint(classes)
  confidentClasses(data).forEach((guess, i) => {
    const row = counted[labels[i] ?? -1]
    if (row !== undefined && guess !== null) row[guess] = (row[guess] ?? 0) + 1
  })
  counted.forEach((row, k) => {
    row[k] = Math.max(row[k] ?? 0, 1)
  })
  const sizes = classSizes(data)
  const scaled = counted.map((row, k) => {
    const total = sum(row)
    return row.map((count) => (count / total) * (sizes[k] ?? 0))
  })
  const total = sum(scaled.map(sum))
  return scaled.map((row) => roundKeepingSum(row.map((count) => (count / total) * labels.length)))
}

/** Whether each sample is a label issue, as `cleanlab.filter.find_label_issues(filter_by=method)`. */
export function labelIssues(data: LabelledProbabilities, method: PruneMethod): boolean[] {
  const chosen = choose(data, method)
  // What the model would label the same way anyway is never an issue.
  return chosen.map((issue, i) => {
    const [row, label] = [data.probabilities[i] ?? [], data.labels[i] ?? -1]
    return issue && likeliest(Array.from(row, (p, k) => (k === label ? p + TOLERANCE : p))) !== label
  })
}

function choose(data: LabelledProbabilities, method: PruneMethod): boolean[] {
  if (method === 'confident_learning')
    return confidentClasses(data).map((guess, i) => guess !== null && guess !== data.labels[i])
  const counts = confidentJoint(data).map(atLeastOneOfItsOwn)
  if (method === 'prune_by_class') return pruneByClass(data, counts)
  const byRate = pruneByNoiseRate(data, counts)
  if (method === 'prune_by_noise_rate') return byRate
  const byClass = pruneByClass(data, counts)
  return byRate.map((issue, i) => issue && byClass[i] === true)
}

/** In each class as many as are estimated to be wrong: those with the lowest self-confidence. */
function pruneByClass(data: LabelledProbabilities, counts: Joint): boolean[] {
  const issues = data.labels.map(() => false)
  membersOf(data).forEach((members, k) => {
    const wrong = members.length - (counts[k]?.[k] ?? 0)
    if (members.length < 2 || wrong < 1) return
    const ranked = rankedBy(members, (i) => data.probabilities[i]?.[k] ?? 0)
    for (const i of ranked.slice(0, wrong)) issues[i] = true
  })
  return issues
}

/** For each pair of given and true class as many as are estimated: those with the largest margin. */
function pruneByNoiseRate(data: LabelledProbabilities, counts: Joint): boolean[] {
  const issues = data.labels.map(() => false)
  membersOf(data).forEach((members, k) => {
    if (members.length < 2) return
    counts[k]?.forEach((count, j) => {
      if (j === k || count <= 0) return
      const ranked = rankedBy(members, (i) => {
        const row = data.probabilities[i]
        return (row?.[k] ?? 0) - (row?.[j] ?? 0)
      })
      for (const i of ranked.slice(0, count)) issues[i] = true
    })
  })
  return issues
}

/** Probability of the given label: low where the label is doubtful. `labels` and `probabilities` in one order. */
export function selfConfidence({ labels, probabilities }: LabelledProbabilities): number[] {
  return probabilities.map((row, i) => row[labels[i] ?? -1] ?? 0)
}

/** (p(given) - the largest other + 1) / 2, in 0..1: low where another label fits better. */
export function normalisedMargin({ labels, probabilities }: LabelledProbabilities): number[] {
  return probabilities.map((row, i) => {
    const label = labels[i] ?? -1
    const others = Array.from(row).filter((_, k) => k !== label)
    return ((row[label] ?? 0) - Math.max(...others) + 1) / 2
  })
}

/** Every class keeps a sample; what that takes comes evenly from the estimated errors (cleanlab truncates). */
function atLeastOneOfItsOwn(row: readonly number[], own: number): number[] {
  const lacking = Math.max(1 - (row[own] ?? 0), 0)
  const others = Math.max(row.filter((count) => count !== 0).length - 1, 1)
  return row.map((count, k) =>
    Math.trunc(k === own ? count + lacking : Math.max(count - lacking / others, 0)),
  )
}

/** Rounds half to even, then shifts those that were rounded farthest until the sum is what it was. */
export function roundKeepingSum(values: readonly number[]): number[] {
  const rounded = values.map(halfToEven)
  const wanted = halfToEven(sum(values))
  for (let left = wanted - sum(rounded); left !== 0; left = wanted - sum(rounded)) {
    const ascending = rankedBy([...values.keys()], (i) => (values[i] ?? 0) - (rounded[i] ?? 0))
    const order = left > 0 ? ascending.reverse() : ascending
    for (const i of order.slice(0, Math.abs(left))) rounded[i] = (rounded[i] ?? 0) + Math.sign(left)
  }
  return rounded
}

function halfToEven(value: number): number {
  const low = Math.floor(value)
  if (value - low !== 0.5) return Math.round(value)
  return low % 2 === 0 ? low : low + 1
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

const emptyJoint = (classes: number): Joint =>
  Array.from({ length: classes }, () => new Array<number>(classes).fill(0))

/** Ascending; equal ones keep their order. */
const rankedBy = (indices: readonly number[], key: (index: number) => number): number[] =>
  indices
    .map((index) => ({ index, value: key(index) }))
    .sort((a, b) => a.value - b.value)
    .map(({ index }) => index)

function membersOf({ labels, classes }: LabelledProbabilities): number[][] {
  const members = Array.from({ length: classes }, (): number[] => [])
  labels.forEach((label, i) => {
    members[label]?.push(i)
  })
  return members
}

const classSizes = (data: LabelledProbabilities): number[] => membersOf(data).map((members) => members.length)

/** Index of the largest; the first of equals. */
export function likeliest(row: ArrayLike<number>): number {
  let best = 0
  for (let k = 1; k < row.length; k++) if ((row[k] ?? 0) > (row[best] ?? 0)) best = k
  return best
}
