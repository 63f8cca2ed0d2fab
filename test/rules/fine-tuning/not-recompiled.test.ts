import rule from '../../../rules/fine-tuning/not-recompiled.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const head = `import tensorflow as tf
from tensorflow.keras import layers, Model
from tensorflow.keras.applications import InceptionV3, VGG16, MobileNetV2
from tensorflow.keras.applications.inception_v3 import preprocess_input
from tensorflow.keras.optimizers import Adam, RMSprop, SGD

train_ds = tf.keras.utils.image_dataset_from_directory('data/train', image_size=(299, 299), label_mode='categorical')
val_ds = tf.keras.utils.image_dataset_from_directory('data/val', image_size=(299, 299), label_mode='categorical')
`

/** Line 10 is the first line of `body`. */
const script = (body: string) => ({ 'train.py': `${head}\n${body}` })

const nested = `base = InceptionV3(include_top=False, weights='imagenet', input_shape=(299, 299, 3))
base.trainable = False
inputs = tf.keras.Input(shape=(299, 299, 3))
x = preprocess_input(inputs)
x = base(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
outputs = layers.Dense(8, activation='softmax')(x)
model = Model(inputs, outputs)
model.compile(optimizer=Adam(1e-3), loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(train_ds, validation_data=val_ds, epochs=5)
`

ruleTester(rule, {
  sick: [
    {
      name: 'layers of one flat network, unfrozen from a named one on by a flag',
      files: script(`base = InceptionV3(include_top=False, weights='imagenet', input_shape=(299, 299, 3))
base.trainable = False
x = layers.GlobalAveragePooling2D()(base.output)
model = Model(base.input, layers.Dense(8, activation='softmax')(x))
model.compile(optimizer=Adam(1e-3), loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(train_ds, validation_data=val_ds, epochs=5)
learns = False
for layer in model.layers:
    if layer.name == 'mixed9':
        learns = True
    layer.trainable = learns
model.fit(train_ds, validation_data=val_ds, epochs=10)
`),
      findings: [{ at: 'train.py:20, train.py:21', says: 'is made partly trainable' }],
    },
    {
      name: 'a notebook that unfreezes in one cell and trains on in the next',
      files: {
        'train.ipynb': notebook(
          head,
          nested,
          'base.trainable = True\nprint(len(base.layers))',
          'history = model.fit(train_ds, validation_data=val_ds, epochs=10)',
        ),
      },
      findings: [{ at: 'train.ipynb cell 3:1, train.ipynb cell 4:1', says: 'is unfrozen after compile()' }],
    },
    {
      name: 'PyTorch: a stage unfrozen in a later epoch, which the optimizer does not have',
      files: {
        'train.py': `import torch
from torch import nn, optim
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms
loader = DataLoader(datasets.ImageFolder('train', transforms.ToTensor()), batch_size=32, shuffle=True)
net = models.resnet50(weights='DEFAULT')
for p in net.parameters():
    p.requires_grad_(False)
net.fc = nn.Linear(2048, 4)
optimizer = optim.Adam(filter(lambda p: p.requires_grad, net.parameters()), lr=1e-3)
for epoch in range(12):
    if epoch == 4:
        for p in net.layer4.parameters():
            p.requires_grad = True
    net.train()
    for x, y in loader:
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
`,
      },
      findings: [{ at: 'train.py:14, train.py:10, train.py:16', says: 'never changes them' }],
      unfixed: 'the optimizer has to be made or told',
    },
    {
      name: 'the whole trunk unfrozen between two fits',
      files: script(`${nested}
base.trainable = True
history = model.fit(train_ds, validation_data=val_ds, epochs=10)
`),
      findings: [{ at: 'train.py:21, train.py:22', says: 'is unfrozen after compile() in line 18' }],
    },
    {
      name: 'the top of the trunk unfrozen in a loop',
      files: script(`${nested}
base.trainable = True
for layer in base.layers[:249]:
    layer.trainable = False

history_fine = model.fit(
    train_ds,
    validation_data=val_ds,
    epochs=20,
    initial_epoch=5,
)
`),
      findings: [{ at: 'train.py:23, train.py:25', says: 'partly trainable' }],
    },
    {
      name: 'layers of a flat model, as in the old Keras example, without the second compile',
      files: script(`base_model = InceptionV3(weights='imagenet', include_top=False)
x = base_model.output
x = layers.GlobalAveragePooling2D()(x)
predictions = layers.Dense(200, activation='softmax')(x)
model = Model(inputs=base_model.input, outputs=predictions)

for layer in base_model.layers:
    layer.trainable = False

model.compile(optimizer='rmsprop', loss='categorical_crossentropy')
model.fit(train_ds, epochs=5)

for layer in model.layers[:249]:
    layer.trainable = False
for layer in model.layers[249:]:
    layer.trainable = True

model.fit(train_ds, epochs=5)
`),
      findings: [{ at: 'train.py:25, train.py:27' }],
      reveals: "the rate of 'rmsprop' is not lowered for the layers that now learn",
    },
    {
      name: 'frozen only after compile',
      files:
        script(`base = MobileNetV2(include_top=False, weights='imagenet', input_shape=(224, 224, 3), pooling='avg')
model = tf.keras.Sequential([base, layers.Dropout(0.3), layers.Dense(4, activation='softmax')])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
base.trainable = False
model.fit(train_ds, validation_data=val_ds, epochs=12)
`),
      findings: [{ at: 'train.py:13, train.py:14', says: 'is frozen after compile()' }],
    },
    {
      name: 'two phases in one function',
      files: script(`def build(num_classes):
    base = VGG16(include_top=False, weights='imagenet', input_shape=(224, 224, 3))
    base.trainable = False
    model = tf.keras.models.Sequential()
    model.add(base)
    model.add(layers.Flatten())
    model.add(layers.Dense(num_classes, activation='softmax'))
    return model, base


def train(epochs=10, fine_tune_epochs=10):
    model, conv_base = build(5)
    model.compile(loss='categorical_crossentropy', optimizer=RMSprop(learning_rate=2e-5), metrics=['acc'])
    model.fit(train_ds, epochs=epochs, validation_data=val_ds)
    conv_base.trainable = True
    model.fit(train_ds, epochs=epochs + fine_tune_epochs, initial_epoch=epochs, validation_data=val_ds)


if __name__ == '__main__':
    train()
`),
      findings: [{ at: 'train.py:24, train.py:25' }],
    },
    {
      name: 'frozen again for a last phase, in a compile of several lines',
      files:
        script(`base = InceptionV3(include_top=False, weights='imagenet', input_shape=(299, 299, 3), pooling='avg')
model = tf.keras.Sequential([base, layers.Dense(8, activation='softmax')])
model.compile(
    optimizer=SGD(learning_rate=1e-4, momentum=0.9),
    loss='categorical_crossentropy',
)
model.fit(train_ds, validation_data=val_ds, epochs=3)
base.trainable = False
model.fit(train_ds, validation_data=val_ds, epochs=3)
`),
      findings: [{ at: 'train.py:17, train.py:18' }],
    },
  ],
  healthy: [
    {
      name: 'a loop over batches by hand, which reads the variables itself',
      files:
        script(`base = InceptionV3(include_top=False, weights='imagenet', input_shape=(299, 299, 3), pooling='avg')
model = tf.keras.Sequential([base, layers.Dense(8, activation='softmax')])
optimizer = Adam(1e-3)
loss_fn = tf.keras.losses.CategoricalCrossentropy()
base.trainable = False
for epoch in range(5):
    for x, y in train_ds:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(preprocess_input(x), training=True))
        variables = model.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
`),
    },
    {
      name: 'compiled again, with a lower rate',
      files: script(`${nested}
base.trainable = True
for layer in base.layers[:249]:
    layer.trainable = False
model.compile(optimizer=Adam(1e-5), loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(train_ds, validation_data=val_ds, epochs=10)
`),
    },
    {
      name: 'unfrozen, compiled in a function of its own',
      files: script(`def compile_model(model, lr):
    model.compile(optimizer=Adam(lr), loss='categorical_crossentropy', metrics=['accuracy'])

base = InceptionV3(include_top=False, weights='imagenet', pooling='avg')
base.trainable = False
model = tf.keras.Sequential([base, layers.Dense(8, activation='softmax')])
compile_model(model, 1e-3)
model.fit(train_ds, validation_data=val_ds, epochs=5)
base.trainable = True
compile_model(model, 1e-5)
model.fit(train_ds, validation_data=val_ds, epochs=5)
`),
    },
    {
      name: 'frozen once more though it was frozen already',
      files: script(`base = InceptionV3(include_top=False, weights='imagenet', pooling='avg')
base.trainable = False
model = tf.keras.Sequential([base, layers.Dense(8, activation='softmax')])
model.compile('adam', 'categorical_crossentropy')
for layer in base.layers:
    layer.trainable = False
model.fit(train_ds, validation_data=val_ds, epochs=5)
`),
    },
    {
      name: 'trained on without any change',
      files: script(`${nested}
model.fit(train_ds, validation_data=val_ds, epochs=15, initial_epoch=5)
`),
    },
    {
      name: 'unfrozen after the last fit, for export',
      files: script(`${nested}
base.trainable = True
model.save('classifier.keras')
`),
    },
    {
      name: 'a second model over the same trunk, compiled for itself',
      files: script(`${nested}
base.trainable = True
inputs = tf.keras.Input(shape=(299, 299, 3))
features = layers.GlobalAveragePooling2D()(base(preprocess_input(inputs), training=False))
second = Model(inputs, layers.Dense(8, activation='softmax')(features))
second.compile(optimizer=Adam(1e-5), loss='categorical_crossentropy')
second.fit(train_ds, validation_data=val_ds, epochs=5)
`),
    },
    {
      name: 'which layers change depends on what is not known',
      files: script(`${nested}
if args.unfreeze:
    base.trainable = args.unfreeze
model.fit(train_ds, validation_data=val_ds, epochs=5)
`),
    },
  ],
})
