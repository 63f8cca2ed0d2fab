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
  ],
  healthy: [
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
