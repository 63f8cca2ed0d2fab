/**
 * What calls make of lists of files, names and tables, as operations on file expressions (src/model/file-expression.ts):
 * names as in the other tables, or `method.x` and `property.x` of any value that such an expression is known for.
 */
export interface FileRow {
  names: readonly string[]
  /** The operation, by its name in src/dataset/replay/evaluate. */
  of: string
  /** Positional parameters, as the library spells them. */
  parameters?: readonly string[]
  /** The library's parameter -> the operation's argument, where they differ. */
  as?: Readonly<Record<string, string>>
  /** The argument that a method's receiver becomes. */
  receiver?: string
  /** The argument that all positional arguments become, as a list. */
  gathers?: string
  /** Parameters that change nothing that matters here. */
  ignores?: readonly string[]
  fixed?: Readonly<Record<string, string | number | boolean>>
}

const onText = (of: string, ...names: string[]): FileRow => ({ names, of, parameters: ['text'] })

const method = (
  of: string,
  receiver: string,
  names: readonly string[],
  more: Partial<FileRow> = {},
): FileRow => ({
  names: names.map((name) => `method.${name}`),
  of,
  receiver,
  ...more,
})

const property = (of: string, receiver: string, ...names: string[]): FileRow => ({
  names: names.map((name) => `property.${name}`),
  of,
  receiver,
})

/** Python's standard library: https://docs.python.org/3/library/ (glob, os, os.path, pathlib, stdtypes). */
const standard: readonly FileRow[] = [
  {
    names: ['glob.glob', 'glob.iglob'],
    of: 'glob',
    parameters: ['pathname'],
    as: { pathname: 'pattern', root_dir: 'root' },
  },
  { names: ['os.listdir'], of: 'listdir', parameters: ['folder'], as: { path: 'folder' } },
  { names: ['os.scandir'], of: 'iterdir', parameters: ['folder'], as: { path: 'folder' } },
  { names: ['os.walk'], of: 'walk', parameters: ['folder'], as: { top: 'folder' } },
  method('iterdir', 'folder', ['iterdir']),
  method('path-glob', 'folder', ['glob'], { parameters: ['pattern'] }),
  method('path-glob', 'folder', ['rglob'], { parameters: ['pattern'], fixed: { anyDepth: true } }),
  { names: ['pathlib.Path', 'pathlib.PurePath', 'pathlib.PosixPath'], of: 'path', gathers: 'parts' },
  { names: ['os.path.join'], of: 'join-path', gathers: 'parts' },
  method('path', 'parts', ['joinpath'], { gathers: 'parts' }),
  onText('basename', 'os.path.basename', 'tensorflow.io.gfile.basename'),
  onText('dirname', 'os.path.dirname'),
  onText('split-path', 'os.path.split'),
  onText('split-ending', 'os.path.splitext'),
  onText('normal-path', 'os.path.normpath', 'os.path.abspath', 'os.path.realpath'),
  { names: ['os.path.isdir', 'os.path.isfile', 'os.path.exists'], of: 'exists', parameters: ['path'] },
  { names: ['os.path.isdir'], of: 'is-folder', parameters: ['path'] },
  { names: ['os.path.isfile'], of: 'is-file', parameters: ['path'] },
  method('is-folder', 'path', ['is_dir']),
  method('is-file', 'path', ['is_file']),
  method('exists', 'path', ['exists']),
  method('as-path', 'text', ['resolve', 'absolute', 'expanduser']),
  property('parent', 'text', 'parent'),
  property('parents', 'text', 'parents'),
  property('name', 'text', 'name'),
  property('stem', 'text', 'stem'),
  property('suffix', 'text', 'suffix'),
  property('parts', 'text', 'parts'),
  method('string', 'value', ['as_posix', '__str__']),
  { names: ['python.str', 'os.fspath'], of: 'string', parameters: ['value'] },
  { names: ['python.int', 'numpy.int32', 'numpy.int64'], of: 'int', parameters: ['value'] },
  { names: ['python.round'], of: 'round', parameters: ['value'] },
  { names: ['math.floor', 'numpy.floor'], of: 'floor', parameters: ['value'] },
  { names: ['math.ceil', 'numpy.ceil'], of: 'ceil', parameters: ['value'] },
  method('split', 'text', ['split'], {
    parameters: ['separator', 'most'],
    as: { sep: 'separator', maxsplit: 'most' },
  }),
  method('rsplit', 'text', ['rsplit'], {
    parameters: ['separator', 'most'],
    as: { sep: 'separator', maxsplit: 'most' },
  }),
  method('starts-with', 'text', ['startswith'], { parameters: ['part'] }),
  method('ends-with', 'text', ['endswith'], { parameters: ['part'] }),
  method('lower', 'text', ['lower', 'casefold']),
  method('upper', 'text', ['upper']),
  method('strip', 'text', ['strip'], { parameters: ['letters'] }),
  method('left-strip', 'text', ['lstrip'], { parameters: ['letters'] }),
  method('right-strip', 'text', ['rstrip'], { parameters: ['letters'] }),
  method('replace', 'text', ['replace'], { parameters: ['old', 'new'] }),
  method('join', 'text', ['join'], { parameters: ['list'] }),
  method('index-of', 'list', ['index'], { parameters: ['value'] }),
  method('keys', 'dict', ['keys']),
  method('values', 'dict', ['values']),
  method('items', 'dict', ['items']),
  { names: ['python.sorted'], of: 'sorted', parameters: ['list'], as: { iterable: 'list' } },
  { names: ['natsort.natsorted', 'natsort.os_sorted'], of: 'natural-sort', parameters: ['list'] },
  {
    names: [
      'python.list',
      'python.tuple',
      'python.iter',
      'tqdm.tqdm',
      'tqdm.auto.tqdm',
      'tqdm.notebook.tqdm',
    ],
    of: 'as-list',
    parameters: ['list'],
    as: { iterable: 'list' },
    ignores: ['desc', 'total', 'leave', 'ncols', 'unit', 'disable', 'position'],
  },
  { names: ['python.reversed'], of: 'reversed', parameters: ['list'] },
  { names: ['python.set', 'python.frozenset'], of: 'set', parameters: ['list'] },
  { names: ['python.sum'], of: 'sum', parameters: ['list'] },
  { names: ['python.zip'], of: 'zip', gathers: 'lists' },
  { names: ['python.enumerate'], of: 'enumerate', parameters: ['list', 'start'] },
  { names: ['itertools.chain.from_iterable'], of: 'concat', parameters: ['lists'] },
  { names: ['itertools.chain'], of: 'concat', gathers: 'lists' },
  { names: ['python.dict'], of: 'dict', parameters: ['pairs'] },
  { names: ['python.next'], of: 'first', parameters: ['list'] },
]

