"""Makes top.json from the real Keras: gradients of InceptionV3's layers behind mixed7 under a classifier.

    pip install tensorflow-cpu==2.18.0 keras==3.6.0
    python test/train/top/oracle/top.py

Weights, activations and labels are made by formulas that the test repeats; of each gradient the norm and a few values
are kept, to 6 significant digits, of each batch norm its moving statistics after one batch in training mode.
"""
import json
import os

import numpy as np

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import keras  # noqa: E402
import tensorflow as tf  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
SIZE, BATCH, CLASSES = 107, 3, 5


def noise(count, pace):
    """Like random numbers of -0.5 to 0.5."""
    i = np.arange(count, dtype=np.int64)
    return (i * i * 31 + i * pace) % 10007 / 10007 - 0.5


def number(name, kind):
    rest = name[len(kind):]
    return int(rest[1:]) + 1 if rest else 1


def short(values):
    return [float(f'{v:.6g}') for v in values]


def digest(gradient):
    flat = np.asarray(gradient).reshape(-1)
    places = [int(i * (flat.size - 1) / 6) for i in range(7)]
    return short([np.linalg.norm(flat), *flat[places]])


def build():
    keras.backend.clear_session()
    trunk = keras.applications.InceptionV3(include_top=False, weights=None, input_shape=(SIZE, SIZE, 3))
    for layer in trunk.layers:
        if isinstance(layer, keras.layers.Conv2D):
            shape = layer.kernel.shape
            fan = np.prod(shape[:3])
            kernel = noise(np.prod(shape), 7919) * np.sqrt(24 / fan)
            layer.set_weights([kernel.reshape(shape)])
        if isinstance(layer, keras.layers.BatchNormalization):
            count = layer.beta.shape[0]
            layer.set_weights([0.2 * noise(count, 101), 0.1 * noise(count, 203), 1 + noise(count, 307)])
    start = trunk.get_layer('mixed7').output
    pooled = keras.layers.GlobalAveragePooling2D()(trunk.output)
    dense = keras.layers.Dense(CLASSES)
    model = keras.Model(start, dense(pooled))
    dense.set_weights([0.1 * noise(2048 * CLASSES, 409).reshape(CLASSES, 2048).T, noise(CLASSES, 503)])
    return model, dense


def main():
    result = {}
    for mode in ['inference', 'training']:
        model, dense = build()
        shape = model.inputs[0].shape[1:]
        activations = np.maximum(noise(BATCH * np.prod(shape), 601), 0).reshape((BATCH, *shape)).astype('float32')
        labels = np.arange(BATCH) % CLASSES
        with tf.GradientTape() as tape:
            logits = model(activations, training=mode == 'training')
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
        variables = model.trainable_variables
        gradients = dict(zip([v.path for v in variables], tape.gradient(loss, [v.value for v in variables])))
        layers, seen = {}, {}
        for layer in model.layers:
            if isinstance(layer, keras.layers.Conv2D):
                layers.setdefault(number(layer.name, 'conv2d'), {})['kernel'] = digest(gradients[layer.kernel.path])
            if isinstance(layer, keras.layers.BatchNormalization):
                index = number(layer.name, 'batch_normalization')
                layers.setdefault(index, {})['beta'] = digest(gradients[layer.beta.path])
                seen[index] = {'mean': digest(layer.moving_mean), 'variance': digest(layer.moving_variance)}
        result[mode] = {
            'shape': list(shape),
            'logits': short(np.asarray(logits).reshape(-1)),
            'layers': layers,
            'moving': seen,
            'kernel': digest(np.asarray(gradients[dense.kernel.path]).T),
            'bias': digest(gradients[dense.bias.path]),
        }
    with open(os.path.join(HERE, 'top.json'), 'w') as file:
        json.dump(result, file, separators=(',', ':'))
        file.write('\n')


main()
