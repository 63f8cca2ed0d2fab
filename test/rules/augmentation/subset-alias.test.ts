import rule from '../../../rules/augmentation/subset-alias.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { torchEpochs, torchImports } from '../../support/torch-scripts.ts'

const transformsOf = `${torchImports}
train_tf = transforms.Compose([
    transforms.RandomResizedCrop(224),
    transforms.RandomHorizontalFlip(),
    transforms.ToTensor(),
])
eval_tf = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor()])
`

const split = `${transformsOf}
dataset = datasets.ImageFolder('data', transform=train_tf)
n_train = int(0.8 * len(dataset))
train_set, val_set = random_split(dataset, [n_train, len(dataset) - n_train])
`

const loops = `
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
val_loader = DataLoader(val_set, batch_size=32)
model = models.resnet18(weights='DEFAULT')
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=1e-3)
${torchEpochs(5)}`

ruleTester(rule, {
  sick: [
    {
      name: 'validation and test parts given the plain transform in a loop',
      files: {
        'train.py': `${split}val_set, test_set = random_split(val_set, [0.5, 0.5])
for part in (val_set, test_set):
    part.dataset.dataset.transform = eval_tf
${loops}`,
      },
      findings: [{ at: 'train.py:19', says: 'takes the augmentation away from training as well' }],
    },
    {
      name: 'validation and test parts given the plain transform one after the other',
      files: {
        'train.py': `${transformsOf}
dataset = datasets.ImageFolder('data', transform=train_tf)
train_set, val_set, test_set = random_split(dataset, [0.8, 0.1, 0.1])
val_set.dataset.transform = eval_tf
test_set.dataset.transform = eval_tf
${loops}`,
      },
      findings: [{ at: 'train.py:16', says: 'takes the augmentation away from training as well' }],
    },
    {
      name: 'the validation part is given the plain transform',
      files: { 'train.py': `${split}val_set.dataset.transform = eval_tf\n${loops}` },
      findings: [{ at: 'train.py:17', says: 'takes the augmentation away from training as well' }],
    },
    {
      name: 'the training part is given the augmenting transform',
      files: {
        'train.py': `${split.replace('transform=train_tf', 'transform=eval_tf')}train_set.dataset.transform = train_tf\n${loops}`,
      },
      findings: [{ at: 'train.py:17', says: 'augments the validation images as well' }],
    },
    {
      name: 'each part is given its own: the last one holds for both',
      files: {
        'train.py': `${split.replace(', transform=train_tf', '')}train_set.dataset.transform = train_tf
val_set.dataset.transform = eval_tf
${loops}`,
      },
      findings: [{ at: 'train.py:18', says: 'val_set shares its dataset' }],
    },
    {
      name: 'with Subset and indices',
      files: {
        'train.py': `${transformsOf}
full = datasets.ImageFolder('data', transform=train_tf)
indices = torch.randperm(len(full)).tolist()
train_set = Subset(full, indices[200:])
val_set = Subset(full, indices[:200])
val_set.dataset.transform = eval_tf
${loops}`,
      },
      findings: [{ at: 'train.py:18' }],
    },
    {
      name: 'an own dataset class with a transform attribute',
      files: {
        'train.py': `${transformsOf}
from PIL import Image

class Photos(Dataset):
    def __init__(self, files, labels, transform=None):
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        image = Image.open(self.files[index]).convert('RGB')
        if self.transform is not None:
            image = self.transform(image)
        return image, self.labels[index]

dataset = Photos(files, labels, transform=train_tf)
train_set, val_set = random_split(dataset, [0.8, 0.2])
val_set.dataset.transform = eval_tf
${loops}`,
      },
      findings: [{ at: 'train.py:31' }],
    },
    {
      name: 'a catalogue dataset cut in a function',
      files: {
        'train.py': `${transformsOf}
def load(seed):
    data = datasets.CIFAR10('./data', train=True, download=True, transform=train_tf)
    train, val = random_split(data, [45000, 5000], generator=torch.Generator().manual_seed(seed))
    val.dataset.transform = eval_tf
    return train, val

train_set, val_set = load(42)
${loops}`,
      },
      findings: [{ at: 'train.py:17' }],
    },
    {
      name: 'set after the loaders were made, which read only later',
      files: {
        'train.py': `${split}${loops.replace('model = ', 'val_loader.dataset.dataset.transform = eval_tf\nmodel = ')}`,
      },
      findings: [{ at: 'train.py:20' }],
    },
  ],
  healthy: [
    {
      name: 'the validation part gets a copy of the dataset first',
      files: {
        'train.py': `${split}import copy
val_set.dataset = copy.deepcopy(dataset)
val_set.dataset.transform = eval_tf
${loops}`,
      },
    },
    {
      name: 'two datasets cut by the same indices',
      files: {
        'train.py': `${transformsOf}
train_data = datasets.ImageFolder('data', transform=train_tf)
eval_data = datasets.ImageFolder('data', transform=eval_tf)
indices = torch.randperm(len(train_data), generator=torch.Generator().manual_seed(0)).tolist()
train_set = Subset(train_data, indices[200:])
val_set = Subset(eval_data, indices[:200])
${loops}`,
      },
    },
    {
      name: 'a wrapper that gives each part its own transform',
      files: {
        'train.py': `${transformsOf}
class TransformedSubset(Dataset):
    def __init__(self, subset, transform=None):
        self.subset = subset
        self.transform = transform

    def __getitem__(self, index):
        x, y = self.subset[index]
        if self.transform:
            x = self.transform(x)
        return x, y

    def __len__(self):
        return len(self.subset)

dataset = datasets.ImageFolder('data')
train_part, val_part = random_split(dataset, [0.8, 0.2])
train_set = TransformedSubset(train_part, transform=train_tf)
val_set = TransformedSubset(val_part, transform=eval_tf)
${loops}`,
      },
    },
    {
      name: 'folders of their own, each with its dataset',
      files: {
        'train.py': `${transformsOf}
train_set = datasets.ImageFolder('data/train')
val_set = datasets.ImageFolder('data/val')
train_set.transform = train_tf
val_set.transform = eval_tf
${loops}`,
      },
    },
    {
      name: 'one plain transform that both parts are meant to share',
      files: {
        'train.py': `${split.replace(', transform=train_tf', '')}train_set.dataset.transform = eval_tf
${loops}`,
      },
    },
    {
      name: 'the whole dataset changed before it is cut',
      files: {
        'train.py': `${transformsOf}
dataset = datasets.ImageFolder('data', transform=train_tf)
dataset.transform = eval_tf
train_set, val_set = random_split(dataset, [0.8, 0.2])
${loops}`,
      },
    },
    {
      name: 'only one part of the dataset is used',
      files: {
        'train.py': `${split}val_set = datasets.ImageFolder('other', transform=eval_tf)
train_set.dataset.transform = train_tf
${loops}`,
      },
    },
  ],
})
