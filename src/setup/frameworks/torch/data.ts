import type { Row } from '../table.ts'

const data = 'https://pytorch.org/docs/stable/data.html'
const random = 'https://pytorch.org/docs/stable/random.html'

const dataset = (
  names: string,
  parameters: readonly string[],
  origin: Extract<Row['meaning'], { kind: 'dataset' }>['origin'],
): Row => ({
  names: names.split(' ').map((name) => `torchvision.datasets.${name}`),
  parameters,
  meaning: { kind: 'dataset', origin, root: origin === 'directory' ? 'root' : null },
  docs: 'https://pytorch.org/vision/stable/datasets.html',
})

const sampler = (
  names: string,
  kind: Extract<Row['meaning'], { kind: 'sampler' }>['sampler'],
  parameters: readonly string[],
): Row => ({
  names: names.split(' ').map((name) => `torch.utils.data.${name}`),
  parameters,
  meaning: { kind: 'sampler', sampler: kind },
  docs: `${data}#torch.utils.data.Sampler`,
})

/** Datasets, what cuts and wraps them, and loaders. */
export const torchData: readonly Row[] = [
  dataset('ImageFolder', ['root', 'transform', 'target_transform', 'loader', 'is_valid_file'], 'directory'),
  dataset('DatasetFolder', ['root', 'loader', 'extensions', 'transform', 'target_transform'], 'directory'),
  dataset(
    'CIFAR10 CIFAR100 MNIST FashionMNIST KMNIST QMNIST USPS',
    ['root', 'train', 'transform', 'target_transform', 'download'],
    'unknown',
  ),
  dataset('EMNIST', ['root', 'split'], 'unknown'),
  dataset('SVHN Flowers102 Food101 GTSRB FER2013 PCAM EuroSAT', ['root', 'split', 'transform'], 'unknown'),
  dataset('STL10', ['root', 'split', 'folds', 'transform'], 'unknown'),
  dataset('OxfordIIITPet', ['root', 'split', 'target_types', 'transform'], 'unknown'),
  dataset(
    'StanfordCars DTD FGVCAircraft Country211 RenderedSST2 Imagenette SUN397',
    ['root', 'split'],
    'unknown',
  ),
  dataset('ImageNet', ['root', 'split'], 'unknown'),
  dataset('Caltech101 Caltech256 Places365 CelebA INaturalist', ['root'], 'unknown'),
  dataset('FakeData', ['size', 'image_size', 'num_classes', 'transform'], 'unknown'),
  {
    names: ['torch.utils.data.random_split'],
    parameters: ['dataset', 'lengths', 'generator'],
    meaning: { kind: 'cut', how: 'random-split' },
    docs: `${data}#torch.utils.data.random_split`,
  },
  {
    names: ['torch.utils.data.Subset'],
    parameters: ['dataset', 'indices'],
    meaning: { kind: 'cut', how: 'subset' },
    docs: `${data}#torch.utils.data.Subset`,
  },
  {
    names: ['torch.utils.data.DataLoader', 'torch_geometric.loader.DataLoader'],
    parameters: ['dataset', 'batch_size', 'shuffle', 'sampler', 'batch_sampler', 'num_workers', 'collate_fn'],
    meaning: { kind: 'loader' },
    docs: `${data}#torch.utils.data.DataLoader`,
  },
  sampler('RandomSampler', 'random', ['data_source']),
  sampler('SequentialSampler', 'ordered', ['data_source']),
  sampler('SubsetRandomSampler', 'subset', ['indices']),
  sampler('WeightedRandomSampler', 'weighted', ['weights', 'num_samples']),
  sampler('DistributedSampler distributed.DistributedSampler', 'random', ['dataset']),
  {
    names: ['torch.Generator'],
    parameters: ['device'],
    meaning: { kind: 'generator' },
    docs: 'https://pytorch.org/docs/stable/generated/torch.Generator.html',
  },
  {
    names: [
      'torch.manual_seed',
      'torch.random.manual_seed',
      'Generator.manual_seed',
      'lightning.seed_everything',
      'lightning.utilities.seed.seed_everything',
      'accelerate.utils.set_seed',
      'transformers.set_seed',
    ],
    parameters: ['seed'],
    meaning: { kind: 'seed' },
    docs: random,
  },
  {
    names: [
      'torch.randperm',
      'torch.rand',
      'torch.randn',
      'torch.randint',
      'torch.bernoulli',
      'torch.rand_like',
    ],
    parameters: [],
    meaning: { kind: 'random' },
    docs: random,
  },
  {
    names: [
      'tqdm.tqdm',
      'tqdm.auto.tqdm',
      'tqdm.notebook.tqdm',
      'tqdm.autonotebook.tqdm',
      'tqdm.tqdm_notebook',
    ],
    parameters: ['iterable'],
    meaning: { kind: 'same', parameter: 0 },
    docs: 'https://tqdm.github.io/docs/tqdm/',
  },
  {
    names: ['tqdm.trange', 'tqdm.auto.trange', 'tqdm.notebook.trange'],
    parameters: [],
    meaning: { kind: 'fold', fold: 'range' },
    docs: 'https://tqdm.github.io/docs/shortcuts/',
  },
  {
    names: [
      'itertools.islice',
      'rich.progress.track',
      'fastprogress.progress_bar',
      'fastprogress.master_bar',
    ],
    parameters: ['iterable'],
    meaning: { kind: 'same', parameter: 0 },
    docs: 'https://docs.python.org/3/library/itertools.html',
  },
  {
    names: [
      'torch.from_numpy',
      'torch.tensor',
      'torch.as_tensor',
      'torch.FloatTensor',
      'torch.autograd.Variable',
    ],
    parameters: ['data'],
    meaning: { kind: 'same', parameter: 0 },
    docs: 'https://pytorch.org/docs/stable/torch.html#creation-ops',
  },
  {
    names: [
      'to',
      'cuda',
      'cpu',
      'float',
      'half',
      'detach',
      'clone',
      'contiguous',
      'type',
      'numpy',
      'data',
      'double',
    ]
      .concat([
        'permute',
        'transpose',
        'unsqueeze',
        'squeeze',
        'view',
        'flatten',
        'requires_grad_',
        'expand',
        'type_as',
      ])
      .map((name) => `Tensor.${name}`),
    parameters: ['by'],
    meaning: { kind: 'tensor', effect: { does: 'keep' } },
    docs: 'https://pytorch.org/docs/stable/tensors.html',
  },
  ...(['div', 'mul', 'sub', 'add'] as const).map(
    (name): Row => ({
      names: [`Tensor.${name}`, `Tensor.${name}_`],
      parameters: ['other'],
      meaning: {
        kind: 'tensor',
        effect: { does: 'arithmetic', operator: ({ div: '/', mul: '*', sub: '-', add: '+' } as const)[name] },
      },
      docs: 'https://pytorch.org/docs/stable/tensors.html',
    }),
  ),
]
