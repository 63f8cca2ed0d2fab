"""
Vectors for confident learning, made by the real cleanlab. Run in a fresh environment:
    pip install cleanlab==2.7.1 numpy==1.26.4
    python test/judge/oracle/confident-learning.py
Probabilities are drawn around noisy labels and rounded to 6 digits before cleanlab sees them. numpy's default sort
orders equal values as the processor's vector width has it; here it is made stable, so that the vectors are the same
on every machine.
"""
import functools
import json
import pathlib

import numpy as np

np.argsort = functools.partial(np.argsort, kind="stable")

from cleanlab.count import compute_confident_joint, get_confident_thresholds
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores

METHODS = ["prune_by_noise_rate", "prune_by_class", "both", "confident_learning"]


def case(name, samples, classes, noise, sharpness, seed, shares=None):
    rng = np.random.default_rng(seed)
    true = np.concatenate([np.arange(classes), rng.choice(classes, samples - classes, p=shares)])
    labels = np.where(rng.random(samples) < noise, rng.integers(0, classes, samples), true)
    labels[:classes] = np.arange(classes)
    logits = rng.normal(size=(samples, classes))
    logits[np.arange(samples), true] += sharpness * rng.random(samples)
    probabilities = np.exp(logits * 1.5)
    probabilities = np.round(probabilities / probabilities.sum(axis=1, keepdims=True), 6)
    return {
        "name": name,
        "classes": classes,
        "labels": labels.tolist(),
        # In millionths, to be compact.
        "probabilities": np.round(probabilities * 1000000).astype(int).tolist(),
        "thresholds": [round(float(t), 9) for t in get_confident_thresholds(labels, probabilities)],
        "joint": compute_confident_joint(labels, probabilities).tolist(),
        "issues": {
            method: np.flatnonzero(
                find_label_issues(labels, probabilities, filter_by=method, n_jobs=1)
            ).tolist()
            for method in METHODS
        },
        "selfConfidence": np.round(
            get_label_quality_scores(labels, probabilities, method="self_confidence"), 6
        ).tolist(),
        "normalisedMargin": np.round(
            get_label_quality_scores(labels, probabilities, method="normalized_margin"), 6
        ).tolist(),
    }


cases = [
    case("two classes, 5 % noise", 60, 2, 0.05, 3, 1),
    case("two classes, 30 % noise", 150, 2, 0.3, 2, 2),
    case("three classes, no noise", 90, 3, 0, 4, 3),
    case("five classes, 10 % noise", 200, 5, 0.1, 4, 4),
    case("eight classes, 20 % noise", 300, 8, 0.2, 4, 5),
    case("eight classes, a poor model", 120, 8, 0.1, 1, 6),
    case("twelve classes, 40 % noise", 240, 12, 0.4, 5, 7),
    case("imbalanced, 10 % noise", 250, 4, 0.1, 3, 8, [0.85, 0.1, 0.03, 0.02]),
    case("a class of one sample", 40, 5, 0.2, 2, 9, [0.5, 0.3, 0.2, 0, 0]),
    case("few samples, many classes", 30, 10, 0.3, 3, 10),
]
out = pathlib.Path(__file__).with_suffix(".json5")
out.write_text("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
