"""Makes plateau.json from the real Keras: learning rates that ReduceLROnPlateau sets, epoch by epoch.

    pip install tensorflow-cpu==2.16.2
    python test/train/oracle/plateau.py
"""
import json
import os

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import keras  # noqa: E402

RISING = [0.5, 0.6, 0.6, 0.59, 0.6, 0.6, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.71, 0.71, 0.71, 0.71, 0.71]
FALLING = [1.0, 0.9, 0.8999, 0.8998, 0.8997, 0.95, 0.8, 0.8, 0.8, 0.79995, 0.8, 0.8, 0.8, 0.7, 0.7, 0.7, 0.7, 0.7]
CASES = [
    ('val_loss', FALLING, dict(factor=0.1, patience=3)),
    ('val_loss', FALLING, dict(factor=0.5, patience=2, cooldown=2, min_delta=1e-3)),
    ('val_loss', FALLING, dict(factor=0.5, patience=1, cooldown=1, min_lr=1e-4)),
    ('val_loss', FALLING, dict(factor=0.2, patience=1, min_lr=5e-4, mode='max')),
    ('val_accuracy', RISING, dict(mode='max', factor=0.5, patience=2)),
    ('val_accuracy', RISING, dict(mode='max', factor=0.5, patience=3, cooldown=3)),
    ('val_accuracy', RISING, dict(factor=0.3, patience=4, mode='min')),
    ('val_accuracy', RISING, dict(mode='max', factor=0.5, patience=0)),
]


def rates(monitor, values, arguments):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(1e-3), loss='mse')
    callback = keras.callbacks.ReduceLROnPlateau(monitor=monitor, **arguments)
    callback.set_model(model)
    callback.on_train_begin()
    result = []
    for epoch, value in enumerate(values):
        callback.on_epoch_end(epoch, {monitor: value})
        result.append(float(f'{float(model.optimizer.learning_rate):.6g}'))
    return result


here = os.path.dirname(os.path.abspath(__file__))
rows = [json.dumps({'monitor': m, 'values': v, 'arguments': a, 'rates': rates(m, v, a)}) for m, v, a in CASES]
with open(os.path.join(here, 'plateau.json'), 'w') as file:
    file.write('[\n' + ',\n'.join(rows) + '\n]\n')
