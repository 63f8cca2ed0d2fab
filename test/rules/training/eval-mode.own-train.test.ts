import rule from '../../../rules/training/eval-mode.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { torchSetup } from '../../support/torch-scripts.ts'

/** A network that keeps its pretrained part in evaluation mode, trained and evaluated; `first`: before all epochs. */
const frozenPart = (ownTrain: string, first: string, each: string) => `${torchSetup}
class Frozen(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = models.resnet18(weights='IMAGENET1K_V1')
        self.classify = nn.Sequential(nn.Dropout(0.4), nn.Linear(1000, 10))
    def train(self, mode=True):
${ownTrain}
    def forward(self, x):
        return self.classify(self.features(x))

frozen = Frozen()
optimizer = optim.Adam(frozen.classify.parameters())
${first}
for epoch in range(10):
    ${each}
    for images, labels in train_loader:
        optimizer.zero_grad()
        loss = criterion(frozen(images), labels)
        loss.backward()
        optimizer.step()
    frozen.eval()
    with torch.no_grad():
        for images, labels in val_loader:
            loss = criterion(frozen(images), labels)
`
const asBase = `        super().train(mode)
        self.features.eval()
        return self`

ruleTester(rule, {
  sick: [
    {
      name: 'a train() of its own, called once before all epochs',
      files: { 'train.py': frozenPart(asBase, 'frozen.train()', 'print(epoch)') },
      findings: [{ at: 'train.py:37, train.py:42', says: 'eval() is never undone' }],
    },
  ],
  healthy: [
    {
      name: 'a train() of its own that calls the one it extends',
      files: { 'train.py': frozenPart(asBase, '', 'frozen.train()') },
    },
    {
      name: 'a train() of its own that names its class to super()',
      files: {
        'train.py': frozenPart(asBase.replace('super()', 'super(Frozen, self)'), '', 'frozen.train(True)'),
      },
    },
    {
      name: 'a train() of its own that calls that of Module by its name',
      files: {
        'train.py': frozenPart(
          '        nn.Module.train(self, mode)\n        return self',
          '',
          'frozen.train()',
        ),
      },
    },
    {
      name: 'a train() of its own that sets the modes of the parts',
      files: {
        'train.py': frozenPart(
          '        self.training = mode\n        for part in self.children():\n            part.train(mode)\n        return self',
          '',
          'frozen.train()',
        ),
      },
    },
  ],
})
