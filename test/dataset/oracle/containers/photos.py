"""The photos that the other scripts put into containers: a few of fixtures/grocery-clean, 72 pixels on the longer side.

One training photo is planted into the validation side, encoded anew. Written with Pillow 13.0.0 (Python 3.11).
"""

import hashlib
import io
import json
import os

from PIL import Image

here = os.path.dirname(os.path.abspath(__file__))
data = os.path.join(here, "..", "..", "..", "..", "fixtures", "grocery-clean", "data")
CLASSES = ["banana", "orange", "tomato"]


def encode(file, quality=75):
    image = Image.open(file).convert("RGB")
    image.thumbnail((72, 72))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def photos(split, count):
    """(name, bytes, class) of one side; the planted copy is the last of the validation side."""
    chosen = []
    for label in CLASSES:
        folder = os.path.join(data, split, label)
        for name in sorted(os.listdir(folder))[:count]:
            chosen.append((f"{label}_{name}", encode(os.path.join(folder, name)), label))
    return chosen


def sides():
    train, val = photos("train", 3), photos("val", 2)
    first = sorted(os.listdir(os.path.join(data, "train", "banana")))[0]
    copy = encode(os.path.join(data, "train", "banana", first), 60)
    val.append(("banana_copy.jpg", copy, "banana"))
    return {"train": train, "validation": val}


def sample(path, bytes_, split, label, group=None):
    return {
        "path": path,
        "split": split,
        "label": label,
        "group": group,
        "sha256": hashlib.sha256(bytes_).hexdigest(),
    }


def write_truth(name, samples):
    with open(os.path.join(here, f"{name}.json"), "w") as out:
        json.dump(sorted(samples, key=lambda one: one["path"]), out, indent=2)
        out.write("\n")
