"""Writes splits.json: what the real libraries make of seeds, sizes and folders.

Made with Python 3.11.7, numpy 2.1.3, scikit-learn 1.5.2, torch 2.5.1, pandas 3.1.1, keras 3.6.0 on
tensorflow-cpu 2.18.0. torch may live in another environment than tensorflow: run

  python make_splits.py torch          # with torch: writes splits-torch.json
  python make_splits.py others         # with the others: writes splits.json
  npx biome format --write *.json
"""

import hashlib
import json
import os
import random
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 10, 13, 16, 17, 31, 32, 33, 50, 64, 65, 100, 127, 250, 1000, 4097, 70000]
SEEDS = [0, 1, 2, 7, 42, 123, 1337, 2023, 65535, 2**31, 2**32 - 1]


def pairs(seeds=SEEDS):
    return [(n, seeds[i % len(seeds)]) for i, n in enumerate(SIZES)] + [(33, seed) for seed in seeds]


def short(order):
    """Long orders as the SHA-256 of their numbers, joined by commas."""
    order = [int(i) for i in order]
    return order if len(order) <= 33 else hashlib.sha256(",".join(map(str, order)).encode()).hexdigest()


def write(name, value):
    with open(os.path.join(here, name), "w") as file:
        lines = [f"{json.dumps(k)}:[\n" + ",\n".join(json.dumps(v, separators=(",", ":")) for v in vs) + "\n]" for k, vs in value.items()]
        file.write("{\n" + ",\n".join(lines) + "\n}\n")


