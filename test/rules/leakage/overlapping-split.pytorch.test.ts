import rule from '../../../rules/leakage/overlapping-split.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { torchImports } from '../../support/torch-scripts.ts'

const loops = `
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
val_loader = DataLoader(val_set, batch_size=32)
model = models.resnet18(weights='DEFAULT')
model.fc = nn.Linear(512, 5)
optimizer = optim.SGD(model.parameters(), lr=1e-3)
for epoch in range(5):
    model.train()
    for x, y in train_loader:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        for x, y in val_loader:
            model(x)
`

const two = `${torchImports}
aug = transforms.Compose([transforms.RandomResizedCrop(224), transforms.ToTensor()])
plain = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor()])
train_data = datasets.ImageFolder('data', transform=aug)
val_data = datasets.ImageFolder('data', transform=plain)
n = int(0.8 * len(train_data))
lengths = [n, len(train_data) - n]
`

ruleTester(rule, {
  sick: [
    {
      name: 'two random_split calls without a generator',
      files: {
        'train.py': `${two}train_set, _ = random_split(train_data, lengths)
_, val_set = random_split(val_data, lengths)
${loops}`,
      },
      findings: [{ at: 'train.py:14, train.py:13', says: 'draw two different orders' }],
      unfixed: 'which seed is for the person to say',
    },
    {
      name: 'one generator that goes on between two calls',
      files: {
        'train.py': `${two}g = torch.Generator().manual_seed(42)
train_set, _ = random_split(train_data, lengths, generator=g)
_, val_set = random_split(val_data, lengths, generator=g)
${loops}`,
      },
      findings: [{ at: 'train.py:15, train.py:14' }],
      unfixed: 'which seed is for the person to say',
    },
    {
      name: 'the program seeded once, then two calls',
      files: {
        'train.py': `${two}torch.manual_seed(0)
train_set, _ = random_split(train_data, lengths)
_, val_set = random_split(val_data, lengths)
${loops}`,
      },
      findings: [{ at: 'train.py:15, train.py:14' }],
      unfixed: 'which seed is for the person to say',
    },
    {
      name: 'differing seeds',
      files: {
        'train.py': `${two}train_set, _ = random_split(train_data, lengths, generator=torch.Generator().manual_seed(1))
_, val_set = random_split(val_data, lengths, generator=torch.Generator().manual_seed(2))
${loops}`,
      },
      findings: [{ at: 'train.py:14, train.py:13' }],
      unfixed: 'which seed is for the person to say',
    },
    {
      name: 'the whole folder on both sides',
      files: {
        'train.py': `${two}train_set, val_set = train_data, val_data
${loops}`,
      },
      findings: [{ at: 'train.py:16, train.py:15', says: 'both read all of data' }],
      unfixed: 'which images are for validation is for the person to say',
    },
    {
      name: 'a validation part of the dataset that is trained on as a whole',
      files: {
        'train.py': `${two}_, val_set = random_split(train_data, lengths, generator=torch.Generator().manual_seed(1))
train_set = train_data
${loops}`,
      },
      findings: [{ at: 'train.py:13, train.py:16', says: 'training reads the whole dataset' }],
      unfixed: 'the other part has to be used',
    },
    {
      name: 'the training part on both sides of two equal splits',
      files: {
        'train.py': `${two}train_set, _ = random_split(train_data, lengths, generator=torch.Generator().manual_seed(7))
val_set, _ = random_split(val_data, lengths, generator=torch.Generator().manual_seed(7))
${loops}`,
      },
      findings: [{ at: 'train.py:14, train.py:13', says: 'both take the same part' }],
      unfixed: 'the other part has to be used',
    },
  ],
  healthy: [
    {
      name: 'one split',
      files: { 'train.py': `${two}train_set, val_set = random_split(train_data, lengths)\n${loops}` },
    },
    {
      name: 'two splits with generators of one seed',
      files: {
        'train.py': `${two}train_set, _ = random_split(train_data, lengths, generator=torch.Generator().manual_seed(42))
_, val_set = random_split(val_data, lengths, generator=torch.Generator().manual_seed(42))
${loops}`,
      },
    },
    {
      name: 'the program seeded anew before each split',
      files: {
        'train.py': `${two}torch.manual_seed(0)
train_set, _ = random_split(train_data, lengths)
torch.manual_seed(0)
_, val_set = random_split(val_data, lengths)
${loops}`,
      },
    },
    {
      name: 'Subsets of the same indices',
      files: {
        'train.py': `${two}order = torch.randperm(len(train_data)).tolist()
train_set, val_set = Subset(train_data, order[:n]), Subset(val_data, order[n:])
${loops}`,
      },
    },
    {
      name: 'two folders',
      files: {
        'train.py': `${two.replace("'data', transform=plain", "'data_val', transform=plain")}train_set, val_set = train_data, val_data
${loops}`,
      },
    },
    {
      name: 'samplers over the same folder',
      files: {
        'train.py': `${two}from torch.utils.data import SubsetRandomSampler
train_set, val_set = train_data, val_data
${loops.replace('shuffle=True', 'sampler=SubsetRandomSampler(ids[:800])').replace('(val_set, batch_size=32)', '(val_set, batch_size=32, sampler=SubsetRandomSampler(ids[800:]))')}`,
      },
    },
    {
      name: 'the last part of three for testing',
      files: {
        'train.py': `${two}train_set, val_set, test_set = random_split(train_data, [0.7, 0.15, 0.15], generator=torch.Generator().manual_seed(0))
${loops}`,
      },
    },
  ],
})
