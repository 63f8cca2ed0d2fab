"""Makes inception_v3_layers.json, inception_v3_random.h5.br and inception_v3_features.json with the real Keras.

    pip install tensorflow-cpu==2.18.1
    python test/embed/oracle/inception_v3.py

The layer table is Keras' own architecture. The weights are random, written by Keras in the layout of the official file;
they repeat after 1021 numbers, so that they compress. The features are what Keras computes with them for a picture made
by a formula.
"""
import json
import os
import subprocess
import tempfile

import numpy as np

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import h5py  # noqa: E402
import keras  # noqa: E402
from keras.src.legacy.saving import legacy_h5_format  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
SIZES = [75, 150, 224, 299]
BLOCKS = [f'mixed{i}' for i in range(11)]
RANDOM = np.random.default_rng(3)
NORMALS = RANDOM.normal(size=1021).astype('f4')
# A mean that is not 0 would grow from layer to layer.
NORMALS -= NORMALS.mean()


def picture(size):
    y, x, c = np.meshgrid(np.arange(size), np.arange(size), np.arange(3), indexing='ij')
    return (x * 7 + y * 13 + c * 29 + ((x * y) % 31) * 3) % 256


def build(size):
    keras.backend.clear_session()
    return keras.applications.InceptionV3(include_top=False, weights=None, input_shape=(size, size, 3))


def normals(shape):
    start = int(RANDOM.integers(0, len(NORMALS)))
    return np.resize(np.roll(NORMALS, start), shape)


def random_weights(layer):
    shapes = [w.shape for w in layer.get_weights()]
    if isinstance(layer, keras.layers.Conv2D):
        assert not layer.use_bias
        # He et al. 2015: activations keep their size from layer to layer.
        return [normals(shapes[0]) * np.float32(np.sqrt(2 / np.prod(shapes[0][:3])))]
    assert abs(layer.epsilon - 1e-3) < 1e-9 and not layer.scale
    beta, mean, variance = (normals(shape) for shape in shapes)
    return [beta / 4, mean / 4, 1 + np.abs(variance) / 2]


PACK = """const { brotliCompressSync, constants } = require('node:zlib')
const { readFileSync, writeFileSync } = require('node:fs')
const [from, to] = process.argv.slice(1)
const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 }
writeFileSync(to, brotliCompressSync(readFileSync(from), { params }))"""


def write_weights(model):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'weights.h5')
        with h5py.File(path, 'w') as file:
            legacy_h5_format.save_weights_to_hdf5_group(file, model)
        subprocess.run(['node', '-e', PACK, path, os.path.join(HERE, 'inception_v3_random.h5.br')], check=True)


def digest(activations):
    """The mean of every 16th channel, and 24 single values spread over the block, to 6 significant digits."""
    flat = activations.reshape(-1)
    spread = flat[np.floor(np.arange(24) * (len(flat) - 1) / 23).astype(int)]
    short = lambda values: [float(f'{v:.6g}') for v in values]  # noqa: E731
    return {'means': short(activations.mean(axis=(0, 1, 2))[::16]), 'values': short(spread)}


def write_layers(model):
    table = []
    for layer in model.layers:
        kind = type(layer).__name__
        parents = layer.input if isinstance(layer.input, list) else [layer.input]
        inputs = [] if kind == 'InputLayer' else [parent._keras_history.operation.name for parent in parents]
        row = {'kind': kind, 'name': layer.name, 'inputs': inputs}
        if kind == 'Conv2D':
            row |= {'filters': layer.filters, 'kernel': layer.kernel_size, 'strides': layer.strides, 'padding': layer.padding}
        if kind.endswith('Pooling2D'):
            row |= {'kernel': layer.pool_size, 'strides': layer.strides, 'padding': layer.padding}
        table.append(row)
    with open(os.path.join(HERE, 'inception_v3_layers.json'), 'w') as file:
        file.write('[\n' + ',\n'.join(json.dumps(row) for row in table) + '\n]\n')


def main():
    weights, features = None, {}
    for size in SIZES:
        model = build(size)
        if weights is None:
            weights = [random_weights(layer) if layer.get_weights() else [] for layer in model.layers]
        for layer, own in zip(model.layers, weights):
            layer.set_weights(own)
        probe = keras.Model(model.inputs, [model.get_layer(name).output for name in BLOCKS])
        outputs = probe.predict(picture(size)[None].astype('float32') / 127.5 - 1, verbose=0)
        features[size] = {name: digest(out) for name, out in zip(BLOCKS, outputs)}
    write_layers(model)
    write_weights(model)
    with open(os.path.join(HERE, 'inception_v3_features.json'), 'w') as file:
        json.dump(features, file, separators=(',', ':'))
        file.write('\n')


main()
