import rule from '../../../rules/preprocessing/wrong-range.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { torchEpochs, torchImports } from '../../support/torch-scripts.ts'

const script = (steps: string, model: string, before = '') => `${torchImports}
${before}
tf = transforms.Compose([transforms.Resize((224, 224)), ${steps}])
train_loader = DataLoader(datasets.ImageFolder('train', tf), batch_size=32, shuffle=True)
val_loader = DataLoader(datasets.ImageFolder('val', tf), batch_size=32)
${model}
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=1e-3, momentum=0.9)
${torchEpochs(5)}`

const resnet = "model = models.resnet50(weights='IMAGENET1K_V2')\nmodel.fc = nn.Linear(2048, 4)"
const imagenet = 'transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])'

ruleTester(rule, {
  sick: [
    {
      name: 'ToTensor alone before pretrained weights',
      files: { 'train.py': script('transforms.ToTensor()', resnet) },
      findings: [{ at: 'train.py:8', says: 'resnet50 gets pixel values in 0..1 instead of -2.118..2.64' }],
    },
    {
      name: 'normalised to -1..1',
      files: {
        'train.py': script(
          'transforms.ToTensor(), transforms.Normalize([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])',
          resnet,
        ),
      },
      findings: [{ at: 'train.py:8', says: '-1..1' }],
    },
    {
      name: 'integers of 0..255 as tensors',
      files: {
        'train.py': script('transforms.PILToTensor(), transforms.Lambda(lambda t: t.float())', resnet),
      },
      findings: [{ at: 'train.py:11', says: '0..255' }],
      unfixed: 'where to normalise is for the person to say',
    },
    {
      name: 'v2.ToDtype without scale',
      files: {
        'train.py': script(
          `v2.ToImage(), v2.ToDtype(torch.float32)`,
          'model = models.densenet121(pretrained=True)\nmodel.classifier = nn.Linear(1024, 4)',
          'from torchvision.transforms import v2',
        ),
      },
      findings: [{ at: 'train.py:11', says: '0..255' }],
      unfixed: 'where to normalise is for the person to say',
    },
    {
      name: 'ToTensorV2 of albumentations, which does not scale',
      files: {
        'train.py': `${torchImports}
import albumentations as A, cv2
from albumentations.pytorch import ToTensorV2

class Photos(Dataset):
    def __init__(self, files, tf):
        self.files, self.tf = files, tf
    def __getitem__(self, i):
        image = cv2.imread(self.files[i])
        return self.tf(image=image)['image'].float(), 0

tf = A.Compose([A.Resize(224, 224), ToTensorV2()])
train_loader = DataLoader(Photos(files, tf), batch_size=32, shuffle=True)
${resnet}
optimizer = optim.SGD(model.parameters(), lr=1e-3)
for x, y in train_loader:
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
`,
      },
      findings: [{ at: 'train.py:19', says: '0..255' }],
      unfixed: 'where to normalise is for the person to say',
    },
    {
      name: "ImageNet's statistics into timm's inception_v3, which wants 0.5",
      files: {
        'train.py': script(
          `transforms.ToTensor(), ${imagenet}`,
          "model = timm.create_model('inception_v3', pretrained=True, num_classes=4)",
          'import timm',
        ),
      },
      findings: [{ at: 'train.py:8', says: 'instead of -1..1' }],
    },
    {
      name: 'torchvision’s inception_v3 given -1..1: it transforms its input itself',
      files: {
        'train.py': script(
          'transforms.ToTensor(), transforms.Normalize(mean=[0.5, 0.5, 0.5], std=[0.5, 0.5, 0.5])',
          "model = models.inception_v3(weights='DEFAULT')\nmodel.fc = nn.Linear(2048, 4)",
        ),
      },
      findings: [{ at: 'train.py:8', says: 'inception_v3 gets pixel values in -1..1' }],
    },
  ],
  healthy: [
    {
      name: 'ImageNet statistics',
      files: { 'train.py': script(`transforms.ToTensor(), ${imagenet}`, resnet) },
    },
    {
      name: "statistics of the person's own photos",
      files: {
        'train.py': script(
          'transforms.ToTensor(), transforms.Normalize((0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010))',
          resnet,
        ),
      },
    },
    {
      name: 'no pretrained weights',
      files: { 'train.py': script('transforms.ToTensor()', 'model = models.resnet50(weights=None)') },
    },
    {
      name: 'the weights’ own transforms',
      files: {
        'train.py': script('models.ResNet50_Weights.IMAGENET1K_V2.transforms()', resnet),
      },
    },
    {
      name: 'timm with its own configuration',
      files: {
        'train.py': script(
          'create_transform(**resolve_data_config({}, model=model))',
          '',
          "import timm\nfrom timm.data import create_transform, resolve_data_config\nmodel = timm.create_model('inception_v3', pretrained=True)",
        ),
      },
    },
    {
      name: "timm's vit with 0.5",
      files: {
        'train.py': script(
          'transforms.ToTensor(), transforms.Normalize(0.5, 0.5)',
          "model = timm.create_model('vit_small_patch16_224', pretrained=True, num_classes=4)",
          'import timm',
        ),
      },
    },
    {
      name: 'scaled and normalised in the loop',
      files: {
        'train.py': script('transforms.PILToTensor()', resnet)
          .replaceAll('criterion(model(x), y)', 'criterion(model(normalize(x.float().div(255))), y)')
          .replace('criterion = ', `normalize = ${imagenet}\ncriterion = `),
      },
    },
    {
      name: 'inception_v3 told not to transform its input',
      files: {
        'train.py': script(
          'transforms.ToTensor(), transforms.Normalize([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])',
          "model = models.inception_v3(weights='DEFAULT', transform_input=False)\nmodel.fc = nn.Linear(2048, 4)",
        ),
      },
    },
    {
      name: 'a network whose wants have changed over the versions of timm',
      files: {
        'train.py': script(
          `transforms.ToTensor(), ${imagenet}`,
          "model = timm.create_model('efficientnet_b1', pretrained=True)",
          'import timm',
        ),
      },
    },
  ],
})
