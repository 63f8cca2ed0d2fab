import rule from '../../../rules/augmentation/in-validation.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { torchEpochs, torchImports } from '../../support/torch-scripts.ts'

const loops = `
model = models.resnet18(weights='DEFAULT')
model.fc = nn.Linear(512, 5)
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=1e-3, momentum=0.9)
${torchEpochs(5)}`

const folders = `
train_loader = DataLoader(datasets.ImageFolder('data/train', transform=train_tf), batch_size=32, shuffle=True)
val_loader = DataLoader(datasets.ImageFolder('data/val', transform=val_tf), batch_size=32)
${loops}`

ruleTester(rule, {
  sick: [
    {
      name: 'the training transform of timm for both sides, configured by the network',
      files: {
        'train.py': `${torchImports}
import timm
from timm.data import create_transform, resolve_data_config
net = timm.create_model('convnext_tiny', pretrained=True, num_classes=5)
config = resolve_data_config({}, model=net)
for_training = create_transform(**config, is_training=True)
for_validation = create_transform(**config, is_training=True)
train_loader = DataLoader(datasets.ImageFolder('data/train', for_training), batch_size=32, shuffle=True)
val_loader = DataLoader(datasets.ImageFolder('data/val', for_validation), batch_size=32)
model = net
criterion, optimizer = nn.CrossEntropyLoss(), optim.AdamW(net.parameters(), lr=1e-4)
${torchEpochs(5)}`,
      },
      findings: [{ at: 'train.py:12, train.py:14', says: 'create_transform' }],
      unfixed: 'which arguments validation wants is for the person to say',
    },
    {
      name: 'a validation transform of its own that flips',
      files: {
        'train.py': `${torchImports}
train_tf = transforms.Compose([transforms.RandomResizedCrop(224), transforms.ToTensor()])
val_tf = transforms.Compose([
    transforms.Resize(256),
    transforms.CenterCrop(224),
    transforms.RandomHorizontalFlip(),
    transforms.ToTensor(),
])
${folders}`,
      },
      findings: [{ at: 'train.py:11, train.py:16', says: 'transforms.RandomHorizontalFlip' }],
    },
    {
      name: 'one transform for both sides',
      files: {
        'train.py': `${torchImports}
transform = transforms.Compose([transforms.RandomRotation(20), transforms.Resize((224, 224)), transforms.ToTensor()])
train_tf = val_tf = transform
${folders}`,
      },
      findings: [{ at: 'train.py:7, train.py:11', says: 'transforms.RandomRotation' }],
      unfixed: 'one Compose is used for both sides',
    },
    {
      name: 'an augmented dataset that is cut at random',
      files: {
        'train.py': `${torchImports}
tf = transforms.Compose([transforms.RandomResizedCrop(224), transforms.ColorJitter(0.2), transforms.ToTensor()])
dataset = datasets.ImageFolder('data', transform=tf)
train_set, val_set = random_split(dataset, [0.8, 0.2])
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
val_loader = DataLoader(val_set, batch_size=32)
${loops}`,
      },
      findings: [{ at: 'train.py:7, train.py:11', says: 'RandomResizedCrop, transforms.ColorJitter' }],
      unfixed: 'one dataset for both sides',
    },
    {
      name: 'a random crop in a dict of transforms by phase',
      files: {
        'train.py': `${torchImports}
tfs = {
    'train': transforms.Compose([transforms.RandomResizedCrop(224), transforms.ToTensor()]),
    'val': transforms.Compose([transforms.RandomResizedCrop(224), transforms.ToTensor()]),
}
sets = {x: datasets.ImageFolder('data/' + x, tfs[x]) for x in ['train', 'val']}
loaders = {x: DataLoader(sets[x], batch_size=16, shuffle=x == 'train') for x in ['train', 'val']}
train_loader, val_loader = loaders['train'], loaders['val']
${loops}`,
      },
      findings: [{ at: 'train.py:9, train.py:12' }],
    },
    {
      name: 'albumentations in an own dataset class',
      files: {
        'train.py': `${torchImports}
import albumentations as A
import cv2
from albumentations.pytorch import ToTensorV2

class Photos(Dataset):
    def __init__(self, files, labels, transform=None):
        self.files, self.labels, self.transform = files, labels, transform

    def __getitem__(self, i):
        image = cv2.cvtColor(cv2.imread(self.files[i]), cv2.COLOR_BGR2RGB)
        if self.transform is not None:
            image = self.transform(image=image)['image']
        return image, self.labels[i]

val_tf = A.Compose([A.Resize(224, 224), A.RandomBrightnessContrast(p=0.2), A.Normalize(), ToTensorV2()])
train_loader = DataLoader(Photos(train_files, train_labels, val_tf), batch_size=32, shuffle=True)
val_aug = A.Compose([A.Resize(224, 224), A.HorizontalFlip(p=0.5), A.Normalize(), ToTensorV2()])
val_loader = DataLoader(Photos(val_files, val_labels, val_aug), batch_size=32)
${loops}`,
      },
      findings: [{ at: 'train.py:23, train.py:24', says: 'A.HorizontalFlip' }],
    },
    {
      name: 'chance in __getitem__ for every split',
      files: {
        'train.py': `${torchImports}
import random
import torchvision.transforms.functional as TF
from PIL import Image

class Photos(Dataset):
    def __init__(self, root):
        self.root = root

    def __getitem__(self, i):
        image = Image.open(self.root + '/a.jpg').convert('RGB')
        if random.random() > 0.5:
            image = TF.hflip(image)
        return TF.to_tensor(image), 0

train_loader = DataLoader(Photos('train'), batch_size=32, shuffle=True)
val_loader = DataLoader(Photos('val'), batch_size=32)
${loops}`,
      },
      findings: [{ at: 'train.py:18, train.py:22', says: 'TF.hflip' }],
      unfixed: 'one class reads both sides',
    },
    {
      name: 'the test set of another script goes through the training transform',
      files: {
        'transforms_.py': `from torchvision import transforms
def build(train):
    steps = [transforms.Resize((224, 224)), transforms.TrivialAugmentWide(), transforms.ToTensor()]
    return transforms.Compose(steps)
`,
        'evaluate.py': `${torchImports}
from transforms_ import build
loader = DataLoader(datasets.ImageFolder('data/test', build(train=False)), batch_size=8)
model = models.resnet18()
model.load_state_dict(torch.load('model.pt'))
model.eval()
with torch.no_grad():
    for x, y in loader:
        model(x)
`,
      },
      findings: [{ at: 'transforms_.py:3, evaluate.py:8', says: 'test images' }],
      unfixed: 'the list is not written in the call of Compose',
    },
    {
      name: 'loaders that a function makes each time that it is called',
      files: {
        'train.py': `${torchImports}
tf = transforms.Compose([transforms.RandomCrop(32, 4), transforms.ToTensor()])
def loaders():
    train = DataLoader(datasets.ImageFolder('data/train', transform=tf), batch_size=64, shuffle=True)
    val = DataLoader(datasets.ImageFolder('data/val', transform=tf), batch_size=64)
    return train, val
def run(rate):
    train_loader, val_loader = loaders()
    net = models.resnet18()
    optimizer = optim.SGD(net.parameters(), lr=rate, momentum=0.9)
    for epoch in range(3):
        net.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            for x, y in val_loader:
                net(x)
run(0.1)
run(0.01)
`,
      },
      findings: [{ at: 'train.py:7, train.py:10', says: 'transforms.RandomCrop' }],
      unfixed: 'one Compose is used for both sides',
    },
    {
      name: 'datasets and loaders by the name of their side',
      files: {
        'train.py': `${torchImports}
tf = transforms.Compose([transforms.RandomHorizontalFlip(), transforms.ToTensor()])
sets = {'train': datasets.ImageFolder('data/train', tf), 'val': datasets.ImageFolder('data/val', tf)}
loaders = {side: DataLoader(one, batch_size=8, shuffle=side == 'train') for side, one in sets.items()}
net = models.resnet18()
optimizer = optim.Adam(net.parameters(), lr=1e-3)
for epoch in range(4):
    for side, loader in loaders.items():
        if side == 'train':
            net.train()
        else:
            net.eval()
        for x, y in loader:
            optimizer.zero_grad()
            with torch.set_grad_enabled(side == 'train'):
                loss = nn.functional.cross_entropy(net(x), y)
            if side == 'train':
                loss.backward()
                optimizer.step()
`,
      },
      findings: [{ at: 'train.py:7, train.py:9', says: 'transforms.RandomHorizontalFlip' }],
      unfixed: 'one Compose is used for both sides',
    },
  ],
  healthy: [
    {
      name: 'a plain and an augmenting transform over two folders',
      files: {
        'train.py': `${torchImports}
train_tf = transforms.Compose([transforms.RandomResizedCrop(224), transforms.RandomHorizontalFlip(), transforms.ToTensor()])
val_tf = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor()])
${folders}`,
      },
    },
    {
      name: 'a list that is extended for training only',
      files: {
        'train.py': `${torchImports}
def make(train):
    steps = [transforms.Resize((224, 224))]
    if train:
        steps.append(transforms.RandomHorizontalFlip())
    steps += [transforms.ToTensor()]
    return transforms.Compose(steps)

train_tf, val_tf = make(True), make(False)
${folders}`,
      },
    },
    {
      name: 'transforms inserted into the training Compose',
      files: {
        'train.py': `${torchImports}
train_tf = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor()])
val_tf = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor()])
train_tf.transforms.insert(0, transforms.RandAugment())
${folders}`,
      },
    },
    {
      name: 'a flip with a probability of zero or one',
      files: {
        'train.py': `${torchImports}
train_tf = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor()])
val_tf = transforms.Compose([transforms.RandomHorizontalFlip(p=0), transforms.RandomVerticalFlip(p=1.0), transforms.Resize((224, 224)), transforms.ToTensor()])
${folders}`,
      },
    },
    {
      name: 'two datasets over one folder, cut by the same indices',
      files: {
        'train.py': `${torchImports}
from sklearn.model_selection import train_test_split
train_tf = transforms.Compose([transforms.RandomResizedCrop(224), transforms.ToTensor()])
val_tf = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor()])
aug, plain = datasets.ImageFolder('data', train_tf), datasets.ImageFolder('data', val_tf)
train_idx, val_idx = train_test_split(list(range(len(aug))), test_size=0.2, random_state=1)
train_loader = DataLoader(Subset(aug, train_idx), batch_size=32, shuffle=True)
val_loader = DataLoader(Subset(plain, val_idx), batch_size=32)
${loops}`,
      },
    },
    {
      name: 'a dataset class that augments by a flag',
      files: {
        'train.py': `${torchImports}
import random
import torchvision.transforms.functional as TF
from PIL import Image

class Photos(Dataset):
    def __init__(self, root, train=True):
        self.root, self.train = root, train

    def __getitem__(self, i):
        image = Image.open(self.root + '/a.jpg').convert('RGB')
        if self.train and random.random() > 0.5:
            image = TF.hflip(image)
        return TF.to_tensor(image), 0

train_loader = DataLoader(Photos('train'), batch_size=32, shuffle=True)
val_loader = DataLoader(Photos('val', train=False), batch_size=32)
${loops}`,
      },
    },
    {
      name: 'the weights’ own transforms',
      files: {
        'train.py': `${torchImports}
weights = models.ResNet18_Weights.DEFAULT
train_tf = transforms.Compose([transforms.TrivialAugmentWide(), weights.transforms()])
val_tf = weights.transforms()
${folders}`,
      },
    },
    {
      name: 'spikes drawn to encode the pixels of both sides',
      files: {
        'train.py': `${torchImports}
tf = transforms.ToTensor()
train_loader = DataLoader(datasets.ImageFolder('data/train', transform=tf), batch_size=32, shuffle=True)
val_loader = DataLoader(datasets.ImageFolder('data/val', transform=tf), batch_size=32)
net = models.resnet18()
optimizer = optim.Adam(net.parameters(), lr=1e-3)
for images, labels in train_loader:
    optimizer.zero_grad()
    spikes = (images > torch.rand_like(images)).float()
    nn.functional.cross_entropy(net(spikes), labels).backward()
    optimizer.step()
net.eval()
with torch.no_grad():
    for images, labels in val_loader:
        spikes = (images > torch.rand_like(images)).float()
        print((net(spikes).argmax(1) == labels).float().mean())
`,
      },
    },
  ],
})
