import rule from '../../../rules/training/loss-mismatch.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { torchImports } from '../../support/torch-scripts.ts'

const network = (layers: string, forward = 'return self.net(x)') => `${torchImports}
import torch.nn.functional as F

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), ${layers})

    def forward(self, x):
        ${forward}

train_loader, val_loader = (DataLoader(datasets.ImageFolder(d, transforms.ToTensor()), batch_size=32, shuffle=True) for d in ['train', 'val'])
model = Net()
optimizer = optim.Adam(model.parameters(), lr=1e-3)
`

const loop = (loss: string, call = 'criterion(model(x), y)') => `criterion = ${loss}
for epoch in range(5):
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = ${call}
        loss.backward()
        optimizer.step()
`

/** The layers of a pretrained network but its classifier, and others behind them. */
const cutNetwork = (head: string) => `${torchImports}
trunk = models.resnet34(weights='IMAGENET1K_V1')
for p in trunk.parameters():
    p.requires_grad = False
model = nn.Sequential(*list(trunk.children())[:-1], nn.Flatten(), ${head})
train_loader, val_loader = (DataLoader(datasets.ImageFolder(d, transforms.ToTensor()), batch_size=32, shuffle=True) for d in ['train', 'val'])
optimizer = optim.Adam(model.parameters(), lr=1e-3)
`

ruleTester(rule, {
  sick: [
    {
      name: 'NLLLoss on the raw outputs behind layers that were spread from a network',
      files: { 'train.py': cutNetwork('nn.Dropout(0.2), nn.Linear(512, 7)') + loop('nn.NLLLoss()') },
      findings: [{ at: 'train.py:10, train.py:13', says: 'given raw outputs' }],
    },
    {
      name: 'a softmax layer before CrossEntropyLoss',
      files: { 'train.py': network('nn.Linear(8, 5), nn.Softmax(dim=1)') + loop('nn.CrossEntropyLoss()') },
      findings: [{ at: 'train.py:12, train.py:20', says: 'gone through softmax already' }],
    },
    {
      name: 'F.softmax at the end of forward',
      files: {
        'train.py':
          network('nn.Linear(8, 5)', 'return F.softmax(self.net(x), dim=1)') + loop('nn.CrossEntropyLoss()'),
      },
      findings: [{ at: 'train.py:15, train.py:20' }],
    },
    {
      name: 'a softmax in the loop before F.cross_entropy',
      files: {
        'train.py':
          network('nn.Linear(8, 5)') + loop('None', 'F.cross_entropy(torch.softmax(model(x), dim=1), y)'),
      },
      findings: [{ at: 'train.py:24, train.py:24' }],
    },
    {
      name: 'a sigmoid before BCEWithLogitsLoss',
      files: { 'train.py': network('nn.Linear(8, 1), nn.Sigmoid()') + loop('nn.BCEWithLogitsLoss()') },
      findings: [{ at: 'train.py:12, train.py:20', says: 'applies a sigmoid itself' }],
    },
    {
      name: 'NLLLoss on raw outputs',
      files: { 'train.py': network('nn.Linear(8, 5)') + loop('nn.NLLLoss()') },
      findings: [
        { at: 'train.py:12, train.py:20', says: 'takes log-probabilities, and is given raw outputs' },
      ],
    },
    {
      name: 'NLLLoss on probabilities',
      files: { 'train.py': network('nn.Linear(8, 5), nn.Softmax(dim=1)') + loop('nn.NLLLoss()') },
      findings: [{ at: 'train.py:12, train.py:20' }],
      unfixed: 'log_softmax in the model or another loss: for the person to say',
    },
    {
      name: 'one output under CrossEntropyLoss',
      files: { 'train.py': network('nn.Linear(8, 1)') + loop('nn.CrossEntropyLoss()') },
      findings: [{ at: 'train.py:12, train.py:20', says: 'over one output is always 0' }],
      unfixed: 'the labels would have to change',
    },
    {
      name: 'BCELoss on raw outputs',
      files: { 'train.py': network('nn.Linear(8, 1)') + loop('nn.BCELoss()') },
      findings: [{ at: 'train.py:12, train.py:20', says: 'takes probabilities' }],
    },
    {
      name: 'a softmax as part of the new head of a pretrained network',
      files: {
        'train.py': `${torchImports}
train_loader = DataLoader(datasets.ImageFolder('train', transforms.ToTensor()), batch_size=32, shuffle=True)
model = models.resnet18(weights='DEFAULT')
model.fc = nn.Sequential(nn.Linear(512, 5), nn.Softmax(dim=1))
optimizer = optim.Adam(model.fc.parameters(), lr=1e-3)
${loop('nn.CrossEntropyLoss()')}`,
      },
      findings: [{ at: 'train.py:9, train.py:11' }],
    },
  ],
  healthy: [
    {
      name: 'NLLLoss on log-probabilities behind layers that were spread from a network',
      files: {
        'train.py': cutNetwork('nn.Linear(512, 7), nn.LogSoftmax(dim=1)') + loop('nn.NLLLoss()'),
      },
    },
    {
      name: 'raw outputs into CrossEntropyLoss',
      files: { 'train.py': network('nn.Linear(8, 5)') + loop('nn.CrossEntropyLoss()') },
    },
    {
      name: 'log_softmax into NLLLoss',
      files: {
        'train.py':
          network('nn.Linear(8, 5)', 'return F.log_softmax(self.net(x), dim=1)') + loop('nn.NLLLoss()'),
      },
    },
    {
      name: 'log_softmax into CrossEntropyLoss, which changes nothing',
      files: {
        'train.py': network('nn.Linear(8, 5), nn.LogSoftmax(dim=1)') + loop('nn.CrossEntropyLoss()'),
      },
    },
    {
      name: 'a sigmoid into BCELoss',
      files: { 'train.py': network('nn.Linear(8, 1), nn.Sigmoid()') + loop('nn.BCELoss()') },
    },
    {
      name: 'raw outputs into BCEWithLogitsLoss, squeezed',
      files: {
        'train.py':
          network('nn.Linear(8, 1)') +
          loop('nn.BCEWithLogitsLoss()', 'criterion(model(x).squeeze(1), y.float())'),
      },
    },
    {
      name: 'a softmax for the accuracy beside the loss',
      files: {
        'train.py':
          network('nn.Linear(8, 5)') +
          loop('nn.CrossEntropyLoss()').replace(
            '        loss.backward()',
            '        probabilities = F.softmax(model(x), dim=1)\n        loss.backward()',
          ),
      },
    },
    {
      name: 'a softmax that forward applies in evaluation only',
      files: {
        'train.py':
          network(
            'nn.Linear(8, 5)',
            'x = self.net(x)\n        return x if self.training else F.softmax(x, dim=1)',
          ) + loop('nn.CrossEntropyLoss()'),
      },
    },
    {
      name: 'a loss of the program’s own',
      files: {
        'train.py':
          network('nn.Linear(8, 5), nn.Softmax(dim=1)') +
          `class Own(nn.Module):
    def forward(self, p, y):
        return -torch.log(p.gather(1, y[:, None])).mean()
${loop('Own()')}`,
      },
    },
  ],
})
