"""A head with two hidden layers before and after steps of Keras, for test/train/hidden.test.ts.

keras 3.6.0 on tensorflow-cpu 2.18: python hidden.py > hidden.json
"""
import json

import keras
import numpy as np

FEATURES, HIDDEN, CLASSES = 12, (10, 6), 3
random = np.random.default_rng(11)
inputs = random.normal(size=(9, FEATURES)).round(3).astype("float32")
labels = random.integers(0, CLASSES, size=9)
sizes = [FEATURES, *HIDDEN, CLASSES]
start = [
    array.round(3).astype("float32")
    for wide, narrow in zip(sizes, sizes[1:])
    for array in (random.normal(size=(wide, narrow)) * 0.4, random.normal(size=narrow) * 0.1)
]


def trained(optimizer, l1, l2):
    model = keras.Sequential(
        [
            keras.Input((FEATURES,)),
            *(
                keras.layers.Dense(units, activation="relu", kernel_regularizer=keras.regularizers.L1L2(l1, l2))
                for units in HIDDEN
            ),
            keras.layers.Dense(CLASSES, activation="softmax", kernel_regularizer=keras.regularizers.L1L2(l1, l2)),
        ]
    )
    model.set_weights(start)
    model.compile(optimizer, "sparse_categorical_crossentropy")
    model.fit(inputs, labels, batch_size=5, epochs=6, shuffle=False, verbose=0)
    # With what the weights cost.
    loss = model.evaluate(inputs, labels, verbose=0)
    return model.get_weights(), model.predict(inputs, verbose=0), loss


def plain(array):
    return np.asarray(array, dtype="float64").round(6).tolist()


cases = {
    "sgd": (lambda: keras.optimizers.SGD(0.1, momentum=0.9), {"learningRate": 0.1, "momentum": 0.9}, 0.0, 0.0),
    "adam": (lambda: keras.optimizers.Adam(0.01), {"learningRate": 0.01}, 0.0, 0.0),
    "rmsprop": (lambda: keras.optimizers.RMSprop(0.003), {"learningRate": 0.003}, 0.0, 0.02),
    "sgd, both": (lambda: keras.optimizers.SGD(0.1), {"learningRate": 0.1}, 0.03, 0.02),
}
results = []
for name, (optimizer, options, l1, l2) in cases.items():
    weights, probabilities, loss = trained(optimizer(), l1, l2)
    results.append(
        {"name": name.split(",")[0], **options, "l1": l1, "l2": l2, "loss": loss, "weights": [plain(w) for w in weights], "probabilities": plain(probabilities)}
    )
data = {"hidden": HIDDEN, "inputs": plain(inputs), "labels": labels.tolist(), "start": [plain(w) for w in start]}
print(json.dumps({**data, "results": results}))