/** numpy: https://numpy.org/doc/stable/reference/. */
const numpy: readonly FileRow[] = [
  {
    names: ['numpy.array', 'numpy.asarray', 'tensorflow.constant', 'tensorflow.convert_to_tensor'],
    of: 'array',
    parameters: ['list'],
    ignores: ['dtype', 'copy', 'name'],
  },
  method('array', 'list', ['astype', 'copy', 'to_numpy', 'numpy', 'ravel', 'flatten', 'squeeze'], {
    ignores: ['dtype', '0', 'deep'],
  }),
  method('as-list', 'list', ['tolist', 'to_list']),
  { names: ['numpy.unique'], of: 'unique', parameters: ['list'] },
  method('unique-in-order', 'list', ['unique']),
  { names: ['numpy.concatenate', 'numpy.hstack'], of: 'concat', parameters: ['lists'], ignores: ['axis'] },
  { names: ['numpy.where', 'numpy.nonzero'], of: 'nonzero-tuple', parameters: ['mask'] },
  { names: ['numpy.flatnonzero'], of: 'nonzero', parameters: ['mask'] },
  { names: ['numpy.isin', 'numpy.in1d'], of: 'is-in', parameters: ['list', 'values'] },
  { names: ['numpy.sort'], of: 'sorted', parameters: ['list'] },
  { names: ['numpy.setdiff1d'], of: 'without', parameters: ['list', 'values'] },
]

/** pandas: https://pandas.pydata.org/docs/reference/. */
const pandas: readonly FileRow[] = [
  {
    names: ['pandas.read_csv', 'pandas.read_table'],
    of: 'read-table',
    parameters: ['path'],
    as: { filepath_or_buffer: 'path', sep: 'separator', delimiter: 'separator' },
    ignores: ['encoding', 'engine', 'low_memory'],
  },
  { names: ['pandas.DataFrame', 'pandas.DataFrame.from_dict'], of: 'frame', parameters: ['data'] },
  {
    names: ['pandas.concat'],
    of: 'concat-frames',
    parameters: ['frames', 'axis'],
    as: { objs: 'frames', ignore_index: 'renumber' },
  },
  {
    names: ['pandas.Series'],
    of: 'series',
    parameters: ['list'],
    as: { data: 'list' },
    ignores: ['dtype', 'copy'],
  },
  property('frame-index', 'frame', 'index'),
  property('frame-columns', 'frame', 'columns'),
  property('array', 'list', 'values'),
  property('frame-iloc', 'frame', 'iloc'),
  property('frame-loc', 'frame', 'loc'),
  method('reset-index', 'frame', ['reset_index'], { ignores: ['drop', 'inplace'] }),
  method('indexed-rows', 'frame', ['iterrows']),
  method('frame-rows', 'frame', ['itertuples'], { ignores: ['index', 'name'] }),
  method('is-in', 'list', ['isin'], { parameters: ['values'] }),
  method('is-missing', 'list', ['isna', 'isnull']),
  method('drop-missing', 'frame', ['dropna'], { as: { subset: 'columns' }, ignores: ['inplace'] }),
  method('rename', 'frame', ['rename'], { as: { columns: 'names' }, ignores: ['inplace'] }),
  method('sort-values', 'frame', ['sort_values'], { parameters: ['by'], ignores: ['inplace'] }),
  method('head', 'frame', ['head'], { parameters: ['count'] }),
]

/** Encoders of labels and data sets of files. */
const learning: readonly FileRow[] = [
  method('encode', 'list', [], {}),
  {
    names: ['torchvision.datasets.ImageFolder'],
    of: 'image-folder',
    parameters: ['root'],
    ignores: ['transform', 'target_transform', 'loader', '1'],
  },
]

/** All rows, by name. */
export const fileRows: ReadonlyMap<string, FileRow> = new Map(
  [...standard, ...numpy, ...pandas, ...learning].flatMap((row) =>
    row.names.map((name) => [name, row] as const),
  ),
)
