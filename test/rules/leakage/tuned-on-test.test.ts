import rule from '../../../rules/leakage/tuned-on-test.ts'
import { hubScript } from '../../support/hub-scripts.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { lightningNet } from '../../support/torch-scripts.ts'

/** A script around the lines that train, which begin in line 13. */
const script = (body: string) => ({
  'train.py': `from tensorflow import keras
from tensorflow.keras.callbacks import CSVLogger, EarlyStopping, LearningRateScheduler, ModelCheckpoint, ReduceLROnPlateau
from tensorflow.keras.preprocessing.image import ImageDataGenerator
datagen = ImageDataGenerator(rescale=1./255)
train_generator = datagen.flow_from_directory('data/train', target_size=(128, 128))
val_generator = datagen.flow_from_directory('data/val', target_size=(128, 128))
test_generator = datagen.flow_from_directory('data/test', target_size=(128, 128), shuffle=False)
model = keras.Sequential([keras.layers.Conv2D(16, 3, activation='relu'), keras.layers.Flatten(), keras.layers.Dropout(0.5), keras.layers.Dense(4, activation='softmax')])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
early = EarlyStopping(monitor='val_loss', patience=10, restore_best_weights=True)
best = ModelCheckpoint('best.h5', monitor='val_accuracy', save_best_only=True)
slower = ReduceLROnPlateau(monitor='val_loss', factor=0.5, patience=3)
${body}`,
})
const unfixed = 'which images to validate on is for the person to say'

/** A hand-written loop of PyTorch over `set`; what follows each epoch begins in line 39. */
const byHand = (set: string, body: string) => ({
  'train.py': `import copy
import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms
tf = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor(), transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])
train_loader = DataLoader(datasets.ImageFolder('data/train', tf), batch_size=32, shuffle=True)
${set}_loader = DataLoader(datasets.ImageFolder('data/${set}', tf), batch_size=32)
model = models.resnet18(weights='DEFAULT')
for p in model.parameters():
    p.requires_grad = False
model.fc = nn.Linear(512, 3)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.fc.parameters(), lr=1e-3)
def evaluate(loader):
    model.eval()
    losses, correct = [], 0
    with torch.no_grad():
        for x, y in loader:
            losses.append(criterion(model(x), y).item())
            correct += (model(x).argmax(1) == y).sum().item()
    return sum(losses) / len(losses), correct / len(loader.dataset)
class Meter:
    def __init__(self):
        self.total, self.count = 0, 0
    def update(self, value, n=1):
        self.total += value * n
        self.count += n
    @property
    def mean(self):
        return self.total / max(1, self.count)
best, waited = 0.0, 0
for epoch in range(20):
    model.train()
    for x, y in train_loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
${body}`,
})

