import rule from '../../../rules/training/learning-rate.ts'
import { datasetOf } from '../../support/facts.ts'
import { hubScript } from '../../support/hub-scripts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** A head on a trunk; `freeze` is line 4, `optimizer` is given to compile in line 9. */
const script = (optimizer: string, freeze = 'base.trainable = False', fit = '') => ({
  'train.py': `from tensorflow import keras
from tensorflow.keras.optimizers import SGD, Adadelta, Adam, RMSprop
base = keras.applications.InceptionV3(include_top=False, weights='imagenet', pooling='avg')
${freeze}
inputs = keras.Input((299, 299, 3))
x = base(keras.applications.inception_v3.preprocess_input(inputs), training=False)
x = keras.layers.Dropout(0.4)(x)
model = keras.Model(inputs, keras.layers.Dense(12, activation='softmax')(x))
model.compile(optimizer=${optimizer}, loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(train_ds, validation_data=val_ds, epochs=25${fit})
`,
})

const photos = (count: number) =>
  datasetOf(Array.from({ length: count }, (_, index) => `train/${index % 12}/${index}.jpg`))

/** The script over a folder of photos, read in line 11, in batches of 32. */
const onPhotos = (optimizer: string, epochs = 25) => {
  const { 'train.py': text } = script(optimizer)
  const read = "train_ds = keras.utils.image_dataset_from_directory('train', image_size=(299, 299))\n"
  const at = text.indexOf('model.fit')
  return { 'train.py': `${text.slice(0, at)}${read}${text.slice(at).replace('25', `${epochs}`)}` }
}

/** A head of PyTorch with its optimizer in line 8. */
const torch = (optimizer: string, schedule: string) => ({
  'train.py': `import torch
from torch import nn, optim
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms
net = models.resnet18(weights='DEFAULT')
net.requires_grad_(False)
net.fc = nn.Linear(512, 4)
optimizer = ${optimizer}
scheduler = ${schedule}
loader = DataLoader(datasets.ImageFolder('train', transforms.ToTensor()), batch_size=32, shuffle=True)
for epoch in range(10):
    for x, y in loader:
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    scheduler.step()
`,
})