def with_torch():
    import torch
    from torch.utils.data import random_split

    def generator(seed):
        return torch.Generator().manual_seed(seed)

    seeds = SEEDS + [2**32 + 5, 2**40 + 3]
    lengths = [[0.8, 0.2], [0.7, 0.3], [0.9, 0.1], [0.7, 0.15, 0.15], [0.5, 0.25, 0.25], [1 / 3, 1 / 3, 1 / 3], [0.6, 0.4]]
    splits = []
    for i, n in enumerate([s for s in SIZES if 3 <= s <= 4097]):
        for given in (lengths[i % len(lengths)], [n - n // 5, n // 5]):
            seed = seeds[i % len(seeds)]
            parts = random_split(range(n), given, generator=generator(seed))
            splits.append({"n": n, "lengths": given, "seed": seed, "parts": [short(p.indices) for p in parts]})
    write("splits-torch.json", {
        "randperm": [{"n": n, "seed": s, "order": short(torch.randperm(n, generator=generator(s)))} for n, s in pairs(seeds)],
        "randomSplit": splits,
    })


def python_shuffle(n, seed):
    order = list(range(n))
    random.Random(seed).shuffle(order)
    return order


def sklearn_splits():
    from sklearn.model_selection import train_test_split

    cases = []
    sizes = [0.2, 0.25, 0.1, 0.3, 0.33, 0.15, 0.5, 7]
    for i, n in enumerate([n for n in SIZES if n >= 10 and n <= 4097]):
        for j in range(4):
            test, seed, classes = sizes[(i + j) % len(sizes)], SEEDS[(i + 3 * j) % len(SEEDS)], 2 + (i + j) % 4
            names = ["cat", "\U0001f431", "\uff21", "Zebra", "dog"][:classes]
            labels = [names[(k * k + k // 3) % classes] for k in range(n)]
            for shuffle, stratify in ((True, False), (True, True), (False, False)):
                case = {"n": n, "testSize": test, "seed": seed, "shuffle": shuffle}
                if stratify:
                    case["classes"] = names
                try:
                    train, held = train_test_split(
                        list(range(n)), test_size=test, random_state=seed, shuffle=shuffle, stratify=labels if stratify else None
                    )
                    case["train"], case["test"] = short(train), short(held)
                except ValueError:
                    case["train"] = case["test"] = None
                cases.append(case)
    return cases


TREES = [
    {"cat": 10, "dog": 7},
    {"b": 3, "a": 21, "C": 5},
    {"apple": 40, "pear": 33, "plum": 1, "cherry": 26},
    {"x y": 9, "\u00e9t\u00e9": 8, "\uff21": 4, "\U0001f431": 6},
    {"n1": 101, "n10": 57, "n2": 3},
]


def files_of(tree):
    """Names that sort otherwise than they count, subfolders, capital endings, files that are no images."""
    for name, count in tree.items():
        for i in range(count):
            inner = ["", "", "a/", "a-b/", "a/b/"][i % 5]
            yield f"{name}/{inner}{i}{['.jpg', '.JPG', '.png', '.jpeg', '.bmp'][i % 3 if i % 7 else 4]}"
        yield f"{name}/notes.txt"
    yield "loose.jpg"


def grow(folder, paths):
    for path in paths:
        os.makedirs(os.path.join(folder, os.path.dirname(path)), exist_ok=True)
        open(os.path.join(folder, path), "wb").close()


def keras_splits():
    import keras
    import pandas
    from keras.src.legacy.preprocessing.image import ImageDataGenerator

    directories, generators, frames, trees = [], [], [], []
    for t, tree in enumerate(TREES):
        paths = sorted(files_of(tree))
        trees.append(paths)
        place = {path: i for i, path in enumerate(paths)}
        with tempfile.TemporaryDirectory() as folder:
            grow(folder, paths)
            known = lambda found: short(place[os.path.relpath(f, folder)] for f in found)
            exact = lambda found: [place[os.path.relpath(f, folder)] for f in found]
            for i, (fraction, seed) in enumerate([(0.2, 123), (0.1, 1337), (0.3, 42), (0.25, 0), (0.15, 2**32 - 1)]):
                for shuffle in (True, False):
                    given = dict(validation_split=fraction, seed=seed, shuffle=shuffle, verbose=False)
                    load = keras.utils.image_dataset_from_directory
                    if (i + shuffle) % 2:
                        train, val = load(folder, subset="both", **given)
                    else:
                        train, val = (load(folder, subset=subset, **given) for subset in ("training", "validation"))
                    directories.append({"tree": t, "fraction": fraction, "seed": seed, "shuffle": shuffle,
                                        "train": known(train.file_paths), "validation": exact(val.file_paths)})
                datagen = ImageDataGenerator(validation_split=fraction)
                sides = [datagen.flow_from_directory(folder, subset=s).filepaths for s in ("training", "validation")]
                generators.append({"tree": t, "fraction": fraction, "train": known(sides[0]), "validation": exact(sides[1])})
                rows = pandas.DataFrame({"filename": paths, "class": [p.split("/")[0] for p in paths]})
                sides = [datagen.flow_from_dataframe(rows, folder, subset=s).filepaths for s in ("training", "validation")]
                frames.append({"tree": t, "fraction": fraction, "train": known(sides[0]), "validation": exact(sides[1])})
    return {"trees": trees, "kerasDirectory": directories, "kerasGenerator": generators, "kerasDataframe": frames}


def others():
    import numpy as np

    wide = SEEDS + [2**32, 2**64 + 9, 2**128 + 1, 2**200 + 77]
    text = lambda seed: str(seed)
    write("splits.json", {
        "randomState": [{"n": n, "seed": s, "order": short(np.random.RandomState(s).permutation(n))} for n, s in pairs()],
        "defaultRng": [{"n": n, "seed": text(s), "order": short(np.random.default_rng(s).permutation(n))} for n, s in pairs(wide)],
        "pythonShuffle": [{"n": n, "seed": text(s), "order": short(python_shuffle(n, s))} for n, s in pairs(wide + [-5])],
        "trainTestSplit": sklearn_splits(),
        **keras_splits(),
    })


if __name__ == "__main__":
    with_torch() if sys.argv[1:] == ["torch"] else others()
