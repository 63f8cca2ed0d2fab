"""Writes selections.json: further ways to draw and cut, as the real libraries make them.

Made with Python 3.11.7, numpy 2.0.2, scikit-learn 1.5.2, pandas 3.1.1. Run

  python make_selections.py
  npx biome format --write selections.json
"""

import random

import numpy as np
import pandas
from make_splits import SEEDS, SIZES, short, write
from sklearn.model_selection import (
    GroupShuffleSplit,
    KFold,
    ShuffleSplit,
    StratifiedKFold,
    StratifiedShuffleSplit,
    train_test_split,
)
from sklearn.utils import shuffle

MIDDLE = [n for n in SIZES if 10 <= n <= 1000]
CASES = [(n, SEEDS[(3 * i + j) % len(SEEDS)], i + j) for i, n in enumerate(MIDDLE) for j in range(3)]


def labels(n, classes):
    """Numbers as classes: they sort as numbers, not as texts."""
    return [[2, 10, 1, 33, 0][(k * k + k // 3) % classes] for k in range(n)]


def sides(split, *arrays, fold=0, **groups):
    for i, (train, test) in enumerate(split.split(*arrays, **groups)):
        if i == fold:
            return {"train": short(train), "test": short(test)}


def folds():
    plain, stratified = [], []
    for n, seed, i in CASES:
        count, fold, mix = 2 + i % 5, i % 2, i % 4 != 3
        given = {"n": n, "splits": count, "fold": fold, "seed": seed if mix else None}
        how = dict(n_splits=count, shuffle=mix, random_state=seed if mix else None)
        plain.append({**given, **sides(KFold(**how), np.zeros(n), fold=fold)})
        classes = 2 + i % 4
        y = labels(n, classes)
        try:
            found = sides(StratifiedKFold(**how), np.zeros(n), y, fold=fold)
        except ValueError:
            found = {"train": None, "test": None}
        stratified.append({**given, "classes": classes, **found})
    return {"kFold": plain, "stratifiedKFold": stratified}


def draws():
    plain, stratified, grouped = [], [], []
    for n, seed, i in CASES:
        test, fold, classes = [0.2, 0.1, 0.25, 0.3, 0.5][i % 5], i % 3, 2 + i % 3
        how = dict(n_splits=3, test_size=test, random_state=seed)
        given = {"n": n, "share": test, "seed": seed, "fold": fold}
        plain.append({**given, **sides(ShuffleSplit(**how), np.zeros(n), fold=fold)})
        try:
            found = sides(StratifiedShuffleSplit(**how), np.zeros(n), labels(n, classes), fold=fold)
        except ValueError:
            found = {"train": None, "test": None}
        stratified.append({**given, "classes": classes, **found})
        patients = [f"p{k * k % max(5, n // 4)}" for k in range(n)]
        grouped.append({**given, **sides(GroupShuffleSplit(**how), np.zeros(n), groups=patients, fold=fold)})
    return {"shuffleSplit": plain, "stratifiedShuffle": stratified, "groupShuffle": grouped}


def chained():
    """train, validation and test by two calls, with train_size in one of them, by classes that are numbers."""
    cases = []
    for n, seed, i in CASES:
        y = labels(n, 2 + i % 2)
        given = [{"test_size": 0.2}, {"train_size": 0.75}, {"train_size": 0.5, "test_size": 0.25}][i % 3]
        try:
            rest, test, y_rest, _ = train_test_split(list(range(n)), y, random_state=seed, stratify=y, **given)
            train, val = train_test_split(rest, test_size=0.25, random_state=seed, stratify=y_rest)
        except ValueError:
            continue
        sizes = {"test": given.get("test_size"), "train": given.get("train_size")}
        cases.append({"n": n, "classes": 2 + i % 2, "seed": seed, **sizes, "sides": [short(train), short(val), short(test)]})
    return cases


def sampled():
    python, frames, choices, shuffles = [], [], [], []
    for n, seed, i in CASES:
        size = max(1, [n // 5, n // 2, n, 3, 1][i % 5])
        python.append({"n": n, "size": size, "seed": seed, "order": short(random.Random(seed).sample(range(n), size))})
        share = [0.8, 0.75, 1.0, 0.9, 0.5, 0.15][i % 6]
        frame = pandas.DataFrame({"i": range(n)}).sample(frac=share, random_state=seed)
        frames.append({"n": n, "share": share, "seed": seed, "order": short(frame.index)})
        choices.append({"n": n, "size": size, "seed": seed,
                        "order": short(np.random.RandomState(seed).choice(n, size, replace=False))})
        shuffles.append({"n": n, "seed": seed, "order": short(shuffle(list(range(n)), random_state=seed))})
    return {"pythonSample": python, "frameSample": frames, "choice": choices, "sklearnShuffle": shuffles}


def twice():
    """A generator that has drawn before: the second of two orders."""
    cases = []
    for n, seed, i in CASES:
        first = list(range(MIDDLE[i % len(MIDDLE)]))
        np.random.seed(seed)
        np.random.shuffle(first)
        legacy = np.random.permutation(n)
        rng = np.random.default_rng(seed)
        rng.shuffle(first)
        new = list(range(n))
        rng.shuffle(new)
        random.seed(seed)
        random.shuffle(first)
        python = list(range(n))
        random.shuffle(python)
        cases.append({"before": len(first), "n": n, "seed": seed,
                      "numpy": short(legacy), "default_rng": short(new), "random": short(python)})
    return cases


if __name__ == "__main__":
    write("selections.json", {**folds(), **draws(), "chained": chained(), **sampled(), "twice": twice()})
