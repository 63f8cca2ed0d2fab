"""Weights after steps of Keras' optimizers along given gradients, for test/train/head.test.ts.

keras 3.6.0 on tensorflow-cpu 2.18: python optimizers.py > optimizers.json
"""
import json

import keras
import numpy as np

random = np.random.default_rng(5)
start = random.normal(size=6).round(3)
gradients = random.normal(size=(12, 6)).round(3)

cases = {
    "adam": (keras.optimizers.Adam(0.01), {}),
    "adamw": (keras.optimizers.AdamW(0.01, weight_decay=0.1), {"weightDecay": 0.1}),
    "sgd": (keras.optimizers.SGD(0.01, momentum=0.9), {"momentum": 0.9}),
    "rmsprop": (keras.optimizers.RMSprop(0.01), {}),
    "adagrad": (keras.optimizers.Adagrad(0.01), {}),
    "adadelta": (keras.optimizers.Adadelta(0.01), {}),
}

results = []
for name, (optimizer, options) in cases.items():
    weights = keras.Variable(start.astype("float32"))
    for gradient in gradients:
        optimizer.apply([keras.ops.convert_to_tensor(gradient.astype("float32"))], [weights])
    results.append({"name": name, **options, "weights": [round(float(w), 6) for w in weights.numpy()]})

print(json.dumps({"start": start.tolist(), "gradients": gradients.tolist(), "results": results}, indent=1))