ruleTester(rule, {
  sick: [
    {
      name: "Lightning's early stopping on the folder that the score is reported on",
      files: {
        'train.py': `${lightningNet}tf = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor()])
train = DataLoader(ImageFolder('logos/train', tf), 32, shuffle=True)
trainer = L.Trainer(max_epochs=30, callbacks=[EarlyStopping('val_loss', patience=5)])
net = Net()
trainer.fit(net, train, DataLoader(ImageFolder('logos/test', tf), 32))
trainer.test(net, DataLoader(ImageFolder('logos/test', tf), 32))
`,
      },
      findings: [
        {
          at: 'train.py:29, train.py:27',
          says: 'EarlyStopping ends training by the test images',
        },
      ],
      unfixed,
    },
    {
      name: 'a Trainer that keeps the weights that do best on the published test set',
      files: {
        'train.py': `${hubScript(
          `photos = load_dataset('beans')
train_ds, val_ds = photos['train'], photos['test']`,
          'learning_rate=5e-5, load_best_model_at_end=True',
        )}print(trainer.evaluate(photos['test']))
`,
      },
      findings: [{ at: 'train.py:27, train.py:20, train.py:28', says: 'load_best_model_at_end' }],
      unfixed: 'which images to validate on is for the person to say',
    },
    {
      name: 'an average that a meter of the program keeps',
      files: byHand(
        'test',
        `    meter = Meter()
    with torch.no_grad():
        for x, y in test_loader:
            meter.update((model(x).argmax(1) == y).float().mean().item(), len(y))
    if meter.mean > best:
        best = meter.mean
        torch.save(model.state_dict(), 'best.pt')
`,
      ),
      findings: [{ at: 'train.py:43', says: 'test_loader' }],
      unfixed,
    },
    {
      name: 'weights that a hand-written loop keeps by the test accuracy',
      files: byHand(
        'test',
        `    loss, acc = evaluate(test_loader)
    if acc > best:
        best = acc
        torch.save(model.state_dict(), 'best.pt')
`,
      ),
      findings: [
        { at: 'train.py:40', says: 'keeps the weights of the epoch that does best on the test images' },
      ],
      unfixed,
    },
    {
      name: 'a hand-written loop that ends by the test loss',
      files: byHand(
        'test',
        `    test_loss, _ = evaluate(test_loader)
    waited = 0 if test_loss < best else waited + 1
    if epoch > 3 and round(test_loss, 4) > best:
        print('stop')
        break
`,
      ),
      findings: [{ at: 'train.py:41', says: 'ends by a score on the test images' }],
      unfixed,
    },
    {
      name: 'a flag made of the test accuracy, and a copy of the weights',
      files: byHand(
        'test',
        `    _, acc = evaluate(test_loader)
    is_best = acc > best
    best = max(acc, best)
    if is_best:
        weights = copy.deepcopy(model.state_dict())
`,
      ),
      findings: [{ at: 'train.py:42', says: 'test_loader' }],
      unfixed,
    },
    {
      name: "a loop over GradientTape, by a metric's result",
      files: {
        'train.py': `import tensorflow as tf
train_ds = tf.keras.utils.image_dataset_from_directory('data/train', image_size=(96, 96))
test_ds = tf.keras.utils.image_dataset_from_directory('data/test', image_size=(96, 96), shuffle=False)
model = tf.keras.Sequential([tf.keras.layers.Rescaling(1 / 255), tf.keras.layers.Conv2D(16, 3), tf.keras.layers.GlobalAveragePooling2D(), tf.keras.layers.Dense(4)])
loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = tf.keras.optimizers.Adam(1e-3)
accuracy = tf.keras.metrics.SparseCategoricalAccuracy()
best = 0.0
for epoch in range(10):
    for x, y in train_ds:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True))
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    accuracy.reset_state()
    for x, y in test_ds:
        accuracy.update_state(y, model(x, training=False))
    if accuracy.result() > best:
        best = accuracy.result()
        model.save_weights('best.weights.h5')
`,
      },
      findings: [{ at: 'train.py:17', says: 'test_ds' }],
      unfixed,
    },
    {
      name: 'early stopping by the test set, which is evaluated afterwards',
      files: script(`model.fit(train_generator, validation_data=test_generator, epochs=100, callbacks=[early])
test_loss, test_acc = model.evaluate(test_generator)
`),
      findings: [
        {
          at: 'train.py:13, train.py:10, train.py:14',
          says: 'EarlyStopping ends training by the test images (test_generator), and the score',
        },
      ],
      unfixed,
    },
    {
      name: 'the best epoch, then a report',
      files:
        script(`model.fit(train_generator, validation_data=test_generator, epochs=30, callbacks=[CSVLogger('log.csv'), best])
y_pred = model.predict(test_generator).argmax(axis=1)
`),
      findings: [{ at: 'train.py:13, train.py:11, train.py:14', says: 'chooses the epoch that is kept' }],
      unfixed,
    },
    {
      name: 'a schedule, with the validation set lying idle',
      files: script(
        'model.fit(train_generator, validation_data=test_generator, epochs=30, callbacks=[slower])\n',
      ),
      findings: [{ at: 'train.py:13, train.py:12', says: 'lowers the learning rate by the test images' }],
      unfixed,
    },
    {
      name: 'arrays of CIFAR-10, as many scripts have it',
      files: {
        'cifar.py': `from tensorflow import keras
(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
model = keras.Sequential([keras.layers.Conv2D(32, 3), keras.layers.Flatten(), keras.layers.Dense(10, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
checkpoint = keras.callbacks.ModelCheckpoint(filepath='m.h5', monitor='val_acc', verbose=1, save_best_only=True)
model.fit(x_train, y_train, batch_size=32, epochs=200, validation_data=(x_test, y_test), shuffle=True, callbacks=[checkpoint])
scores = model.evaluate(x_test, y_test, verbose=1)
`,
      },
      findings: [{ at: 'cifar.py:6, cifar.py:5, cifar.py:7', says: 'x_test' }],
      unfixed,
    },
    {
      name: 'a side of train_test_split that is called the test set',
      files: {
        'n.ipynb': notebook(
          "import numpy as np\nfrom sklearn.model_selection import train_test_split\nfrom tensorflow import keras\nX_train, X_test, y_train, y_test = train_test_split(np.load('x.npy'), np.load('y.npy'), test_size=0.2, random_state=1)",
          "model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(3, activation='softmax')])\nmodel.compile('adam', 'sparse_categorical_crossentropy')",
          "es = keras.callbacks.EarlyStopping(monitor='val_loss', patience=5)\nmodel.fit(X_train, y_train, validation_data=(X_test, y_test), epochs=50, callbacks=[es])",
          'print(model.evaluate(X_test, y_test))',
        ),
      },
      findings: [{ at: 'n.ipynb cell 3:2, n.ipynb cell 3:1, n.ipynb cell 4:1' }],
      unfixed,
    },
    {
      name: 'a dataset of the test folder under another name',
      files: script(`held_out = keras.utils.image_dataset_from_directory('data/test/')
model.fit(train_generator, validation_data=held_out, epochs=40, callbacks=[slower, early])
model.evaluate(held_out)
`),
      findings: [{ at: 'train.py:14, train.py:12, train.py:15', says: 'held_out' }],
      unfixed,
    },
  ],
  healthy: [
    {
      name: 'a Trainer that keeps the best weights by the part that a split calls test',
      files: {
        'train.py': hubScript(
          `parts = load_dataset('beans', split='train').train_test_split(0.2, seed=1)
train_ds, val_ds = parts['train'], parts['test']`,
          'load_best_model_at_end=True',
        ),
      },
    },
    {
      name: 'weights that a hand-written loop keeps by the validation accuracy',
      files: byHand(
        'valid',
        `    _, acc = evaluate(valid_loader)
    if acc > best:
        best = acc
        torch.save(model.state_dict(), 'best.pt')
`,
      ),
    },
    {
      name: 'a test score that is only printed, and weights saved now and then',
      files: byHand(
        'test',
        `    _, acc = evaluate(test_loader)
    if acc > 0.9:
        print('well done')
    if epoch % 5 == 0:
        torch.save(model.state_dict(), f'{epoch}.pt')
`,
      ),
    },
    {
      name: 'the test set looked at once, when training is over',
      files: byHand(
        'test',
        `    pass
_, acc = evaluate(test_loader)
if acc > 0.9:
    torch.save(model.state_dict(), 'good.pt')
`,
      ),
    },
    {
      name: 'callbacks that look at a validation set',
      files:
        script(`model.fit(train_generator, validation_data=val_generator, epochs=100, callbacks=[early, best, slower])
model.evaluate(test_generator)
`),
    },
    {
      name: 'a test set that is only watched',
      files: script(`model.fit(train_generator, validation_data=test_generator, epochs=10)
model.evaluate(test_generator)
`),
    },
    {
      name: 'a checkpoint of every epoch',
      files:
        script(`model.fit(train_generator, validation_data=test_generator, epochs=10, callbacks=[ModelCheckpoint('{epoch}.h5')])
model.evaluate(test_generator)
`),
    },
    {
      name: 'a schedule by the epoch, early stopping by the training loss',
      files: script(`model.fit(train_generator, validation_data=test_generator, epochs=10,
          callbacks=[LearningRateScheduler(lambda e: 1e-3 * 0.9 ** e), EarlyStopping(monitor='loss')])
model.evaluate(test_generator)
`),
    },
    {
      name: 'a folder called test that is the only one beside train, and no score reported on it',
      files: {
        'train.py': `from tensorflow import keras
train_ds = keras.utils.image_dataset_from_directory('train')
val_ds = keras.utils.image_dataset_from_directory('test')
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train_ds, validation_data=val_ds, epochs=50, callbacks=[keras.callbacks.EarlyStopping(patience=5)])
`,
      },
    },
    {
      name: 'the validation set measured once more at the end',
      files: script(`model.fit(train_generator, validation_data=val_generator, epochs=50, callbacks=[early])
model.evaluate(val_generator)
`),
    },
  ],
})
