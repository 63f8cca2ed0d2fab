"""Makes keras_weights.h5.gz with the real Keras: the weights of an InceptionV3 in the layout of the official files.

    pip install tensorflow-cpu==2.16.2
    python test/embed/oracle/keras_weights.py

Every variable is constant, which compresses well: the n-th convolution's kernel is n, the n-th batch norm's beta,
moving mean and moving variance are n + 0.25, n + 0.5 and n + 0.75. It is the second model of its session, so that
Keras' numbers begin at 94.
"""
import gzip
import os
import tempfile

import numpy as np

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import h5py  # noqa: E402
import keras  # noqa: E402
from keras.src.legacy.saving import legacy_h5_format  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


def number(name):
    return int(name.rsplit('_', 1)[1]) - 93


def build():
    return keras.applications.InceptionV3(include_top=False, weights=None, input_shape=(75, 75, 3))


build()
model = build()
for layer in model.layers:
    if layer.get_weights():
        parts = [0] if isinstance(layer, keras.layers.Conv2D) else [0.25, 0.5, 0.75]
        shapes = [w.shape for w in layer.get_weights()]
        layer.set_weights([np.full(s, number(layer.name) + p, 'f4') for s, p in zip(shapes, parts)])
with tempfile.TemporaryDirectory() as folder:
    plain, packed = os.path.join(folder, 'a.h5'), os.path.join(folder, 'b.h5')
    with h5py.File(plain, 'w') as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    with h5py.File(plain) as source, h5py.File(packed, 'w', libver='latest') as target:
        target.attrs.update(source.attrs)

        def copy(name, item):
            if isinstance(item, h5py.Dataset):
                target.create_dataset(name, data=item[()], compression='gzip', compression_opts=9)
            else:
                target.require_group(name)

        source.visititems(copy)
    with open(packed, 'rb') as file, open(os.path.join(HERE, 'keras_weights.h5.gz'), 'wb') as out:
        out.write(gzip.compress(file.read(), 9, mtime=0))
