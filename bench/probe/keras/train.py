"""Times the plain way: the whole network in Keras, trained anew for every arm, on frozen InceptionV3.

    pip install -r bench/probe/keras/requirements.txt
    python bench/probe/keras/train.py < job.json

The job: {"size": 224, "epochs": 2, "train": [[file, class], ...], "validation": [...], "classes": 8}. Prints the
seconds of each epoch as JSON. The weights are random (their values do not change the time); the first epoch has the
building of the graph in it.
"""
import json
import os
import sys
import time

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import keras  # noqa: E402
import tensorflow as tf  # noqa: E402
from keras import layers  # noqa: E402

job = json.load(sys.stdin)
SIZE = job['size']


def dataset(samples):
    def load(path, label):
        image = tf.image.decode_jpeg(tf.io.read_file(path), channels=3)
        return tf.image.resize(image, (SIZE, SIZE)), label

    files, labels = zip(*samples)
    data = tf.data.Dataset.from_tensor_slices((list(files), list(labels)))
    return data.map(load, num_parallel_calls=tf.data.AUTOTUNE).batch(32).prefetch(tf.data.AUTOTUNE)


class Clock(keras.callbacks.Callback):
    seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.started = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.started)


base = keras.applications.InceptionV3(include_top=False, weights=None, input_shape=(SIZE, SIZE, 3))
base.trainable = False
inputs = keras.Input((SIZE, SIZE, 3))
x = keras.applications.inception_v3.preprocess_input(inputs)
x = base(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.5)(x)
outputs = layers.Dense(job['classes'], activation='softmax')(x)
model = keras.Model(inputs, outputs)
model.compile(keras.optimizers.Adam(1e-3), loss='sparse_categorical_crossentropy', metrics=['accuracy'])
plateau = keras.callbacks.ReduceLROnPlateau(monitor='val_loss', factor=0.2, patience=3, min_lr=1e-6)
clock = Clock()
model.fit(dataset(job['train']), validation_data=dataset(job['validation']), epochs=job['epochs'],
          callbacks=[plateau, clock], verbose=0)
print(json.dumps({'seconds': clock.seconds, 'tensorflow': tf.__version__}))
