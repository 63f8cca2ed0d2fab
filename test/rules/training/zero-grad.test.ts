import rule from '../../../rules/training/zero-grad.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { torchImports, torchSetup } from '../../support/torch-scripts.ts'

const epochs = (body: string, after = '') => `${torchSetup}
for epoch in range(10):
    model.train()
    for images, labels in train_loader:
${body.replace(/^(?=.)/gm, '        ')}
${after}`

ruleTester(rule, {
  sick: [
    {
      name: 'a plain loop without zero_grad',
      files: {
        'train.py': epochs(`images, labels = images.to(device), labels.to(device)
outputs = model(images)
loss = criterion(outputs, labels)
loss.backward()
optimizer.step()`),
      },
      findings: [{ at: 'train.py:27, train.py:26', says: 'never cleared' }],
    },
    {
      name: 'cleared once for each epoch only',
      files: {
        'train.py': `${torchSetup}
for epoch in range(10):
    model.train()
    optimizer.zero_grad()
    for i, (images, labels) in enumerate(train_loader):
        loss = criterion(model(images.to(device)), labels.to(device))
        loss.backward()
        optimizer.step()
`,
      },
      findings: [{ at: 'train.py:26, train.py:25' }],
    },
    {
      name: 'a function for one epoch, called with the model and the optimizer',
      files: {
        'train.py': `${torchSetup}
def train_one_epoch(model, loader, optimizer, criterion):
    model.train()
    running = 0.0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        loss = criterion(model(images), labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        running += loss.item()
    return running / len(loader)

for epoch in range(5):
    train_one_epoch(model, train_loader, optimizer, criterion)
`,
      },
      findings: [{ at: 'train.py:28, train.py:26' }],
    },
    {
      name: 'mixed precision without zero_grad',
      files: {
        'train.py': `${torchSetup}
scaler = torch.cuda.amp.GradScaler()
for epoch in range(3):
    for images, labels in train_loader:
        with torch.cuda.amp.autocast():
            loss = criterion(model(images.cuda()), labels.cuda())
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
`,
      },
      findings: [{ at: 'train.py:26, train.py:25' }],
    },
    {
      name: 'cleared between backward and the step',
      files: {
        'train.py': epochs(`loss = criterion(model(images.to(device)), labels.to(device))
loss.backward()
optimizer.zero_grad()
optimizer.step()`),
      },
      findings: [{ at: 'train.py:25, train.py:26', says: 'no step changes anything' }],
    },
    {
      name: 'gradients that are accumulated and never cleared',
      files: {
        'train.py': `${torchSetup}
accumulation_steps = 4
for epoch in range(10):
    for i, (images, labels) in enumerate(train_loader):
        loss = criterion(model(images.to(device)), labels.to(device)) / accumulation_steps
        loss.backward()
        if (i + 1) % accumulation_steps == 0:
            optimizer.step()
`,
      },
      findings: [{ at: 'train.py:26, train.py:24' }],
    },
    {
      name: 'a trainer class of the program',
      files: {
        'train.py': `${torchSetup}
class Trainer:
    def __init__(self, model, optimizer, criterion):
        self.model = model
        self.optimizer = optimizer
        self.criterion = criterion

    def train(self, loader, epochs):
        for epoch in range(epochs):
            for images, labels in loader:
                loss = self.criterion(self.model(images), labels)
                loss.backward()
                self.optimizer.step()

Trainer(model, optimizer, criterion).train(train_loader, 5)
`,
      },
      findings: [{ at: 'train.py:31, train.py:30' }],
    },
    {
      name: 'a training function in a file of its own',
      files: {
        'engine.py': `import torch

def fit(model, optimizer, criterion, loader, epochs):
    for epoch in range(epochs):
        for x, y in loader:
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
`,
        'train.py': `${torchSetup}
from engine import fit
fit(model, optimizer, criterion, train_loader, 10)
`,
      },
      findings: [{ at: 'engine.py:8, engine.py:7' }],
    },
  ],
  healthy: [
    {
      name: 'several optimizers, cleared in a loop of the closure that they step by',
      files: {
        'train.py': `import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms

class Trainer:
    def __init__(self, net, loader):
        self.net, self.loader = net, loader
        self.optimizers = [torch.optim.SGD(net.parameters(), lr=0.01)]

    def clear(self):
        for optimizer in self.optimizers:
            optimizer.zero_grad()

    def step(self, closure):
        for optimizer in self.optimizers:
            optimizer.step(closure)

    def batch(self, x, y):
        def closure():
            self.clear()
            loss = nn.functional.cross_entropy(self.net(x), y)
            loss.backward()
            return loss
        self.step(closure)
`,
      },
    },
    {
      name: 'zero_grad before backward',
      files: {
        'train.py': epochs(`optimizer.zero_grad()
loss = criterion(model(images.to(device)), labels.to(device))
loss.backward()
optimizer.step()`),
      },
    },
    {
      name: 'zero_grad(set_to_none=True) behind the step',
      files: {
        'train.py': epochs(`loss = criterion(model(images.to(device)), labels.to(device))
loss.backward()
optimizer.step()
optimizer.zero_grad(set_to_none=True)`),
      },
    },
    {
      name: 'the gradients of the model cleared',
      files: {
        'train.py': epochs(`model.zero_grad()
loss = criterion(model(images.to(device)), labels.to(device))
loss.backward()
optimizer.step()`),
      },
    },
    {
      name: 'gradients set to None one by one',
      files: {
        'train.py': epochs(`for p in model.parameters():
    p.grad = None
loss = criterion(model(images.to(device)), labels.to(device))
loss.backward()
optimizer.step()`),
      },
    },
    {
      name: 'gradients accumulated over four batches',
      files: {
        'train.py': `${torchSetup}
optimizer.zero_grad()
for epoch in range(10):
    for i, (images, labels) in enumerate(train_loader):
        loss = criterion(model(images.to(device)), labels.to(device)) / 4
        loss.backward()
        if (i + 1) % 4 == 0 or (i + 1) == len(train_loader):
            optimizer.step()
            optimizer.zero_grad()
`,
      },
    },
    {
      name: 'cleared in a helper',
      files: {
        'train.py': `${torchSetup}
def update(loss, optimizer):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

for epoch in range(10):
    for images, labels in train_loader:
        update(criterion(model(images), labels), optimizer)
`,
      },
    },
    {
      name: 'a helper that is not part of the project',
      files: {
        'train.py': `${torchSetup}
from mylib.training import clear_gradients
for epoch in range(10):
    for images, labels in train_loader:
        clear_gradients(optimizer)
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
`,
      },
    },
    {
      name: 'a Lightning module: the trainer clears',
      files: {
        'train.py': `${torchImports}
import pytorch_lightning as pl

class LitModel(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = models.resnet18(weights='DEFAULT')
        self.loss = nn.CrossEntropyLoss()

    def training_step(self, batch, batch_idx):
        x, y = batch
        return self.loss(self.net(x), y)

    def configure_optimizers(self):
        return optim.Adam(self.parameters(), lr=1e-4)

train_loader = DataLoader(datasets.ImageFolder('train', transforms.ToTensor()), batch_size=32)
pl.Trainer(max_epochs=5).fit(LitModel(), train_loader)
`,
      },
    },
    {
      name: 'LBFGS with a closure',
      files: {
        'train.py': `${torchSetup}
optimizer = optim.LBFGS(model.parameters(), lr=1)
def run():
    for images, labels in train_loader:
        def closure():
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            return loss
        optimizer.step(closure)
run()
run()
`,
      },
    },
    {
      name: 'one step for the whole epoch',
      files: {
        'train.py': `${torchSetup}
for epoch in range(10):
    optimizer.zero_grad()
    for images, labels in train_loader:
        loss = criterion(model(images), labels) / len(train_loader)
        loss.backward()
    optimizer.step()
`,
      },
    },
    {
      name: 'the phases of the tutorial in one loop, with accelerate',
      files: {
        'train.py': `${torchSetup}
from accelerate import Accelerator
accelerator = Accelerator()
model, optimizer, train_loader, val_loader = accelerator.prepare(model, optimizer, train_loader, val_loader)
loaders = {'train': train_loader, 'val': val_loader}
for epoch in range(3):
    for phase in ['train', 'val']:
        model.train(phase == 'train')
        for images, labels in loaders[phase]:
            optimizer.zero_grad()
            with torch.set_grad_enabled(phase == 'train'):
                loss = criterion(model(images), labels)
                if phase == 'train':
                    accelerator.backward(loss)
                    optimizer.step()
`,
      },
    },
  ],
})
