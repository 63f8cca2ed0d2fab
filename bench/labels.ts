import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { sourceOf } from '../src/containers/byte-reader.ts'
import { gatherDataset } from '../src/dataset/gather.ts'
import { openTrunk } from '../src/embed/trunk.ts'
import { gatherImages } from '../src/images/gather.ts'
import { type LabelledProbabilities, labelIssues } from '../src/judge/confident-learning.ts'
import { agreement, doubtfulLabels } from '../src/judge/doubtful-labels.ts'
import type { Predictions } from '../src/model/predictions.ts'
import { Random } from '../src/model/random.ts'
import { discover } from '../src/project/discover.ts'
import { type Learnable, outOfFold } from '../src/train/out-of-fold.ts'
import { benchWork } from './work.ts'

/**
 * Planted label noise on real photos (DOCTOR_TEST_DATA): F1, precision and recall of labels/likely-mislabelled, of
 * cleanlab on the same out-of-fold probabilities, and of cleanlab as its tutorials use it: on those of scikit-learn's
 * logistic regression, five folds, on the same features. cleanlab's columns need a Python that has it:
 * `npx tsx bench/labels.ts [--python /path/to/python] [--size 299] [--seeds 5]`
 */
const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    size: { type: 'string', default: '299' },
    seeds: { type: 'string', default: '5' },
  },
})
const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')
const data = path.join(root, 'data')

interface Photos {
  classes: string[]
  samples: Learnable[]
}

const work = benchWork()

