import rule from '../../../rules/preprocessing/train-validation-mismatch.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { torchImports } from '../../support/torch-scripts.ts'

const script = (train: string, val: string, data = "datasets.ImageFolder('SIDE', TF)") => `${torchImports}
norm = transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
train_tf = transforms.Compose([transforms.Resize((224, 224)), ${train}])
val_tf = transforms.Compose([transforms.Resize((224, 224)), ${val}])
train_loader = DataLoader(${data.replace('SIDE', 'train').replace('FLAG', 'True').replace('TF', 'train_tf')}, batch_size=32, shuffle=True)
val_loader = DataLoader(${data.replace('SIDE', 'val').replace('FLAG', 'False').replace('TF', 'val_tf')}, batch_size=32)
model = models.resnet18(weights='DEFAULT')
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

const cifar = "datasets.CIFAR10('data', train=FLAG, transform=TF)"
const half = 'transforms.Normalize([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])'

ruleTester(rule, {
  sick: [
    {
      name: 'statistics by their names in timm on the training side alone',
      files: {
        'train.py': `from timm.data import IMAGENET_DEFAULT_MEAN, constants
${script(
  'transforms.ToTensor(), transforms.Normalize(IMAGENET_DEFAULT_MEAN, constants.IMAGENET_DEFAULT_STD)',
  'transforms.ToTensor()',
)}`,
      },
      findings: [{ at: 'train.py:10, train.py:9', says: 'reach the model as 0..1' }],
      unfixed: 'which of the two is right is for the person to say',
    },
    {
      name: 'validation is not normalised',
      files: { 'train.py': script('transforms.ToTensor(), norm', 'transforms.ToTensor()') },
      findings: [{ at: 'train.py:9, train.py:7', says: 'reach the model as 0..1' }],
      unfixed: 'which of the two is right is for the person to say',
    },
    {
      name: 'other statistics for validation',
      files: { 'train.py': script('transforms.ToTensor(), norm', `transforms.ToTensor(), ${half}`) },
      findings: [{ at: 'train.py:9, train.py:7' }],
      unfixed: 'which of the two is right is for the person to say',
    },
    {
      name: 'a catalogue dataset whose test side is not normalised',
      files: { 'train.py': script(`transforms.ToTensor(), ${half}`, 'transforms.ToTensor()', cifar) },
      findings: [{ at: 'train.py:9, train.py:8' }],
      unfixed: 'which of the two is right is for the person to say',
    },
  ],
  healthy: [
    {
      name: 'one Normalize for both',
      files: { 'train.py': script('transforms.ToTensor(), norm', 'transforms.ToTensor(), norm') },
    },
    {
      name: 'an augmented training side',
      files: {
        'train.py': script(
          'transforms.RandomHorizontalFlip(), transforms.ToTensor(), norm',
          'transforms.ToTensor(), norm',
        ),
      },
    },
    {
      name: 'RandomErasing behind the normalisation',
      files: {
        'train.py': script(
          'transforms.ToTensor(), norm, transforms.RandomErasing()',
          'transforms.ToTensor(), norm',
        ),
      },
    },
    {
      name: 'a catalogue dataset',
      files: {
        'train.py': script(`transforms.ToTensor(), ${half}`, `transforms.ToTensor(), ${half}`, cifar),
      },
    },
  ],
})
