import rule from '../../../rules/training/eval-mode.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { torchImports, torchSetup } from '../../support/torch-scripts.ts'

const trained = `
for epoch in range(10):
    model.train()
    for images, labels in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(images.to(device)), labels.to(device))
        loss.backward()
        optimizer.step()
`

/** A network of the program's own, with or without layers that act differently in training. */
const ownNetwork = (dropout: string) => `${torchImports}
import torch.nn.functional as F

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.pool = nn.MaxPool2d(2, 2)
${dropout === '' ? '' : `        self.drop = ${dropout}\n`}        self.fc1 = nn.Linear(6 * 14 * 14, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = torch.flatten(x, 1)
        return self.fc1(${dropout === '' ? 'x' : 'self.drop(x)'})

transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))])
trainloader = DataLoader(datasets.CIFAR10('./data', train=True, transform=transform), batch_size=4, shuffle=True)
testloader = DataLoader(datasets.CIFAR10('./data', train=False, transform=transform), batch_size=4)
net = Net()
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(net.parameters(), lr=0.001, momentum=0.9)
for epoch in range(2):
    for i, data in enumerate(trainloader, 0):
        inputs, labels = data
        optimizer.zero_grad()
        loss = criterion(net(inputs), labels)
        loss.backward()
        optimizer.step()
`

