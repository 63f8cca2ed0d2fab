"""Makes inception_v3_layers.json and inception_v3_features.json from the real Keras.

    pip install tensorflow-cpu==2.18.1
    python test/embed/oracle/inception_v3.py ~/.cache/training-doctor/weights/inception-v3-nsfwjs-4.2.1.safetensors

The layer table is Keras' own architecture; the features are what Keras computes with the weights that the doctor
has in its cache, for a picture made by a formula.
"""
import json
import os
import sys

import numpy as np

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import keras  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
SIZES = [75, 150, 224, 299]


def picture(size):
    y, x, c = np.meshgrid(np.arange(size), np.arange(size), np.arange(3), indexing='ij')
    return (x * 7 + y * 13 + c * 29 + ((x * y) % 31) * 3) % 256


def read_safetensors(path):
    with open(path, 'rb') as file:
        length = int.from_bytes(file.read(8), 'little')
        header = json.loads(file.read(length))
        data = file.read()
    return {
        name: np.frombuffer(data, '<f4', offset=t['data_offsets'][0], count=int(np.prod(t['shape']))).reshape(t['shape'])
        for name, t in header.items()
    }


def number(layer, kind):
    """Keras counts layers of a kind in the order of their creation: conv2d, conv2d_1, ..."""
    rest = layer.name[len(kind):]
    return int(rest[1:]) + 1 if rest else 1


def build(size):
    keras.backend.clear_session()
    return keras.applications.InceptionV3(include_top=False, weights=None, input_shape=(size, size, 3))


def main():
    weights = read_safetensors(sys.argv[1])
    table, features = [], {}
    for size in SIZES:
        model = build(size)
        for layer in model.layers:
            if isinstance(layer, keras.layers.Conv2D):
                layer.set_weights([weights[f'conv2d_{number(layer, "conv2d")}/kernel']])
            if isinstance(layer, keras.layers.BatchNormalization):
                assert abs(layer.epsilon - 1e-3) < 1e-9 and not layer.scale
                prefix = f'batch_normalization_{number(layer, "batch_normalization")}'
                layer.set_weights([weights[f'{prefix}/{part}'] for part in ('beta', 'moving_mean', 'moving_variance')])
        blocks = [f'mixed{i}' for i in range(11)]
        probe = keras.Model(model.inputs, [model.get_layer(name).output for name in blocks])
        outputs = probe.predict(picture(size)[None].astype('float32') / 255, verbose=0)
        # Per block the mean of every 16th channel (mixed10's are the pooled features), to 6 significant digits.
        features[size] = {
            name: [float(f'{v:.6g}') for v in out.mean(axis=(0, 1, 2))[::16]]
            for name, out in zip(blocks, outputs)
        }
    for layer in model.layers:
        kind = type(layer).__name__
        parents = layer.input if isinstance(layer.input, list) else [layer.input]
        inputs = [] if kind == 'InputLayer' else [parent._keras_history.operation.name for parent in parents]
        row = {'kind': kind, 'name': layer.name, 'inputs': inputs}
        if kind == 'Conv2D':
            row |= {'filters': layer.filters, 'kernel': layer.kernel_size, 'strides': layer.strides, 'padding': layer.padding}
            assert not layer.use_bias
        if kind.endswith('Pooling2D'):
            row |= {'kernel': layer.pool_size, 'strides': layer.strides, 'padding': layer.padding}
        table.append(row)
    with open(os.path.join(HERE, 'inception_v3_layers.json'), 'w') as file:
        file.write('[\n' + ',\n'.join(json.dumps(row) for row in table) + '\n]\n')
    with open(os.path.join(HERE, 'inception_v3_features.json'), 'w') as file:
        json.dump(features, file, separators=(',', ':'))
        file.write('\n')


main()
