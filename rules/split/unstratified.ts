import { classesOf } from '../../src/judge/class-names.ts'
import type { Dataset } from '../../src/model/dataset.ts'
import type { ImageLocation } from '../../src/model/finding.ts'
import type { SplitName } from '../../src/model/fix.ts'
import { defineRule } from '../../src/model/rule.ts'

/** A random split differs so much once in a thousand times: the normal quantile of 0.999. */
const quantile = 3.09
/** Share of images that would have to change class for the sides to agree; less than this moves no score much. */
const material = 0.1
/** Expected images per class and side below which the test does not hold (Cochran's rule). */
const fewest = 5

export default defineRule({
  id: 'split/unstratified',
  severity: 'warning',
  needs: ['dataset'],
  maturity: 'stable',
  docs: {
    what: 'The classes are mixed quite differently in training and in validation or test.',
    why: 'A model learns how frequent the classes are and leans towards the frequent ones. Scored where other classes are frequent, its accuracy and loss move for that reason alone, and gains on the training mix may not show at all.',
    how: 'Split within each class (stratify= in scikit-learn), or, if the difference is meant because the real mix is that of validation, weight the classes in training accordingly and report scores per class.',
    fixSafety:
      'Manual: the difference may be meant, and a new split makes scores incomparable with earlier ones.',
    references: [
      'https://scikit-learn.org/stable/modules/cross_validation.html#stratification',
      'Wilson and Hilferty, The distribution of chi-square, PNAS 17(12), 1931: https://doi.org/10.1073/pnas.17.12.684',
    ],
    bad: 'train: 800 cats, 200 dogs\nval: 100 cats, 100 dogs',
    good: 'train: 800 cats, 200 dogs\nval: 160 cats, 40 dogs',
  },
  *check({ dataset }) {
    const train = countClasses(dataset, 'train')
    for (const split of ['validation', 'test'] as const) {
      const rows = comparable(train, countClasses(dataset, split))
      if (rows.length < 2 || deviation(rows) <= quantile) continue
      const shares = sharesOf(rows)
      const moved = shares.reduce((sum, row) => sum + Math.abs(row.here - row.there), 0) / 2
      const [most] = shares.sort((a, b) => Math.abs(b.here - b.there) - Math.abs(a.here - a.there))
      if (moved < material || most === undefined) continue
      const percent = (share: number) => `${Math.round(share * 100)} %`
      yield {
        message: `"${most.name}" makes up ${percent(most.here)} of train but ${percent(most.there)} of ${split}`,
        locations: placesOf(dataset, most.labels, split),
        evidence: {
          split,
          moved: Math.round(moved * 1000) / 1000,
          classes: Object.fromEntries(rows.map((row) => [row.name, [row.here, row.there]])),
        },
        fix: { title: 'Split within each class', applicability: 'manual', operations: [] },
      }
    }
  },
})

/** The folders of the class on both sides; without folders, its first sample on each. */
function placesOf(dataset: Dataset, labels: readonly string[], split: SplitName): ImageLocation[] {
  return (['train', split] as const).flatMap((side) => {
    const folders = dataset.classFolders.filter((one) => one.split === side && labels.includes(one.label))
    const first = dataset.samples.filter(
      (one) => one.split === side && one.label !== null && labels.includes(one.label),
    )
    return (folders.length > 0 ? folders : first.slice(0, 1)).map(({ path }) => ({ path, split: side }))
  })
}

/** A class with its images (or shares of images) in training and on the other side. */
interface Row {
  name: string
  labels: string[]
  here: number
  there: number
}

function countClasses(dataset: Dataset, split: SplitName): { labels: string[]; count: number }[] {
  return classesOf(dataset).map((labels) => ({
    labels,
    count: dataset.samples.filter(
      (sample) => sample.split === split && sample.label !== null && labels.includes(sample.label),
    ).length,
  }))
}

/** The classes that both sides have and that are frequent enough to be compared. */
function comparable(here: ReturnType<typeof countClasses>, there: ReturnType<typeof countClasses>): Row[] {
  const rows = here.map(({ labels, count }, index) => ({
    name: labels[0] ?? '',
    labels,
    here: count,
    there: there[index]?.count ?? 0,
  }))
  const both = rows.filter((row) => row.here > 0 && row.there > 0)
  const [all, other] = totals(both)
  const smaller = Math.min(all, other) / (all + other)
  return both.filter((row) => (row.here + row.there) * smaller >= fewest)
}

function totals(rows: readonly Row[]): [number, number] {
  return rows.reduce(([here, there], row) => [here + row.here, there + row.there], [0, 0])
}

function sharesOf(rows: readonly Row[]): Row[] {
  const [here, there] = totals(rows)
  return rows.map((row) => ({ ...row, here: row.here / here, there: row.there / there }))
}

/** Chi-square of homogeneity as a standard normal deviate (Wilson and Hilferty's approximation). */
function deviation(rows: readonly Row[]): number {
  const [here, there] = totals(rows)
  let chiSquare = 0
  for (const row of rows) {
    const share = (row.here + row.there) / (here + there)
    chiSquare +=
      (row.here - share * here) ** 2 / (share * here) + (row.there - share * there) ** 2 / (share * there)
  }
  const freedom = rows.length - 1
  const spread = 2 / (9 * freedom)
  return (Math.cbrt(chiSquare / freedom) - (1 - spread)) / Math.sqrt(spread)
}
