import rule from '../../../rules/training/unseeded-split.ts'
import { hubScript } from '../../support/hub-scripts.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { torchImports } from '../../support/torch-scripts.ts'

const script = (split: string, before = '') => `${torchImports}
${before}
dataset = datasets.ImageFolder('data', transforms.ToTensor())
n = int(len(dataset) * 0.8)
train_set, val_set = ${split}
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
val_loader = DataLoader(val_set, batch_size=32)
`

ruleTester(rule, {
  sick: [
    {
      name: 'a dataset of the hub that is split without a seed',
      files: {
        'train.py': hubScript(`parts = load_dataset('beans', split='train').train_test_split(0.2)
train_ds, val_ds = parts['train'], parts['test']`),
      },
      findings: [{ at: 'train.py:17' }],
    },
    {
      name: 'counts',
      files: { 'train.py': script('random_split(dataset, [n, len(dataset) - n])') },
      findings: [{ at: 'train.py:10', says: 'no seeded generator' }],
    },
    {
      name: 'shares',
      files: { 'train.py': script('torch.utils.data.random_split(dataset, [0.8, 0.2])') },
      findings: [{ at: 'train.py:10' }],
    },
    {
      name: 'a generator that nobody seeded',
      files: { 'train.py': script('random_split(dataset, [0.8, 0.2], generator=torch.Generator())') },
      findings: [{ at: 'train.py:10' }],
    },
  ],
  healthy: [
    {
      name: 'a dataset of the hub that is split by numpy, which is seeded',
      files: {
        'train.py': hubScript(`np.random.seed(3)
parts = load_dataset('beans', split='train').train_test_split(0.2)
train_ds, val_ds = parts['train'], parts['test']`),
      },
    },
    {
      name: 'a seeded generator',
      files: {
        'train.py': script('random_split(dataset, [0.8, 0.2], generator=torch.Generator().manual_seed(1))'),
      },
    },
    {
      name: 'the program seeded before',
      files: { 'train.py': script('random_split(dataset, [0.8, 0.2])', 'torch.manual_seed(0)') },
    },
    {
      name: 'seed_everything of Lightning',
      files: {
        'train.py': script(
          'random_split(dataset, [0.8, 0.2])',
          'import pytorch_lightning as pl\npl.seed_everything(1)',
        ),
      },
    },
    {
      name: 'a seeding function of the program',
      files: {
        'train.py': script(
          'random_split(dataset, [0.8, 0.2])',
          'def set_seed(seed):\n    torch.manual_seed(seed)\n    torch.cuda.manual_seed_all(seed)\nset_seed(3)',
        ),
      },
    },
    {
      name: 'a seeding function that we do not see',
      files: {
        'train.py': script('random_split(dataset, [0.8, 0.2])', 'from mylib import fix_seeds\nfix_seeds(1)'),
      },
    },
  ],
})