ruleTester(rule, {
  sick: [
    {
      name: 'validation in each epoch without eval and no_grad',
      files: {
        'train.py': `${torchSetup}${trained}
    correct = 0
    for images, labels in val_loader:
        outputs = model(images.to(device))
        correct += (outputs.argmax(1) == labels.to(device)).sum().item()
    print(correct / len(val_loader.dataset))
`,
      },
      findings: [
        { at: 'train.py:29, train.py:30', says: 'eval() is not called before this loop, and gradients' },
      ],
    },
    {
      name: 'no_grad without eval',
      files: {
        'train.py': `${torchSetup}${trained}
    with torch.no_grad():
        for images, labels in val_loader:
            outputs = model(images.to(device))
            total = (outputs.argmax(1) == labels.to(device)).sum().item()
`,
      },
      findings: [
        { at: 'train.py:29, train.py:30', says: 'in training mode when it meets the validation images' },
      ],
    },
    {
      name: 'eval without no_grad',
      files: {
        'train.py': `${torchSetup}${trained}
    model.eval()
    for images, labels in val_loader:
        loss = criterion(model(images.to(device)), labels.to(device))
`,
      },
      findings: [{ at: 'train.py:29, train.py:30', says: 'recorded for nothing' }],
    },
    {
      name: 'a test script that loads weights and forgets eval',
      files: {
        'test.py': `${torchImports}
tf = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor()])
test_loader = DataLoader(datasets.ImageFolder('data/test', tf), batch_size=16)
model = models.densenet121(weights=None)
model.classifier = nn.Linear(1024, 5)
model.load_state_dict(torch.load('best.pt'))
model.cuda()
with torch.no_grad():
    for x, y in test_loader:
        pred = model(x.cuda()).argmax(dim=1)
`,
      },
      findings: [{ at: 'test.py:14, test.py:15', says: 'meets the test images' }],
    },
    {
      name: 'an own network with dropout, evaluated by a function',
      files: {
        'train.py': `${ownNetwork('nn.Dropout(0.5)')}
def evaluate(net, loader):
    correct, total = 0, 0
    with torch.no_grad():
        for data in loader:
            images, labels = data
            outputs = net(images)
            _, predicted = torch.max(outputs.data, 1)
            total += labels.size(0)
            correct += (predicted == labels).sum().item()
    return correct / total

print(evaluate(net, testloader))
`,
      },
      findings: [{ at: 'train.py:39, train.py:41' }],
    },
    {
      name: 'train() once before all epochs, eval() within: training goes on in evaluation mode',
      files: {
        'train.py': `${torchSetup}
model.train()
for epoch in range(10):
    for images, labels in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(images.to(device)), labels.to(device))
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        for images, labels in val_loader:
            loss = criterion(model(images.to(device)), labels.to(device))
`,
      },
      findings: [{ at: 'train.py:22, train.py:27', says: 'eval() is never undone' }],
    },
    {
      name: 'evaluation that comes after train() of the same epoch',
      files: {
        'train.py': `${torchSetup}
def run_epoch(loader, optimizer=None):
    model.train()
    for images, labels in loader:
        loss = criterion(model(images.to(device)), labels.to(device))
        if optimizer is not None:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

for epoch in range(10):
    run_epoch(train_loader, optimizer)
    with torch.no_grad():
        run_epoch(val_loader)
`,
      },
      findings: [{ at: 'train.py:22, train.py:23' }],
      unfixed: 'one function for both sides: eval() before its loop would be for training as well',
    },
  ],
  healthy: [
    {
      name: 'eval and no_grad in each epoch',
      files: {
        'train.py': `${torchSetup}${trained}
    model.eval()
    with torch.no_grad():
        for images, labels in val_loader:
            outputs = model(images.to(device))
`,
      },
    },
    {
      name: 'train(False) and inference_mode',
      files: {
        'train.py': `${torchSetup}${trained}
    model.train(False)
    with torch.inference_mode():
        for images, labels in val_loader:
            outputs = model(images.to(device))
`,
      },
    },
    {
      name: 'a decorated function that calls eval itself',
      files: {
        'train.py': `${torchSetup}
@torch.no_grad()
def validate(model, loader):
    model.eval()
    return sum((model(x).argmax(1) == y).sum().item() for x, y in loader) and [model(x) for x, y in loader]

@torch.no_grad()
def test(model, loader):
    set_eval(model)
    for x, y in loader:
        model(x)

def set_eval(model):
    model.eval()
${trained}
    validate(model, val_loader)
    test(model, val_loader)
`,
      },
    },
    {
      name: 'the phases of the transfer-learning tutorial',
      files: {
        'train.py': `${torchSetup}
dataloaders = {'train': train_loader, 'val': val_loader}
def train_model(model, criterion, optimizer, num_epochs=25):
    for epoch in range(num_epochs):
        for phase in ['train', 'val']:
            if phase == 'train':
                model.train()
            else:
                model.eval()
            for inputs, labels in dataloaders[phase]:
                optimizer.zero_grad()
                with torch.set_grad_enabled(phase == 'train'):
                    outputs = model(inputs)
                    loss = criterion(outputs, labels)
                    if phase == 'train':
                        loss.backward()
                        optimizer.step()
train_model(model, criterion, optimizer)
`,
      },
    },
    {
      name: 'the tutorial network without dropout or batch norm',
      files: {
        'train.py': `${ownNetwork('')}
with torch.no_grad():
    for data in testloader:
        images, labels = data
        outputs = net(images)
`,
      },
    },
    {
      name: 'a Lightning module: the trainer sets the mode',
      files: {
        'train.py': `${torchImports}
import lightning as L

class Lit(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = models.resnet18(weights='DEFAULT')

    def training_step(self, batch, batch_idx):
        x, y = batch
        return nn.functional.cross_entropy(self.net(x), y)

    def validation_step(self, batch, batch_idx):
        x, y = batch
        self.log('val_loss', nn.functional.cross_entropy(self.net(x), y))

    def configure_optimizers(self):
        return optim.Adam(self.parameters(), lr=1e-4)

train_loader = DataLoader(datasets.ImageFolder('train', transforms.ToTensor()), batch_size=32)
val_loader = DataLoader(datasets.ImageFolder('val', transforms.ToTensor()), batch_size=32)
trainer = L.Trainer(max_epochs=5)
trainer.fit(Lit(), train_loader, val_loader)
`,
      },
    },
    {
      name: 'the mode is set by code that we do not see',
      files: {
        'train.py': `${torchSetup}
from mylib import freeze_for_evaluation
${trained}
    freeze_for_evaluation(model)
    with torch.no_grad():
        for images, labels in val_loader:
            outputs = model(images)
`,
      },
    },
    {
      name: 'statistics of batch norm gathered on purpose over the training images',
      files: {
        'swa.py': `${torchSetup}
model.train()
with torch.no_grad():
    for images, _ in train_loader:
        model(images)
`,
      },
    },
    {
      name: 'evaluation every fifth epoch, in a branch',
      files: {
        'train.py': `${torchSetup}${trained}
    if epoch % 5 == 0:
        model.eval()
        with torch.no_grad():
            for images, labels in val_loader:
                outputs = model(images)
`,
      },
    },
    {
      name: 'saliency maps need gradients of the evaluation images',
      files: {
        'saliency.py': `${torchSetup}
model.eval()
for images, labels in val_loader:
    images.requires_grad_()
    scores = model(images).max(1)[0].sum()
    scores.backward()
    print(images.grad.abs().max())
`,
      },
    },
    {
      name: 'a mode that is restored after a look at the predictions',
      files: {
        'train.py': `${torchSetup}
def visualize(model, loader):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        for i, (inputs, labels) in enumerate(loader):
            outputs = model(inputs)
            if i == 5:
                model.train(mode=was_training)
                return
    model.train(mode=was_training)
${trained}
    visualize(model, val_loader)
`,
      },
    },
    {
      name: 'gradients switched off for the whole script',
      files: {
        'test.py': `${torchSetup}
torch.set_grad_enabled(False)
model.eval()
for images, labels in val_loader:
    print(model(images).argmax(1))
`,
      },
    },
  ],
})
