import { execFileSync } from 'node:child_process'
import { z } from 'zod'
import type { Judged } from './noise.ts'
import type { Photos } from './photos.ts'

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
    p = p / p.sum(axis=1, keepdims=True)
    named = {m: find_label_issues(labels, p, filter_by=m, n_jobs=1).tolist() for m in ("prune_by_noise_rate", "prune_by_class", "both")}
    if features.size:
        own = cross_val_predict(model, features, labels, cv=5, method="predict_proba")
        named["own, logistic regression"] = find_label_issues(labels, own, n_jobs=1).tolist()
    print(json.dumps(named), flush=True)`

const Named = z.record(z.string(), z.array(z.boolean()))

/**
 * What the real cleanlab names by each of its methods on the probabilities of each run; and, with `own`, as its tutorials
 * use it: on those of scikit-learn's logistic regression, five folds, on the same features. One process for all runs,
 * because its import takes seconds.
 */
export function cleanlab(python: string, photos: Photos, runs: readonly Judged[], own: boolean) {
  const rounded = (values: Iterable<number>) => Array.from(values, (one) => Number(one.toFixed(5)))
  const features = own ? photos.samples.map((sample) => rounded(sample.features)) : []
  const asked = runs.map(({ labels, probabilities }) => ({ labels, probabilities }))
  const printed = execFileSync(python, ['-W', 'ignore', '-c', script], {
    input: JSON.stringify({ features, runs: asked }),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  return printed
    .trim()
    .split('\n')
    .map((line) => Named.parse(JSON.parse(line)))
}
