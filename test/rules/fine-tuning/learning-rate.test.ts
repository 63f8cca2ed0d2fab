import rule from '../../../rules/fine-tuning/learning-rate.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** The head trained on a frozen trunk; line 20 is the first of `body`. */
const script = (body: string, optimizer = 'Adam(learning_rate=1e-3)', constant = 'SEED = 7') => ({
  'train.py': `import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.optimizers import Adam, RMSprop, SGD

IMG = (224, 224, 3)
${constant}
train_ds, val_ds = make_datasets('data')

base_model = keras.applications.MobileNetV2(include_top=False, weights='imagenet', input_shape=IMG)
base_model.trainable = False
inputs = keras.Input(shape=IMG)
x = keras.applications.mobilenet_v2.preprocess_input(inputs)
x = base_model(x, training=False)
x = keras.layers.GlobalAveragePooling2D()(x)
outputs = keras.layers.Dense(5)(x)
model = keras.Model(inputs, outputs)
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer=${optimizer}, loss=loss, metrics=['accuracy'])
model.fit(train_ds, epochs=10, validation_data=val_ds)
${body}`,
})

ruleTester(rule, {
  sick: [
    {
      name: 'all of the top but batch norm unfrozen, at the rate of the head',
      files: script(`for layer in base_model.layers[-20:]:
    if not isinstance(layer, keras.layers.BatchNormalization):
        layer.trainable = True
model.compile(optimizer=Adam(learning_rate=1e-3), loss=loss, metrics=['accuracy'])
model.fit(train_ds, epochs=20, initial_epoch=10, validation_data=val_ds)
`),
      findings: [{ at: 'train.py:23, train.py:18', says: 'no lower than' }],
    },
    {
      name: 'the same rate for both phases',
      files: script(`base_model.trainable = True
model.compile(optimizer=Adam(learning_rate=1e-3), loss=loss, metrics=['accuracy'])
model.fit(train_ds, epochs=20, initial_epoch=10, validation_data=val_ds)
`),
      findings: [{ at: 'train.py:21, train.py:18', says: 'Adam(0.001), no lower than the Adam(0.001)' }],
    },
    {
      name: 'the default rate after unfreezing the top',
      files: script(
        `base_model.trainable = True
for layer in base_model.layers[:100]:
    layer.trainable = False
model.compile(optimizer=keras.optimizers.RMSprop(), loss=loss)
model.fit(train_ds, epochs=10, validation_data=val_ds)
`,
        'RMSprop(1e-4)',
      ),
      findings: [{ at: 'train.py:23, train.py:18', says: 'RMSprop(0.001)' }],
    },
    {
      name: 'optimizers by name',
      files: script(
        `base_model.trainable = True
model.compile(optimizer='adam', loss=loss, metrics=['accuracy'])
history_fine = model.fit(train_ds, epochs=20, validation_data=val_ds)
`,
        "'adam'",
      ),
      findings: [{ at: 'train.py:21, train.py:18' }],
      unfixed: 'a name holds no rate',
    },
    {
      name: 'one constant for both',
      files: script(
        `for layer in base_model.layers[100:]:
    layer.trainable = True
model.compile(optimizer=Adam(LR), loss=loss)
model.fit(train_ds, epochs=20, validation_data=val_ds)
`,
        'Adam(LR)',
        'LR = 5e-4',
      ),
      findings: [{ at: 'train.py:22, train.py:18', says: 'wants about 5e-5' }],
      unfixed: 'the constant serves both phases',
    },
    {
      name: 'a higher rate after unfreezing',
      files: script(
        `base_model.trainable = True
model.compile(loss=loss, optimizer=SGD(learning_rate=0.01, momentum=0.9), metrics=['accuracy'])
model.fit(train_ds, epochs=20, validation_data=val_ds)
`,
        'SGD(learning_rate=0.001, momentum=0.9)',
      ),
      findings: [{ at: 'train.py:21, train.py:18', says: 'SGD(0.01)' }],
    },
    {
      name: 'phases in functions',
      files: script(`
def fine_tune(model, base, start):
    base.trainable = True
    for layer in base.layers[:start]:
        layer.trainable = False
    model.compile(
        optimizer=Adam(learning_rate=0.001),
        loss=loss,
        metrics=['accuracy'],
    )
    return model.fit(train_ds, epochs=5, validation_data=val_ds)


fine_tune(model, base_model, start=120)
`),
      findings: [{ at: 'train.py:26, train.py:18' }],
    },
    {
      name: 'unfrozen from a named layer on, by a flag',
      files: script(
        `base_model.trainable = True
set_trainable = False
for layer in base_model.layers:
    if layer.name == 'mixed8':
        set_trainable = True
    layer.trainable = set_trainable
model.compile(optimizer=Adam(1e-3), loss=loss)
model.fit(train_ds, epochs=20, validation_data=val_ds)
`,
        'Adam(1e-3)',
      ),
      findings: [{ at: 'train.py:26, train.py:18' }],
    },
  ],
  healthy: [
    {
      name: 'layers unfrozen by name only where a flag is given, which may stay frozen',
      files: script(`if FINE_TUNE:
    for layer in base_model.layers:
        if layer.name.startswith('block_16'):
            layer.trainable = True
model.compile(optimizer=Adam(learning_rate=1e-3), loss=loss, metrics=['accuracy'])
model.fit(train_ds, epochs=20, initial_epoch=10, validation_data=val_ds)
`),
    },
    {
      name: 'unfrozen by a flag, a hundredth of the rate',
      files: script(
        `base_model.trainable = True
set_trainable = False
for layer in base_model.layers:
    if layer.name == 'mixed8':
        set_trainable = True
    layer.trainable = set_trainable
model.compile(optimizer=Adam(1e-5), loss=loss)
model.fit(train_ds, epochs=20, validation_data=val_ds)
`,
        'Adam(1e-3)',
      ),
    },
    {
      name: 'a tenth of the rate',
      files: script(`base_model.trainable = True
for layer in base_model.layers[:100]:
    layer.trainable = False
model.compile(optimizer=RMSprop(learning_rate=0.0001 / 10), loss=loss)
model.fit(train_ds, epochs=20, validation_data=val_ds)
`),
    },
    {
      name: 'a low rate from the start, kept',
      files: script(
        `base_model.trainable = True
model.compile(optimizer=Adam(1e-5), loss=loss)
model.fit(train_ds, epochs=20, validation_data=val_ds)
`,
        'Adam(1e-5)',
      ),
    },
    {
      name: 'Adam for the head, then slow SGD, as in the Keras documentation',
      files: script(
        `for layer in base_model.layers[:130]:
    layer.trainable = False
for layer in base_model.layers[130:]:
    layer.trainable = True
model.compile(optimizer=SGD(learning_rate=0.0001, momentum=0.9), loss=loss)
model.fit(train_ds, epochs=20, validation_data=val_ds)
`,
        "'rmsprop'",
      ),
    },
    {
      name: 'a schedule sets the rate',
      files: script(`base_model.trainable = True
schedule = keras.optimizers.schedules.CosineDecay(1e-5, 1000)
model.compile(optimizer=Adam(schedule), loss=loss)
model.fit(train_ds, epochs=20, validation_data=val_ds)
`),
    },
    {
      name: 'a callback sets the rate',
      files: script(`base_model.trainable = True
model.compile(optimizer=Adam(), loss=loss)
warm = keras.callbacks.LearningRateScheduler(lambda epoch: 1e-5 if epoch < 3 else 1e-6)
model.fit(train_ds, epochs=20, validation_data=val_ds, callbacks=[warm])
`),
    },
    {
      name: 'a second run of the frozen trunk at the same rate',
      files: script(`model.compile(optimizer=Adam(learning_rate=1e-3), loss=loss, metrics=['accuracy'])
model.fit(train_ds, epochs=10, validation_data=val_ds)
`),
    },
    {
      name: 'a high rate of the head, lowered a thousandfold',
      files: script(
        `base_model.trainable = True
model.compile(optimizer=Adam(1e-5), loss=loss)
model.fit(train_ds, epochs=4, validation_data=val_ds)
`,
        'Adam(learning_rate=1e-2)',
      ),
    },
    {
      name: 'rates from the command line',
      files: script(`import sys
base_model.trainable = True
model.compile(optimizer=Adam(float(sys.argv[1])), loss=loss)
model.fit(train_ds, epochs=4, validation_data=val_ds)
`),
    },
  ],
})
