import rule from '../../../rules/fine-tuning/unfrozen-under-new-head.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { lightningNet, torchImports } from '../../support/torch-scripts.ts'

/** A script around the lines that make and train the model, which begin in line 8. */
const script = (body: string) => ({
  'train.py': `import tensorflow as tf
from tensorflow.keras import layers, Model
from tensorflow.keras.applications import EfficientNetB0, EfficientNetV2B0, MobileNetV2
from tensorflow.keras.optimizers import Adam, SGD

train = tf.keras.utils.image_dataset_from_directory('flowers/train', label_mode='categorical')
val = tf.keras.utils.image_dataset_from_directory('flowers/val', label_mode='categorical')
${body}`,
})

const head = `x = layers.GlobalAveragePooling2D()(base.output)
outputs = layers.Dense(5, activation='softmax')(x)
model = Model(base.input, outputs)
`
const trained = (
  optimizer: string,
) => `model.compile(optimizer=${optimizer}, loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(train, validation_data=val, epochs=15)
`

/** Layers that were spread from a network under a new head; what `made` adds to them, and how `forward` gets features. */
const spreadNetwork = (made: string, features: string, learns: string) => `${torchImports}
class Birds(nn.Module):
    def __init__(self):
        super().__init__()
        whole = models.resnet34(weights='IMAGENET1K_V1')
        self.trunk = nn.Sequential(*list(whole.children())[:-1], nn.Flatten())
        ${made}
        self.top = nn.Linear(512, 7)
    def forward(self, x):
        ${features}
        return self.top(found)
model = Birds()
loader = DataLoader(datasets.ImageFolder('birds', transforms.ToTensor()), batch_size=32, shuffle=True)
criterion = nn.CrossEntropyLoss()
optimizer = optim.Adam(${learns}, lr=1e-3)
for epoch in range(5):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
`
const plainly = 'found = self.trunk(x)'

