import { expect, test } from 'vitest'
import { gatherDataset } from '../../../src/dataset/gather.ts'
import { discover } from '../../../src/project/discover.ts'
import { setupsOf } from '../../../src/setup/gather.ts'
import { sourcesOf } from '../../support/rule-tester.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const files = ['cat', 'dog'].flatMap((name) => Array.from({ length: 8 }, (_, at) => `data/${name}/${at}.jpg`))

/** How the split is known where `between` stands between PyTorch's seed and the split that draws from it. */
async function originOf(between: string): Promise<string> {
  const script = `import torch
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, models, transforms
crops = transforms.Compose([transforms.RandomResizedCrop(64), transforms.ToTensor()])
torch.manual_seed(9)
dataset = datasets.ImageFolder('data', transform=crops)
${between}
train, val = random_split(dataset, [12, 4])
model = models.resnet18()
optimizer = torch.optim.Adam(model.parameters())
for images, labels in DataLoader(train, batch_size=8, shuffle=True):
    optimizer.zero_grad()
    torch.nn.functional.cross_entropy(model(images), labels).backward()
    optimizer.step()
model.eval()
with torch.no_grad():
    for images, labels in DataLoader(val, batch_size=8):
        print((model(images).argmax(1) == labels).float().mean())
`
  const sources = { 'train.py': script }
  const root = await temporaryFolder({ ...Object.fromEntries(files.map((file) => [file, 'x'])), ...sources })
  return (await gatherDataset(await discover(root), await setupsOf(sourcesOf(sources)))).origin
}

test.each([
  ['nothing', ''],
  ['what draws nothing', 'print(len(dataset), dataset.classes)\ndevice = torch.device("cpu")'],
  ["numpy's own draws", 'import numpy as np\nprint(np.random.rand(3))'],
])('the seed decides behind %s', async (_, between) => {
  expect(await originOf(between)).toContain('random_split with seed 9')
})

test.each([
  ['a network', 'network = models.resnet18()'],
  ['a tensor at random', 'noise = torch.rand(3)'],
  ['a sample that is cropped at random', 'image, label = dataset[0]'],
  ['all of the samples', 'for image, label in dataset:\n    print(image.shape)'],
  ['a loader that is gone through', 'images, labels = next(iter(DataLoader(dataset, batch_size=4)))'],
  ['a split before', 'one, other = random_split(dataset, [8, 8])'],
  ['a permutation before', 'order = torch.randperm(16)'],
  ['a function that is not seen', 'from helpers import prepare\nprepare()'],
  ['another seed in a branch', 'import sys\nif sys.argv[1:]:\n    torch.manual_seed(1)'],
])('%s between leaves it unknown', async (_, between) => {
  expect(await originOf(between)).toContain('is not known: the seed is not known')
})
