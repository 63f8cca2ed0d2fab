"""Writes TFRecord files with tensorflow-cpu 2.18.1, and what is in them."""

import os

import tensorflow as tf

from photos import CLASSES, here, sample, sides, write_truth


def text(value):
    return tf.train.Feature(bytes_list=tf.train.BytesList(value=[value if isinstance(value, bytes) else value.encode()]))


def number(value):
    return tf.train.Feature(int64_list=tf.train.Int64List(value=[value]))


def record(features):
    return tf.train.Example(features=tf.train.Features(feature=features)).SerializeToString()


def slim():
    """The features of TF-Slim and the Object Detection API, two shards of training records."""
    os.makedirs(os.path.join(here, "tfrecord"), exist_ok=True)
    samples = []
    for split, photos in sides().items():
        shards = 2 if split == "train" else 1
        for shard in range(shards):
            file = f"{split}.tfrecord-{shard:05}-of-{shards:05}"
            with tf.io.TFRecordWriter(os.path.join(here, "tfrecord", file)) as out:
                for i, (name, data, label) in enumerate(photos[shard::shards]):
                    out.write(
                        record(
                            {
                                "image/encoded": text(data),
                                "image/format": text("jpeg"),
                                "image/filename": text(name),
                                "image/class/label": number(CLASSES.index(label)),
                                "image/class/text": text(label),
                                "image/height": number(54),
                            }
                        )
                    )
                    samples.append(sample(f"{file}/{i:06}", data, split, label))
    write_truth("tfrecord", samples)


def kaggle():
    """The features of Kaggle's flower records (.tfrec), one file compressed with GZIP; labels are numbers."""
    os.makedirs(os.path.join(here, "tfrec"), exist_ok=True)
    samples = []
    for split, photos in sides().items():
        short = {"train": "train", "validation": "val"}[split]
        file = f"00-72x72-{short}.tfrec"
        options = tf.io.TFRecordOptions(compression_type="GZIP" if split == "validation" else "")
        with tf.io.TFRecordWriter(os.path.join(here, "tfrec", file), options) as out:
            for i, (name, data, label) in enumerate(photos):
                features = {"image": text(data), "class": number(CLASSES.index(label)), "id": text(name)}
                out.write(record(features))
                samples.append(sample(f"{file}/{i:06}", data, split, str(CLASSES.index(label))))
    write_truth("tfrec", samples)


slim()
kaggle()
