"""Writes tar shards with webdataset 0.2.111 (plain) and Python's tarfile (pax and GNU names), and what is in them."""

import io
import os
import tarfile

import webdataset

from photos import CLASSES, here, sample, sides, write_truth


def shards():
    """`ShardWriter` with a class index (.cls), five samples to a shard; class names in classes.txt."""
    os.makedirs(os.path.join(here, "webdataset/shards"), exist_ok=True)
    samples = []
    for split, photos in sides().items():
        short = {"train": "train", "validation": "val"}[split]
        pattern = os.path.join(here, f"webdataset/shards/{short}-%06d.tar")
        with webdataset.ShardWriter(pattern, maxcount=5, verbose=0) as sink:
            for i, (_, data, label) in enumerate(photos):
                sink.write({"__key__": f"{i:04}", "jpg": data, "cls": CLASSES.index(label)})
                name = f"shards/{short}-{i // 5:06}.tar/{i:04}.jpg"
                samples.append(sample(name, data, split, label))
    with open(os.path.join(here, "webdataset/shards/classes.txt"), "w") as out:
        out.write("\n".join(CLASSES) + "\n")
    write_truth("webdataset", samples)


def long_names():
    """Labels in .json members, member names beyond 100 characters, once as pax headers and once as GNU tar does."""
    os.makedirs(os.path.join(here, "tarfile"), exist_ok=True)
    samples = []
    for form, split in [(tarfile.PAX_FORMAT, "train"), (tarfile.GNU_FORMAT, "validation")]:
        file = f"{split}.tar"
        with tarfile.open(os.path.join(here, "tarfile", file), "w", format=form) as archive:
            for i, (_, data, label) in enumerate(sides()[split]):
                key = f"{'folder-with-a-long-name/' * 5}käse {i:02}"
                meta = f'{{"label": "{label}", "patient_id": "{split[0]}{i}"}}'.encode()
                for ending, content in [("jpg", data), ("json", meta)]:
                    info = tarfile.TarInfo(f"{key}.{ending}")
                    info.size = len(content)
                    archive.addfile(info, io.BytesIO(content))
                samples.append(sample(f"{file}/{key}.jpg", data, split, label, f"{split[0]}{i}"))
    write_truth("tarfile", samples)


shards()
long_names()