/** All photos of a project as one set, copies of a photo in one group. */
async function photosOf(folder: string): Promise<Photos> {
  const project = await discover(folder)
  const dataset = await gatherDataset(project, [])
  const images = await gatherImages(project, dataset, work)
  const groups = new Map(
    images.clusters.flatMap(({ members }) => members.map((member) => [member, members[0] ?? member])),
  )
  const known = dataset.samples.flatMap((sample) => {
    const { path: file, label } = sample
    const image = images.images.get(file)
    const source = sourceOf(project.root, sample)
    return label === null || !image?.ok ? [] : [{ file, label, source, bytesDigest: image.bytesDigest }]
  })
  const trunk = await openTrunk(work)
  const features = await trunk.features(known, { size: Number(values.size), title: 'features' })
  await trunk.close()
  const classes = [...new Set(known.map(({ label }) => label))].sort()
  const samples = known.map(({ file, label }, i): Learnable => {
    const group = groups.get(file) ?? file
    return { side: 'all', label: classes.indexOf(label), group, features: features[i] ?? new Float32Array() }
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

const noises = [
  ['none', 0],
  ['uniform', 0.05],
  ['uniform', 0.1],
  ['uniform', 0.2],
  ['pair', 0.05],
  ['pair', 0.1],
  ['pair', 0.2],
] as const

const methods = ['prune_by_noise_rate', 'prune_by_class', 'both', 'confident_learning'] as const

/** What cleanlab names by each method, of each run; one process for all, because its import takes seconds. */
function cleanlab(
  python: string,
  photos: Photos,
  runs: readonly LabelledProbabilities[],
): Record<string, boolean[]>[] {
  const script = `
import json, sys
import numpy as np
from cleanlab.filter import find_label_issues
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
d = json.load(sys.stdin)
features = np.array(d["features"])
model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=200))
for run in d["runs"]:
    labels = np.array(run["labels"])
    p = np.array(run["probabilities"])
    named = {m: find_label_issues(labels, p / p.sum(axis=1, keepdims=True), filter_by=m, n_jobs=1).tolist() for m in d["methods"]}
    own = cross_val_predict(model, features, labels, cv=5, method="predict_proba")
    named["with logistic regression"] = find_label_issues(labels, own, n_jobs=1).tolist()
    print(json.dumps(named), flush=True)`
  const features = photos.samples.map((sample) =>
    Array.from(sample.features, (one) => Number(one.toFixed(5))),
  )
  const printed = execFileSync(python, ['-W', 'ignore', '-c', script], {
    input: JSON.stringify({ features, runs, methods }),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  const Named = z.record(z.string(), z.array(z.boolean()))
  return printed
    .trim()
    .split('\n')
    .map((line) => Named.parse(JSON.parse(line)))
}

interface Score {
  found: number
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
  return { found, precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

async function measure(photos: Photos, kind: string, share: number, seed: number) {
  const truth = photos.samples.map(({ label }) => label)
  const labels = plant(truth, photos.classes.length, share, kind, seed)
  const noisy = photos.samples.map((sample, i) => ({ ...sample, label: labels[i] ?? 0 }))
  const predicted = await outOfFold(noisy, {
    classes: photos.classes.length,
    seed,
    before: async () => {},
  })
  const probabilities = predicted.map((row) => row ?? [])
  const labelled = { labels, probabilities, classes: photos.classes.length }
  const wrong = truth.map((label, i) => label !== labels[i])
  const predictions: Predictions = {
    classes: photos.classes,
    samples: labels.map((label, i) => ({
      path: String(i),
      label,
      probabilities: probabilities[i] ?? [],
    })),
    left: 0,
  }
  const doubtful = new Set(doubtfulLabels(predictions).map(({ sample }) => Number(sample.path)))
  const named = labels.map((_, i) => doubtful.has(i))
  return { labelled, wrong, named, kappa: agreement(predictions) }
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length

for (const name of ['grocery', 'trashnet']) {
  const photos = await photosOf(path.join(data, name))
  console.log(
    `\n${name}: ${photos.samples.length} photos, ${photos.classes.length} classes, ${values.size} px\n`,
  )
  const runs: (Awaited<ReturnType<typeof measure>> & { noise: string })[] = []
  for (const [kind, share] of noises) {
    // Without noise all seeds are the same.
    for (let seed = 0; seed < (share === 0 ? 1 : Number(values.seeds)); seed++)
      runs.push({ noise: `${kind} ${100 * share} %`, ...(await measure(photos, kind, share, seed)) })
  }
  const peer =
    values.python === undefined
      ? []
      : cleanlab(
          values.python,
          photos,
          runs.map(({ labelled }) => labelled),
        )
  const scored = runs.map(({ noise, labelled, wrong, named, kappa }, i) => {
    const results: Record<string, Score> = {
      rule: scoreOf(named, wrong),
      ...Object.fromEntries(
        methods.map((method) => [`ours ${method}`, scoreOf(labelIssues(labelled, method), wrong)]),
      ),
      ...Object.fromEntries(
        Object.entries(peer[i] ?? {}).map(([method, issues]) => [
          `cleanlab ${method}`,
          scoreOf(issues, wrong),
        ]),
      ),
    }
    return { noise, kappa, results }
  })
  const columns = Object.keys(scored[0]?.results ?? {})
  console.log(`| noise | kappa | named by the rule | ${columns.join(' | ')} |`)
  console.log(`|---|---|---|${columns.map(() => '---|').join('')}`)
  for (const noise of new Set(scored.map((run) => run.noise))) {
    const same = scored.filter((run) => run.noise === noise)
    const average = (of: (run: (typeof scored)[number]) => number) => mean(same.map(of))
    const cells = columns.map((column) => {
      const of = (one: keyof Score) => average(({ results }) => results[column]?.[one] ?? 0)
      if (noise.startsWith('none')) return `${of('found').toFixed(0)} named`
      return `${of('f1').toFixed(3)} (${of('precision').toFixed(2)}, ${of('recall').toFixed(2)})`
    })
    const found = average(({ results }) => results.rule?.found ?? 0)
    console.log(
      `| ${noise} | ${average(({ kappa }) => kappa).toFixed(2)} | ${found.toFixed(1)} | ${cells.join(' | ')} |`,
    )
  }
}