ruleTester(rule, {
  sick: [
    {
      name: 'a rate of TrainingArguments that breaks pretrained weights, behind a warm-up',
      files: {
        'train.py': hubScript(
          `photos = load_dataset('beans')
train_ds, val_ds = photos['train'], photos['validation']`,
          'learning_rate=5e-2, warmup_ratio=0.1',
        ),
      },
      findings: [{ at: 'train.py:20', says: 'AdamW(0.05): 50 times the usual' }],
    },
    {
      name: 'a default of click, for a network of timm that the prompt names',
      files: {
        'train.py': `import click
import timm
import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
@click.command()
@click.argument('arch')
@click.option('--learning-rate', '-l', default=0.2, help='of the head')
def main(arch, learning_rate):
    net = timm.create_model(arch, pretrained=True, num_classes=4)
    optimizer = torch.optim.Adam(net.parameters(), lr=learning_rate)
    loader = DataLoader(datasets.ImageFolder('train', transforms.ToTensor()), batch_size=32, shuffle=True)
    for epoch in range(10):
        for x, y in loader:
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
if __name__ == '__main__':
    main()
`,
      },
      findings: [{ at: 'train.py:9, train.py:12', says: '200 times' }],
    },
    {
      name: 'Adam at 0.2 that a schedule lowers later',
      files: torch('optim.Adam(net.fc.parameters(), lr=0.2)', 'optim.lr_scheduler.StepLR(optimizer, 5)'),
      findings: [{ at: 'train.py:8', says: '200 times' }],
    },
    {
      name: 'the default of a flag of absl',
      files: {
        'train.py': `from absl import app, flags
from tensorflow import keras
flags.DEFINE_float('rate', 0.5, 'Learning rate.')
FLAGS = flags.FLAGS

def main(_):
    base = keras.applications.InceptionV3(include_top=False, weights='imagenet', pooling='avg')
    base.trainable = False
    inputs = keras.Input((299, 299, 3))
    x = base(keras.applications.inception_v3.preprocess_input(inputs), training=False)
    model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(x))
    model.compile(keras.optimizers.Adam(FLAGS.rate), 'categorical_crossentropy')
    model.fit(train_ds, validation_data=val_ds, epochs=5)

app.run(main)
`,
      },
      findings: [{ at: 'train.py:3, train.py:12', says: '500 times' }],
    },
    {
      name: 'a head that so few steps of 1e-5 do not move',
      files: onPhotos('Adam(learning_rate=1e-5)'),
      dataset: photos(240),
      findings: [{ at: 'train.py:9', says: '200 steps move no weight by more than about 0.002' }],
    },
    {
      name: 'Adam at 0.1',
      files: script('Adam(learning_rate=0.1)'),
      findings: [{ at: 'train.py:9', says: 'Adam(0.1): 100 times the usual 0.001 for a new head' }],
    },
    {
      name: 'RMSprop at 0.05 by the old argument name',
      files: script('RMSprop(lr=0.05)'),
      findings: [{ at: 'train.py:9', says: '50 times' }],
    },
    {
      name: 'SGD above 1',
      files: script('SGD(1.5, momentum=0.9)'),
      findings: [{ at: 'train.py:9', says: 'SGD(1.5): 150 times the usual 0.01' }],
    },
    {
      name: 'a whole pretrained trunk at 0.01',
      files: script('Adam(1e-2)', 'base.trainable = True'),
      findings: [{ at: 'train.py:9', says: 'on pretrained weights' }],
    },
    {
      name: 'a new head at a millionth',
      files: script('Adam(learning_rate=1e-6)'),
      findings: [{ at: 'train.py:9', says: 'a thousandth of the usual 0.001' }],
    },
    {
      name: 'a constant far away',
      files: {
        'config.py': 'LEARNING_RATE = 0.3\nEPOCHS = 40\n',
        'train.py': `from tensorflow import keras
from config import EPOCHS, LEARNING_RATE
model = keras.Sequential([
    keras.layers.Conv2D(32, 3, activation='relu', input_shape=(64, 64, 3)),
    keras.layers.Flatten(),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(keras.optimizers.Adam(LEARNING_RATE), 'sparse_categorical_crossentropy')
model.fit(train_ds, validation_data=val_ds, epochs=EPOCHS)
`,
      },
      findings: [{ at: 'config.py:1, train.py:8', says: '300 times' }],
    },
  ],
  healthy: [
    {
      name: 'the usual rate of TrainingArguments, and its default',
      files: {
        'train.py': hubScript(
          `photos = load_dataset('beans')
train_ds, val_ds = photos['train'], photos['validation']`,
          'learning_rate=2e-4',
        ),
        'other.py': hubScript(
          `photos = load_dataset('beans')
train_ds, val_ds = photos['train'], photos['validation']`,
          'weight_decay=0.01',
        ),
      },
    },
    {
      name: 'Adam at 0.2 under a schedule of its own',
      files: torch(
        'optim.Adam(net.fc.parameters(), lr=0.2)',
        'optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 1e-3)',
      ),
    },
    {
      name: '1e-5 for a head, and steps enough',
      files: onPhotos('Adam(learning_rate=1e-5)', 60),
      dataset: photos(400),
    },
    { name: '1e-4 for a head on few photos', files: onPhotos('Adam(1e-4)'), dataset: photos(240) },
    {
      name: 'SGD, whose steps are as long as the gradient',
      files: onPhotos('SGD(1e-4)'),
      dataset: photos(240),
    },
    { name: 'the default', files: script('Adam()') },
    { name: 'Adam at 0.01 for a head over a frozen trunk', files: script('Adam(learning_rate=1e-2)') },
    { name: 'SGD at 0.1 for a head', files: script('SGD(learning_rate=0.1, momentum=0.9)') },
    { name: 'a low rate for pretrained weights', files: script('Adam(1e-5)', 'base.trainable = True') },
    { name: 'Adadelta at 1, as in its paper', files: script('Adadelta(learning_rate=1.0)') },
    {
      name: 'a schedule as a callback',
      files: script(
        'Adam(0.1)',
        'base.trainable = False',
        ', callbacks=[keras.callbacks.LearningRateScheduler(lambda epoch: 1e-3 * 0.9 ** epoch)]',
      ),
    },
    { name: 'a rate that is computed at run time', files: script('Adam(find_rate())') },
    { name: 'a slow head at 1e-5', files: script('Adam(learning_rate=1e-5)') },
    {
      name: 'an unknown model',
      files: {
        'train.py': `from tensorflow import keras
model = build_model()
model.compile(keras.optimizers.Adam(0.5), 'mse')
model.fit(train_ds, validation_data=val_ds, epochs=4)
`,
      },
    },
  ],
})
