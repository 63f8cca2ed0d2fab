"""Writes Parquet files as Hugging Face datasets 3.6.0 and pandas 2.2.3 on pyarrow 20.0.0 do, and what is in them."""

import io
import os

import pandas
import pyarrow
import pyarrow.parquet
from datasets import ClassLabel, Dataset, Features, Image, Value

from photos import CLASSES, here, sample, sides, write_truth

SPLIT_FILES = {"train": "train-00000-of-00001", "validation": "validation-00000-of-00001"}


def hugging_face():
    """One file per split with `image` {bytes, path} and a ClassLabel whose names stand in the schema's metadata."""
    samples = []
    os.makedirs(os.path.join(here, "huggingface/data"), exist_ok=True)
    features = Features({"image": Image(), "label": ClassLabel(names=CLASSES), "patient_id": Value("string")})
    for split, photos in sides().items():
        file = f"data/{SPLIT_FILES[split]}.parquet"
        rows = {
            "image": [{"bytes": data, "path": name} for name, data, _ in photos],
            "label": [CLASSES.index(label) for _, _, label in photos],
            "patient_id": [f"{split[0]}{i // 2}" for i in range(len(photos))],
        }
        Dataset.from_dict(rows, features=features).to_parquet(os.path.join(here, "huggingface", file), batch_size=4)
        for i, (_, data, label) in enumerate(photos):
            samples.append(sample(f"{file}/{i:06}", data, split, label, f"{split[0]}{i // 2}"))
    write_truth("huggingface", samples)


def pandas_bytes():
    """One file with a column of bytes, text labels and a column for the split; zstd, three rows to a row group."""
    os.makedirs(os.path.join(here, "pandas"), exist_ok=True)
    rows, samples = [], []
    for split, photos in sides().items():
        for _, data, label in photos:
            samples.append(sample(f"images.parquet/{len(rows):06}", data, split, label))
            rows.append({"image_bytes": data, "class": label, "split": {"train": "train", "validation": "valid"}[split]})
    pandas.DataFrame(rows).to_parquet(os.path.join(here, "pandas/images.parquet"), compression="zstd", row_group_size=3)
    write_truth("pandas", samples)


def page_index():
    """One large row group in small pages with a page index, none of it in a dictionary."""
    os.makedirs(os.path.join(here, "pages"), exist_ok=True)
    photos = sides()["train"]
    table = pyarrow.table({"image": [data for _, data, _ in photos], "label": [label for _, _, label in photos]})
    pyarrow.parquet.write_table(
        table,
        os.path.join(here, "pages/train.parquet"),
        compression="gzip",
        write_page_index=True,
        data_page_size=4096,
        use_dictionary=["label"],
        write_batch_size=2,
    )
    write_truth("pages", [sample(f"train.parquet/{i:06}", data, "train", label) for i, (_, data, label) in enumerate(photos)])


hugging_face()
pandas_bytes()
page_index()
