import rule from '../../../rules/training/not-shuffled.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { torchImports } from '../../support/torch-scripts.ts'

/** A program that trains on `train_loader`, which `data` makes from line 8 on. */
const script = (data: string) => ({
  'train.py': `${torchImports}
tf = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])
${data}
net = models.resnet18(num_classes=4)
optimizer = optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
for epoch in range(10):
    for images, labels in train_loader:
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(images), labels).backward()
        optimizer.step()
`,
})

ruleTester(rule, {
  sick: [
    {
      name: 'a loader that is not told to shuffle a folder',
      files: script(`train_loader = DataLoader(datasets.ImageFolder('data/train', tf), batch_size=32)`),
      findings: [{ at: 'train.py:8, train.py:12', says: '(train_loader) come one class after the other' }],
    },
    {
      name: 'a loader that is told not to shuffle',
      files: script(`data = datasets.ImageFolder('data/train', transform=tf)
train_loader = DataLoader(
    data,
    batch_size=32,
    shuffle=False,
)`),
      findings: [{ at: 'train.py:12, train.py:17' }],
    },
  ],
  healthy: [
    {
      name: 'a loader that shuffles',
      files: script(
        `train_loader = DataLoader(datasets.ImageFolder('data/train', tf), batch_size=32, shuffle=True)`,
      ),
    },
    {
      name: 'a sampler that draws',
      files: script(`data = datasets.ImageFolder('data/train', tf)
train_loader = DataLoader(data, batch_size=32, sampler=torch.utils.data.RandomSampler(data))`),
    },
    {
      name: 'a sampler that is known at run time alone',
      files: script(`import os
data = datasets.ImageFolder('data/train', tf)
sampler = torch.utils.data.distributed.DistributedSampler(data) if os.environ.get('RANK') else None
train_loader = DataLoader(data, batch_size=32, shuffle=sampler is None, sampler=sampler)`),
    },
    {
      name: 'a random part of a folder',
      files: script(`data = datasets.ImageFolder('data', tf)
train_set, rest = random_split(data, [800, 200], torch.Generator().manual_seed(1))
train_loader = DataLoader(train_set, batch_size=32)`),
    },
    {
      name: 'a data set that comes in mixed order',
      files: script(
        `train_loader = DataLoader(datasets.FashionMNIST('data', train=True, transform=tf), batch_size=64)`,
      ),
    },
    {
      name: 'arguments from elsewhere',
      files: script(`from settings import loading
train_loader = DataLoader(datasets.ImageFolder('data/train', tf), **loading)`),
    },
  ],
})
