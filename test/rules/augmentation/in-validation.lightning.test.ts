import rule from '../../../rules/augmentation/in-validation.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { lightningNet, torchImports } from '../../support/torch-scripts.ts'

/** A data module that makes its two sides by `sides` and is run by the command line of Lightning. */
const photosRunByCli = (sides: string) => `${lightningNet}class Photos(L.LightningDataModule):
    def __init__(self, root='photos'):
        super().__init__()
${sides}    def train_dataloader(self):
        return DataLoader(self.train, 32, shuffle=True)
    def val_dataloader(self):
        return DataLoader(self.val, 32)
class OurCLI(LightningCLI):
    def add_arguments_to_parser(self, parser):
        parser.link_arguments('data.root', 'model.root')
OurCLI(Net, Photos)
`

ruleTester(rule, {
  sick: [
    {
      name: 'a data module that the command line of Lightning runs, as a class of its own',
      files: {
        'train.py': photosRunByCli(`        tf = transforms.Compose([
            transforms.RandomHorizontalFlip(),
            transforms.Resize((224, 224)),
            transforms.ToTensor(),
            transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
        ])
        self.train, self.val = ImageFolder(root + '/train', tf), ImageFolder(root + '/val', tf)
`),
      },
      findings: [{ at: 'train.py:29, train.py:38', says: 'RandomHorizontalFlip' }],
      unfixed: 'both sides share one transform',
    },
    {
      name: 'a Lightning data module whose validation set is augmented',
      files: {
        'train.py': `${torchImports}
import pytorch_lightning as pl

class Data(pl.LightningDataModule):
    def setup(self, stage):
        aug = transforms.Compose([transforms.RandomHorizontalFlip(), transforms.Resize((224, 224)), transforms.ToTensor()])
        self.train = datasets.ImageFolder('train', aug)
        self.val = datasets.ImageFolder('val', aug)

    def train_dataloader(self):
        return DataLoader(self.train, batch_size=32, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.val, batch_size=32)

class Lit(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = models.resnet18(weights='DEFAULT')

    def training_step(self, batch, i):
        x, y = batch
        return nn.functional.cross_entropy(self.net(x), y)

    def validation_step(self, batch, i):
        x, y = batch
        self.log('val_loss', nn.functional.cross_entropy(self.net(x), y))

    def configure_optimizers(self):
        return optim.Adam(self.parameters(), lr=1e-4)

pl.Trainer(max_epochs=3).fit(Lit(), datamodule=Data())
`,
      },
      findings: [{ at: 'train.py:11, train.py:19', says: 'transforms.RandomHorizontalFlip' }],
      unfixed: 'one Compose is used for both sides',
    },
  ],
  healthy: [
    {
      name: 'a data module that the command line of Lightning runs, with a transform for either side',
      files: {
        'train.py': photosRunByCli(`        still = [transforms.Resize((224, 224)), transforms.ToTensor()]
        self.train = ImageFolder(root + '/train', transforms.Compose([transforms.RandomHorizontalFlip(), *still]))
        self.val = ImageFolder(root + '/val', transforms.Compose(still))
`),
      },
    },
  ],
})
