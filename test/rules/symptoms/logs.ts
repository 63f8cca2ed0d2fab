import { readCsv } from '../../../src/history/csv.ts'
import { historiesOf } from '../../../src/history/runs.ts'
import type { Dataset } from '../../../src/model/dataset.ts'
import type { Facts } from '../../../src/model/facts.ts'
import { chanceOf } from './synthetic.ts'

type Columns = Record<string, (epoch: number) => number | string>

/** A Keras log of `epochs` rows, one function per column; epoch `e` stands on line `e + 2`. */
export function log(epochs: number, columns: Columns): string {
  const rows = Array.from({ length: epochs }, (_, epoch) =>
    [epoch, ...Object.values(columns).map((column) => written(column(epoch)))].join(','),
  )
  return [['epoch', ...Object.keys(columns)].join(','), ...rows].join('\n')
}

const written = (value: number | string) =>
  typeof value === 'number' ? `${Number(value.toFixed(6))}` : value

/** An exponential fall (or rise) from `from` to `to`. */
export const towards = (from: number, to: number, pace: number) => (epoch: number) =>
  to + (from - to) * Math.exp(-epoch / pace)

/** The same noise in every run of the tests: standard deviation `size` about a curve. */
export function noisy(curve: (epoch: number) => number, size: number, seed = 1) {
  const chance = chanceOf(seed)
  const noise = Array.from({ length: 200 }, () => chance.normal(size))
  return (epoch: number) => curve(epoch) + (noise[epoch] ?? 0)
}

/** The facts of a project whose `training.log` is the given text. */
export function facts(text: string, dataset?: Dataset): Facts {
  const read = readCsv('training.log', text)
  if (read === null) throw new Error('the test log is not recognised')
  return {
    history: { ok: true, value: historiesOf(read) },
    ...(dataset === undefined ? {} : { dataset: { ok: true, value: dataset } }),
  }
}

/** So many images of each class, in training and in validation. */
export function images(train: number[], validation: number[]): Dataset {
  const side = (split: 'train' | 'validation', counts: number[]) =>
    counts.flatMap((count, label) =>
      Array.from({ length: count }, (_, index) => ({
        path: `${split}/${label}/${index}.jpg`,
        split,
        label: `${label}`,
        group: null,
      })),
    )
  return {
    samples: [...side('train', train), ...side('validation', validation)],
    origin: 'a test',
    classFolders: [],
  }
}

export const symptom = 'a symptom has no fix'
