import rule from '../../../rules/fine-tuning/not-recompiled.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { torchImports } from '../../support/torch-scripts.ts'

const script = (optimizer: string, between: string) => `${torchImports}
tf = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor(), transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])
train_loader = DataLoader(datasets.ImageFolder('train', tf), batch_size=32, shuffle=True)
val_loader = DataLoader(datasets.ImageFolder('val', tf), batch_size=32)
model = models.resnet18(weights='DEFAULT')
for p in model.parameters():
    p.requires_grad = False
model.fc = nn.Linear(512, 5)
criterion = nn.CrossEntropyLoss()

def fit(optimizer, epochs):
    for epoch in range(epochs):
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()

optimizer = ${optimizer}
fit(optimizer, 5)
${between}
fit(optimizer, 10)
`

const unfreeze = 'for p in model.parameters():\n    p.requires_grad = True'
const head = 'optim.Adam(model.fc.parameters(), lr=1e-3)'

ruleTester(rule, {
  sick: [
    {
      name: 'an optimizer of the head alone',
      files: { 'train.py': script(head, unfreeze) },
      findings: [{ at: 'train.py:27, train.py:24, train.py:19', says: 'it never changes them' }],
      unfixed: 'the rate of the new optimizer is for the person to say',
    },
    {
      name: 'an optimizer of what was trainable then',
      files: {
        'train.py': script(
          'optim.Adam(filter(lambda p: p.requires_grad, model.parameters()), lr=1e-3)',
          unfreeze,
        ),
      },
      findings: [{ at: 'train.py:27, train.py:24, train.py:19' }],
      unfixed: 'the rate of the new optimizer is for the person to say',
    },
    {
      name: 'the last block unfrozen too late',
      files: {
        'train.py': script(
          'optim.SGD([p for p in model.parameters() if p.requires_grad], lr=1e-2)',
          'for p in model.layer4.parameters():\n    p.requires_grad = True',
        ),
      },
      findings: [{ at: 'train.py:27, train.py:24, train.py:19' }],
      unfixed: 'the rate of the new optimizer is for the person to say',
    },
    ...["name.startswith(('layer3', 'layer4'))", "'fc' in name or 'layer4' in name"].map((test) => ({
      name: `blocks that are picked by name, too late: ${test}`,
      files: {
        'train.py': script(
          'optim.SGD(filter(lambda p: p.requires_grad, model.parameters()), lr=1e-2)',
          `for name, p in model.named_parameters():
    if ${test}:
        p.requires_grad = True`,
        ),
      },
      findings: [{ at: 'train.py:28, train.py:24, train.py:19' }],
      unfixed: 'the rate of the new optimizer is for the person to say',
    })),
    {
      name: 'a class that unfreezes a block in some epoch, and leaves its optimizer as it is',
      files: {
        'train.py': `${torchImports}
class Trainer:
    def __init__(self):
        self.loader = DataLoader(datasets.ImageFolder('train', transforms.ToTensor()), batch_size=32, shuffle=True)
        self.net = models.resnet18(weights='DEFAULT')
        self.net.requires_grad_(False)
        self.net.fc = nn.Linear(512, 5)
        self.steps = optim.AdamW([p for p in self.net.parameters() if p.requires_grad], lr=1e-3)

    def melt(self):
        for key, weight in self.net.named_parameters():
            if key.startswith('layer4.'):
                weight.requires_grad = True

    def run(self):
        for epoch in range(12):
            if epoch == 3:
                self.melt()
            self.net.train()
            for x, y in self.loader:
                self.steps.zero_grad()
                nn.functional.cross_entropy(self.net(x), y).backward()
                self.steps.step()

Trainer().run()
`,
      },
      findings: [{ at: 'train.py:18, train.py:13, train.py:25', says: 'it never changes them' }],
      unfixed: 'the rate of the new optimizer is for the person to say',
    },
  ],
  healthy: [
    {
      name: 'parameters of the head by their names, and parts of the trunk that an optimizer of all has',
      files: {
        'train.py': script(
          head,
          `for name, p in model.named_parameters():
    if name.startswith('fc') or 'fc.' in name:
        p.requires_grad = True`,
        ),
        'all.py': script(
          'optim.Adam(model.parameters(), lr=1e-3)',
          `for name, p in model.named_parameters():
    if name.startswith('layer4'):
        p.requires_grad = True`,
        ),
        'anew.py': script(
          head,
          `for name, p in model.named_parameters():
    if 'layer4' in name:
        p.requires_grad = True
optimizer = optim.Adam(model.parameters(), lr=1e-5)`,
        ),
      },
    },
    {
      name: 'an optimizer of all parameters, which takes what is unfrozen later',
      files: { 'train.py': script('optim.Adam(model.parameters(), lr=1e-4)', unfreeze) },
    },
    {
      name: 'an optimizer made anew',
      files: {
        'train.py': script(head, `${unfreeze}\noptimizer = optim.Adam(model.parameters(), lr=1e-5)`),
      },
    },
    {
      name: 'the unfrozen weights added to the optimizer',
      files: {
        'train.py': script(
          head,
          `${unfreeze}\noptimizer.add_param_group({'params': model.layer4.parameters(), 'lr': 1e-5})`,
        ),
      },
    },
    { name: 'the head alone all the way', files: { 'train.py': script(head, 'pass') } },
  ],
})