ruleTester(rule, {
  sick: [
    {
      name: 'layers that were spread from a network, all of which learn',
      files: { 'train.py': spreadNetwork('pass', plainly, 'model.parameters()') },
      findings: [{ at: 'train.py:10, train.py:20', says: 'The whole of resnet34 learns under a new head' }],
    },
    {
      name: 'Lightning: the rate among the hyperparameters, under a cosine',
      files: {
        'train.py': `import lightning as L
import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms

class Net(L.LightningModule):
    def __init__(self, lr=1e-3):
        super().__init__()
        self.save_hyperparameters()
        self.net = models.resnet18(weights='DEFAULT')
        self.net.fc = nn.Linear(512, 4)

    def training_step(self, batch, _):
        x, y = batch
        return nn.functional.cross_entropy(self(x), y)

    def forward(self, x):
        return self.net(x)

    def configure_optimizers(self):
        optimizer = torch.optim.Adam(self.parameters(), lr=self.hparams.lr)
        return [optimizer], [torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=10)]

loader = DataLoader(datasets.ImageFolder('train', transforms.ToTensor()), batch_size=32, shuffle=True)
L.Trainer(max_epochs=10).fit(Net(), loader)
`,
      },
      findings: [{ at: 'train.py:11, train.py:22', says: 'resnet18' }],
      unfixed: 'the trunk is a field of the module',
    },
    {
      name: 'never frozen, at the rate of a head',
      files: script(
        `base = EfficientNetB0(include_top=False, weights='imagenet', input_shape=(224, 224, 3))
${head}${trained('Adam(1e-3)')}`,
      ),
      findings: [
        { at: 'train.py:8, train.py:12', says: 'with Adam(0.001): freeze it first, or use at most 1e-4' },
      ],
    },
    {
      name: 'an optimizer by name',
      files: script(`base = EfficientNetV2B0(include_top=False)  # ImageNet weights
model = tf.keras.Sequential([base, layers.GlobalAveragePooling2D(), layers.Dropout(0.2), layers.Dense(5, activation='softmax')])
${trained("'adam'")}`),
      findings: [{ at: 'train.py:8, train.py:10', says: 'EfficientNetV2B0' }],
    },
    {
      name: 'trainable said aloud',
      files: script(
        `base = EfficientNetB0(include_top=False)
base.trainable = True
${head}${trained('SGD(learning_rate=0.01, momentum=0.9)')}`,
      ),
      findings: [{ at: 'train.py:8, train.py:13', says: 'SGD(0.01)' }],
      unfixed: 'the line that unfreezes it stays behind the one that freezes it',
    },
    {
      name: 'all layers unfrozen in a loop, behind a function that builds the model',
      files: script(`def build(classes):
    base = EfficientNetB0(include_top=False, weights='imagenet')
    for layer in base.layers:
        layer.trainable = True
    x = layers.GlobalAveragePooling2D()(base.output)
    x = layers.Dense(256, activation='relu')(x)
    return Model(base.input, layers.Dense(classes, activation='softmax')(x))
model = build(5)
${trained('Adam(learning_rate=5e-4)')}`),
      findings: [{ at: 'train.py:9, train.py:16', says: 'Adam(5e-4)' }],
      unfixed: 'the loop that unfreezes it stays behind the line that freezes it',
    },
    {
      name: 'frozen only for the second of two runs',
      files: script(`base = EfficientNetB0(include_top=False, pooling='avg')
model = tf.keras.Sequential([base, layers.Dense(5, activation='softmax')])
${trained('Adam()')}base.trainable = False
${trained('Adam(1e-5)')}`),
      findings: [{ at: 'train.py:8, train.py:10' }],
    },
    {
      name: 'a constructor over several lines',
      files: script(`base = EfficientNetB0(
    include_top=False,
    weights='imagenet',
)
${head}${trained('Adam(0.001)')}`),
      findings: [{ at: 'train.py:8, train.py:15' }],
      unfixed: 'what follows the call in its last line is not known',
    },
    {
      name: 'cells of a notebook',
      files: {
        'n.ipynb': notebook(
          "import keras\ntrain = keras.utils.image_dataset_from_directory('train')",
          "base = keras.applications.ConvNeXtTiny(include_top=False, weights='imagenet', pooling='avg')",
          "out = keras.layers.Dense(10, activation='softmax')(base.output)\nmodel = keras.Model(base.input, out)\nmodel.compile('adam', 'sparse_categorical_crossentropy')\nmodel.fit(train, epochs=10)",
        ),
      },
      findings: [{ at: 'n.ipynb cell 2:1, n.ipynb cell 3:3', says: 'ConvNeXtTiny' }],
    },
  ],
  healthy: [
    {
      name: 'layers that were spread from a network and frozen as one module',
      files: {
        'train.py': spreadNetwork('self.trunk.requires_grad_(False)', plainly, 'model.parameters()'),
      },
    },
    {
      name: 'layers that were spread from a network, of which the optimizer gets none',
      files: { 'train.py': spreadNetwork('pass', plainly, 'model.top.parameters()') },
    },
    {
      name: 'layers that were spread from a network, and run without gradients',
      files: {
        'train.py': spreadNetwork(
          'pass',
          'with torch.no_grad():\n            found = self.trunk(x)',
          'model.parameters()',
        ),
      },
    },
    {
      name: 'a trunk of Lightning that a callback keeps frozen at first',
      files: {
        'train.py': `${lightningNet}class Steps(BaseFinetuning):
    def freeze_before_training(self, module):
        self.freeze(module.backbone)
trainer = L.Trainer(max_epochs=10, callbacks=[BackboneFinetuning(4)])
trainer.fit(Net(), loader, val_loader)
trainer = L.Trainer(max_epochs=10, callbacks=[EarlyStopping('val_loss'), Steps()])
trainer.fit(Net(), loader, val_loader)
`,
      },
    },
    {
      name: 'a trunk of Lightning that the command line may keep frozen',
      files: {
        'train.py': `${lightningNet}LightningCLI(Net, Photos, trainer_defaults={'max_epochs': 10})
`,
      },
    },
    {
      name: 'PyTorch: weights frozen one by one by a method',
      files: {
        'train.py': `import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms
loader = DataLoader(datasets.ImageFolder('train', transforms.ToTensor()), batch_size=32, shuffle=True)
net = models.densenet121(weights='DEFAULT')
for p in net.parameters():
    p.requires_grad_(False)
net.classifier = nn.Linear(1024, 4)
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
for epoch in range(5):
    for x, y in loader:
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
`,
      },
    },
    {
      name: 'frozen first',
      files: script(
        `base = EfficientNetB0(include_top=False, weights='imagenet')
base.trainable = False
${head}${trained('Adam(1e-3)')}base.trainable = True
${trained('Adam(1e-5)')}`,
      ),
    },
    {
      name: 'everything from the start, at a low rate',
      files: script(`base = EfficientNetB0(include_top=False)
${head}${trained('Adam(1e-5)')}`),
    },
    {
      name: 'SGD at a low rate',
      files: script(`base = EfficientNetB0(include_top=False)
${head}${trained('SGD(0.001, momentum=0.9)')}`),
    },
    {
      name: 'random weights',
      files: script(`base = EfficientNetB0(include_top=False, weights=None)
${head}${trained('Adam(1e-3)')}`),
    },
    {
      name: 'only the last layers left trainable',
      files: script(
        `base = EfficientNetB0(include_top=False)
for layer in base.layers[:-20]:
    layer.trainable = False
${head}${trained('Adam(1e-3)')}`,
      ),
    },
    {
      name: 'a rate that a schedule warms up',
      files: script(`base = EfficientNetB0(include_top=False)
${head}model.compile(optimizer=Adam(1e-3), loss='categorical_crossentropy')
warm = tf.keras.callbacks.LearningRateScheduler(lambda epoch: min(1e-4, 1e-6 * 10 ** epoch))
model.fit(train, validation_data=val, epochs=15, callbacks=[warm])
`),
    },
    {
      name: 'a decaying rate',
      files: script(`base = EfficientNetB0(include_top=False)
schedule = tf.keras.optimizers.schedules.CosineDecay(1e-3, 10000, warmup_steps=1000)
${head}${trained('Adam(schedule)')}`),
    },
    {
      name: 'a trunk whose own top is kept',
      files: script(`base = MobileNetV2(weights='imagenet')
model = Model(base.input, layers.Dense(5, activation='softmax')(base.output))
${trained('Adam(1e-3)')}`),
    },
    {
      name: 'a network for segmentation, without a dense head',
      files: script(`base = MobileNetV2(include_top=False, input_shape=(128, 128, 3))
x = layers.Conv2DTranspose(3, 3, strides=2, padding='same')(base.output)
model = Model(base.input, x)
${trained("'adam'")}`),
    },
  ],
})
