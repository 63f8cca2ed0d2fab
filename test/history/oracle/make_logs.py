"""Writes the logs beside this file with the real loggers, and what they were given to log (truth.json).

Made with Python 3.11, keras 3.15.1, tensorflow-cpu 2.21.0, tensorboard 2.21.0, tensorboardX 2.6.5:
    python make_logs.py
The two runs of `keras/` are truly trained (six points, one dense layer); the others log given numbers.
"""

import json
import math
import os
import shutil
import struct
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboardX import SummaryWriter

here = Path(__file__).parent
truth = {}


def fresh(name):
    folder = here / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def single_event_file(folder, name="events.out.tfevents.1700000000.host"):
    """Gives the one event file below `folder` a name without the host, the process and the time."""
    (written,) = [path for path in folder.iterdir() if ".tfevents." in path.name]
    written.rename(folder / name)


def keras_logs():
    """CSVLogger, History.history and the TensorBoard callback (v2 tensor summaries) over the same training."""
    folder = fresh("keras")
    keras.utils.set_random_seed(7)
    x = np.random.default_rng(7).normal(size=(60, 4)).astype("float32")
    y = (x[:, 0] > 0).astype("int32")
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, activation="softmax")])
    model.compile(keras.optimizers.Adam(0.05), "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(
        x[:40], y[:40], validation_data=(x[40:], y[40:]), epochs=6, verbose=0,
        callbacks=[
            keras.callbacks.CSVLogger(folder / "training.log"),
            keras.callbacks.TensorBoard(folder / "tensorboard", write_graph=False),
        ],
    ).history
    for side in ("train", "validation"):
        single_event_file(folder / "tensorboard" / side)
    history = {name: [float(value) for value in values] for name, values in history.items()}
    (folder / "history.json").write_text(json.dumps(history))
    truth["keras"] = history

    # The same logger appending a second training, and one that diverges.
    for epochs in (3, 2):
        model.fit(x, y, epochs=epochs, verbose=0, validation_split=0.2,
                  callbacks=[keras.callbacks.CSVLogger(folder / "appended.csv", separator=";", append=True)])
    model.compile(keras.optimizers.SGD(1e38), "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=3, verbose=0, validation_split=0.2,
              callbacks=[keras.callbacks.CSVLogger(folder / "diverged.csv")])


def torch_logs():
    """tensorboardX writes what torch.utils.tensorboard writes: simple_value, and add_scalars in sub-folders."""
    folder = fresh("pytorch")
    curve = {"train": [0.9, 0.7, 0.6, 0.55], "val": [0.95, 0.8, 0.75, 0.7]}
    with SummaryWriter(str(folder / "tags")) as writer:
        for epoch, (train, val) in enumerate(zip(curve["train"], curve["val"]), start=1):
            for batch in range(10):
                writer.add_scalar("Loss/train_step", train, (epoch - 1) * 10 + batch)
            writer.add_scalar("Loss/train", train, epoch)
            writer.add_scalar("Loss/val", val, epoch)
            writer.add_scalar("Accuracy/val", 100 * (1 - val), epoch)
            writer.add_scalar("lr", 0.001, epoch)
            writer.add_histogram("weights", np.arange(10), epoch)
            writer.add_text("note", "hello", epoch)
    single_event_file(folder / "tags")
    with SummaryWriter(str(folder / "sides")) as writer:
        for epoch, (train, val) in enumerate(zip(curve["train"], curve["val"])):
            writer.add_scalars("Loss", {"train": train, "val": val}, epoch)
    single_event_file(folder / "sides")
    for side in ("train", "val"):
        single_event_file(folder / "sides" / "Loss" / side)
    truth["pytorch"] = curve


def lightning_events():
    """As Lightning's TensorBoardLogger: global steps, and the epoch as a scalar of its own at each of them."""
    folder = fresh("lightning")
    writer = EventFileWriter(str(folder / "version_3"))

    def log(step, **values):
        summary = Summary(value=[Summary.Value(tag=tag, simple_value=value) for tag, value in values.items()])
        writer.add_event(Event(wall_time=1.7e9, step=step, summary=summary))

    for epoch in range(3):
        for batch in (4, 9):
            log(epoch * 10 + batch, train_loss_step=2 - epoch / 2 - batch / 100, epoch=epoch)
        log(epoch * 10 + 9, val_loss=1.9 - epoch / 2, val_acc=0.3 + epoch / 10, epoch=epoch)
        log(epoch * 10 + 9, train_loss_epoch=1.95 - epoch / 2, epoch=epoch)
    writer.close()
    single_event_file(folder / "version_3")


def checksums():
    """Masked CRC-32C of some bytes, by the tensorboard package."""
    from tensorboard.compat.tensorflow_stub.pywrap_tensorflow import masked_crc32c

    samples = [b"", b"a", b"123456789", bytes(range(256)), struct.pack("<Q", 24)]
    truth["checksums"] = [[sample.hex(), masked_crc32c(sample)] for sample in samples]


keras_logs()
torch_logs()
lightning_events()
checksums()
(here / "truth.json").write_text(json.dumps(truth, indent=1) + "\n")
assert not any(math.isnan(value) for values in truth["keras"].values() for value in values)
