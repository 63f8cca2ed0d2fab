import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { openTrunk } from '../src/embed/trunk.ts'
import { userCacheFolder } from '../src/embed/weights/store.ts'
import { type LabelledProbabilities, labelIssues } from '../src/judge/confident-learning.ts'
import { agreement, doubtfulLabels } from '../src/judge/doubtful-labels.ts'
import type { Predictions } from '../src/model/predictions.ts'
import { silent } from '../src/model/progress.ts'
import { Random } from '../src/model/random.ts'
import { votesOf } from '../src/train/neighbours.ts'
import { type Learnable, outOfFold } from '../src/train/out-of-fold.ts'

/**
 * Planted label noise on real photos (DOCTOR_TEST_DATA): precision, recall and F1 of labels/likely-mislabelled and of
 * cleanlab on the same out-of-fold probabilities. cleanlab's columns need a Python that has it:
 * `npx tsx bench/labels.ts [--python /path/to/python] [--per-class 50] [--size 150] [--seeds 3]`
 */
const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    'per-class': { type: 'string', default: '50' },
    size: { type: 'string', default: '150' },
    seeds: { type: 'string', default: '3' },
  },
})
const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')
const sets = [
  { name: 'grocery', folder: path.join(root, 'data/grocery') },
  { name: 'trashnet', folder: path.join(root, 'data/trashnet/train') },
]

interface Photos {
  classes: string[]
  samples: Learnable[]
}

const work = {
  progress: silent,
  signal: new AbortController().signal,
  cacheDir: userCacheFolder(),
  jobs: availableParallelism(),
  seed: 0,
}

async function photosOf(folder: string): Promise<Photos> {
  const entries = await readdir(folder, { withFileTypes: true })
  const classes = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
  const files = await Promise.all(
    classes.map(async (name, label) => {
      const names = (await readdir(path.join(folder, name))).filter((file) => /\.(jpe?g|png)$/i.test(file))
      const some = names.sort().slice(0, Number(values['per-class']))
      return some.map((file) => ({ label, source: { path: path.join(folder, name, file) } }))
    }),
  )
  const views = await Promise.all(
    files.flat().map(async (file) => ({
      ...file,
      bytesDigest: createHash('sha256')
        .update(await readFile(file.source.path))
        .digest('hex'),
    })),
  )
  const trunk = await openTrunk(work)
  const features = await trunk.features(views, { size: Number(values.size), title: 'features' })
  await trunk.close()
  const samples = views.map(({ label, bytesDigest }, i): Learnable => {
    return { side: 'train', label, group: bytesDigest, features: features[i] ?? new Float32Array() }
  })
  return { classes, samples }
}

/** Labels with a share of wrong ones: any other class, or always the next (class-pair noise). */
function plant(labels: readonly number[], classes: number, share: number, kind: string, seed: number) {
  const random = new Random(seed, 'noise', kind, share)
  const chosen = new Set(random.shuffled([...labels.keys()]).slice(0, Math.round(labels.length * share)))
  return labels.map((label, i) => {
    if (!chosen.has(i)) return label
    return (label + (kind === 'pair' ? 1 : 1 + random.below(classes - 1))) % classes
  })
}

const methods = ['prune_by_noise_rate', 'prune_by_class', 'both', 'confident_learning'] as const

function cleanlab(python: string, data: LabelledProbabilities): Map<string, boolean[]> {
  const script = `
import json, sys
import numpy as np
from cleanlab.filter import find_label_issues
d = json.load(sys.stdin)
p = np.array(d["probabilities"])
p = p / p.sum(axis=1, keepdims=True)
print(json.dumps({m: find_label_issues(np.array(d["labels"]), p, filter_by=m, n_jobs=1).tolist() for m in d["methods"]}))`
  const printed = execFileSync(python, ['-W', 'ignore', '-c', script], {
    input: JSON.stringify({ ...data, methods }),
    encoding: 'utf8',
  })
  return new Map(Object.entries(z.record(z.string(), z.array(z.boolean())).parse(JSON.parse(printed))))
}

interface Score {
  precision: number
  recall: number
  f1: number
}

function scoreOf(named: readonly boolean[], wrong: readonly boolean[]): Score {
  const hits = named.filter((one, i) => one && wrong[i]).length
  const found = named.filter(Boolean).length
  const planted = wrong.filter(Boolean).length
  const precision = found === 0 ? 1 : hits / found
  const recall = planted === 0 ? 1 : hits / planted
  return { precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

async function measure(photos: Photos, kind: string, share: number, seed: number) {
  const truth = photos.samples.map(({ label }) => label)
  const labels = plant(truth, photos.classes.length, share, kind, seed)
  const noisy = photos.samples.map((sample, i) => ({ ...sample, label: labels[i] ?? 0 }))
  const predicted = await outOfFold(noisy, {
    classes: photos.classes.length,
    seed,
    before: async () => {},
    trained() {},
  })
  const probabilities = predicted.map((row) => row ?? [])
  const data = { labels, probabilities, classes: photos.classes.length }
  const wrong = truth.map((label, i) => label !== labels[i])
  const votes = await votesOf(noisy, [...noisy.keys()], {
    classes: photos.classes.length,
    before: async () => {},
  })
  const predictions: Predictions = {
    classes: photos.classes,
    samples: labels.map((label, i) => ({
      path: String(i),
      label,
      probabilities: probabilities[i] ?? [],
      votes: votes.get(i) ?? null,
    })),
    left: 0,
  }
  const doubtful = new Set(doubtfulLabels(predictions).map(({ sample }) => Number(sample.path)))
  const results = new Map<string, Score>([
    [
      'rule',
      scoreOf(
        labels.map((_, i) => doubtful.has(i)),
        wrong,
      ),
    ],
    ...methods.map((method): [string, Score] => [
      `ours ${method}`,
      scoreOf(labelIssues(data, method), wrong),
    ]),
  ])
  if (values.python !== undefined)
    for (const [method, issues] of cleanlab(values.python, data))
      results.set(`cleanlab ${method}`, scoreOf(issues, wrong))
  return { results, kappa: agreement(predictions), named: doubtful.size }
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length

for (const { name, folder } of sets) {
  const photos = await photosOf(folder)
  console.log(
    `\n${name}: ${photos.samples.length} photos, ${photos.classes.length} classes, ${values.size} px\n`,
  )
  for (const [kind, share] of [
    ['none', 0],
    ['uniform', 0.05],
    ['uniform', 0.1],
    ['uniform', 0.2],
    ['pair', 0.05],
    ['pair', 0.1],
    ['pair', 0.2],
  ] as const) {
    const runs: Awaited<ReturnType<typeof measure>>[] = []
    for (let seed = 0; seed < Number(values.seeds); seed++)
      runs.push(await measure(photos, kind, share, seed))
    const average = (of: (run: (typeof runs)[number]) => number) => mean(runs.map(of))
    const cells = [...(runs[0]?.results.keys() ?? [])].map((method) => {
      const of = (one: keyof Score) => average(({ results }) => results.get(method)?.[one] ?? 0).toFixed(2)
      return `${of('f1')} (${of('precision')}, ${of('recall')})`
    })
    if (share === 0) {
      console.log(`| noise | kappa | named | ${[...(runs[0]?.results.keys() ?? [])].join(' | ')} |`)
      console.log(`|---|---|---|${cells.map(() => '---|').join('')}`)
    }
    const kappa = average((run) => run.kappa).toFixed(2)
    console.log(
      `| ${kind} ${share} | ${kappa} | ${average(({ named }) => named).toFixed(1)} | ${cells.join(' | ')} |`,
    )
  }
}
