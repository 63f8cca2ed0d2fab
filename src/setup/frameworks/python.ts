import type { Row } from './table.ts'

const builtins = 'https://docs.python.org/3/library/functions.html'
const osPath = 'https://docs.python.org/3/library/os.path.html'

const fold = (
  names: readonly string[],
  fold: Extract<Row['meaning'], { kind: 'fold' }>['fold'],
  docs: string,
): Row => ({
  names,
  parameters: [],
  meaning: { kind: 'fold', fold },
  docs,
})

const same = (names: readonly string[], docs: string): Row => ({
  names,
  parameters: ['value'],
  meaning: { kind: 'same', parameter: 0 },
  docs,
})

const random = (names: readonly string[], docs: string): Row => ({
  names,
  parameters: [],
  meaning: { kind: 'random' },
  docs,
})

/** Python itself and its standard library, numpy and scikit-learn, as far as training scripts use them. */
export const python: readonly Row[] = [
  ...(['static', 'class', 'property'] as const).map(
    (binding): Row => ({
      names: [binding === 'property' ? 'python.property' : `python.${binding}method`],
      parameters: ['function'],
      meaning: { kind: 'bind-member', binding },
      docs: builtins,
    }),
  ),
  fold(['python.int', 'Number.__int__'], 'integer', builtins),
  fold(['python.float', 'numpy.float32'], 'number', builtins),
  fold(['python.round'], 'round', builtins),
  fold(['python.str'], 'string', builtins),
  fold(['python.len'], 'length', builtins),
  fold(['python.range'], 'range', builtins),
  fold(['python.dict'], 'dict', builtins),
  fold(['python.min'], 'minimum', builtins),
  fold(['python.max'], 'maximum', builtins),
  fold(['python.enumerate'], 'enumerate', builtins),
  fold(['python.zip'], 'zip', builtins),
  fold(['math.floor', 'math.ceil'], 'round', 'https://docs.python.org/3/library/math.html'),
  fold(['os.path.join', 'Unknown.joinpath', 'String.joinpath'], 'join-path', osPath),
  fold(['pathlib.Path', 'pathlib.PurePath'], 'join-path', 'https://docs.python.org/3/library/pathlib.html'),
  same(
    [
      'python.list',
      'python.tuple',
      'python.sorted',
      'python.set',
      'python.iter',
      'python.next',
      'python.reversed',
    ],
    builtins,
  ),
  same(['os.path.abspath', 'os.path.expanduser', 'os.path.normpath', 'os.fspath'], osPath),
  same(['types.SimpleNamespace'], 'https://docs.python.org/3/library/types.html'),
  same(
    ['numpy.expand_dims', 'numpy.squeeze', 'numpy.reshape', 'numpy.copy', 'numpy.ascontiguousarray'],
    'https://numpy.org/doc/stable/reference/routines.array-manipulation.html',
  ),
  {
    names: ['numpy.array', 'numpy.asarray', 'numpy.stack'],
    parameters: ['value'],
    meaning: { kind: 'gather' },
    docs: 'https://numpy.org/doc/stable/reference/routines.array-creation.html',
  },
  {
    names: ['Tensor.reset_index', 'Tensor.tolist', 'Tensor.to_list', 'Tensor.to_numpy', 'Tensor.sample'],
    parameters: [],
    meaning: { kind: 'same', parameter: 'receiver' },
    docs: 'https://pandas.pydata.org/docs/reference/frame.html',
  },
  {
    names: [
      'os.listdir',
      'os.scandir',
      'glob.glob',
      'glob.iglob',
      'os.walk',
      'String.glob',
      'Unknown.glob',
      'String.iterdir',
      'Unknown.iterdir',
    ],
    parameters: ['path'],
    meaning: { kind: 'listing' },
    docs: 'https://docs.python.org/3/library/glob.html',
  },
  {
    names: [
      'argparse.ArgumentParser',
      'Parser.add_argument',
      'Parser.parse_args',
      'Parser.add_argument_group',
    ],
    parameters: [],
    meaning: { kind: 'argument-parser' },
    docs: 'https://docs.python.org/3/library/argparse.html',
  },
  {
    names: ['python.map'],
    parameters: ['function', 'iterable'],
    meaning: { kind: 'map-items' },
    docs: builtins,
  },
  {
    names: ['typer.Option', 'typer.Argument'],
    parameters: ['default'],
    meaning: { kind: 'same', parameter: 0 },
    docs: 'https://typer.tiangolo.com/reference/parameters/',
  },
  {
    names: ['functools.partial'],
    parameters: ['func'],
    meaning: { kind: 'partial' },
    docs: 'https://docs.python.org/3/library/functools.html#functools.partial',
  },
  {
    names: ['python.getattr'],
    parameters: ['object', 'name', 'default'],
    meaning: { kind: 'get-attribute' },
    docs: 'https://docs.python.org/3/library/functions.html#getattr',
  },
  {
    names: ['python.vars'],
    parameters: ['object'],
    meaning: { kind: 'fields' },
    docs: 'https://docs.python.org/3/library/functions.html#vars',
  },
  {
    names: ['os.environ.get', 'os.getenv'],
    parameters: ['key', 'default'],
    meaning: { kind: 'same', parameter: 1 },
    docs: 'https://docs.python.org/3/library/os.html#os.getenv',
  },
  {
    names: ['string', 'integer', 'float', 'bool', 'boolean', 'enum', 'multi_enum', 'list'].flatMap((type) =>
      ['absl.flags', 'tensorflow.app.flags', 'tensorflow.flags'].map((flags) => `${flags}.DEFINE_${type}`),
    ),
    parameters: ['name', 'default', 'help'],
    meaning: { kind: 'define-flag' },
    docs: 'https://abseil.io/docs/python/guides/flags',
  },
  random(
    ['random', 'uniform', 'randint', 'choice', 'gauss', 'normalvariate', 'randrange', 'sample'].map(
      (name) => `random.${name}`,
    ),
    'https://docs.python.org/3/library/random.html',
  ),
  random(
    ['rand', 'randn', 'random', 'uniform', 'normal', 'randint', 'choice', 'random_sample'].map(
      (name) => `numpy.random.${name}`,
    ),
    'https://numpy.org/doc/stable/reference/random/legacy.html',
  ),
  {
    names: ['sklearn.model_selection.train_test_split', 'sklearn.cross_validation.train_test_split'],
    parameters: [],
    meaning: { kind: 'array-split', split: 'sklearn' },
    docs: 'https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.train_test_split.html',
  },
]
