import type { Program } from '../program.ts'
import { keras } from './keras.ts'
import { kerasApplications } from './keras-applications.ts'
import { photos } from './photos.ts'
import { python } from './python.ts'
import { scikitLearn } from './sklearn.ts'
import type { Row } from './table.ts'
import { tensorflow } from './tensorflow.ts'
import { tfjs } from './tfjs.ts'
import { torch } from './torch/index.ts'

export type Dialect = 'python' | 'javascript'

export const dialectOf = (language: Program['language']): Dialect =>
  language === 'python' ? 'python' : 'javascript'

/** All tables as one index by name. */
export function tableIndex(): ReadonlyMap<string, Row> {
  const index = new Map<string, Row>()
  for (const row of [
    ...python,
    ...keras,
    ...kerasApplications,
    ...photos,
    ...scikitLearn,
    ...tensorflow,
    ...tfjs,
    ...torch,
  ]) {
    for (const name of row.names) index.set(name, row)
  }
  return index
}

/** Spellings of one library: the first part of a path -> the name that the tables use. */
const aliases: readonly [RegExp, string][] = [
  [/^node:/, ''],
  [/^fs\/promises\b/, 'fs.promises'],
  [/^tf\b/, 'tensorflow'],
  [/^@tensorflow\/tfjs(-(node(-gpu)?|core|layers|data|converter))?/, 'tfjs'],
  [/^tensorflow\.(compat\.v[12]|_api\.v2)\./, 'tensorflow.'],
  [/^tensorflow\.(python\.)?keras\b/, 'keras'],
  [/^(keras\.src|keras\.api(\._v[123])?|tf_keras)\b/, 'keras'],
  [/^keras\.layers\.experimental(\.preprocessing)?\./, 'keras.layers.'],
  [
    /^keras\.layers\.(core|convolutional|pooling|normalization|preprocessing|merge|regularization)\./,
    'keras.layers.',
  ],
  [/^keras\.optimizers\.(legacy|experimental|schedules_v2)\./, 'keras.optimizers.'],
  [
    /^keras\.(models|engine)\.(training\.|functional\.|sequential\.)?(Model|Functional|Sequential)\b/,
    'keras.$3',
  ],
  [/^keras\.preprocessing\.image\.image_dataset_from_directory$/, 'keras.utils.image_dataset_from_directory'],
  [/^keras\.preprocessing\.image_dataset_from_directory$/, 'keras.utils.image_dataset_from_directory'],
  [
    /^keras\.(legacy\.)?preprocessing\.image\.ImageDataGenerator$/,
    'keras.preprocessing.image.ImageDataGenerator',
  ],
  [/^keras_preprocessing\.image\.ImageDataGenerator$/, 'keras.preprocessing.image.ImageDataGenerator'],
  [/^keras\.applications\.[a-z0-9_]+\.([A-Z]\w*)$/, 'keras.applications.$1'],
  [/^tensorflow\.io\.(decode_\w+)$/, 'tensorflow.image.$1'],
  [/^tensorflow\.data\.experimental\.AUTOTUNE$/, 'tensorflow.data.AUTOTUNE'],
  [/^torchvision\.(prototype\.)?transforms\.v2\b/, 'torchvision.transforms'],
  [/^torchvision\.transforms\.transforms\./, 'torchvision.transforms.'],
  [/^torchvision\.models\.(?:[a-z]\w*)\.([a-zA-Z]\w*)(?!\.)/, 'torchvision.models.$1'],
  [/^torchvision\.datasets\.[a-z]\w*\.([A-Z]\w*)$/, 'torchvision.datasets.$1'],
  [/^torch\.optim\.[a-z]\w*\.(Adam|AdamW|SGD|RMSprop)$/, 'torch.optim.$1'],
  [/^torch\.utils\.data\.(dataloader|dataset|sampler)\.([A-Za-z]\w*)$/, 'torch.utils.data.$2'],
  [/^torch\.nn\.modules\.[a-z]\w*\.([A-Z]\w*)$/, 'torch.nn.$1'],
  [/^(pytorch_lightning|lightning\.pytorch)\b/, 'lightning'],
  [/^lightning\.callbacks\.[a-z]\w*\.([A-Z]\w*)$/, 'lightning.callbacks.$1'],
  [
    /^albumentations\.(augmentations(\.\w+)*|core\.composition|imgaug\.transforms)\.([A-Z]\w*)$/,
    'albumentations.$3',
  ],
]

/** The canonical name of an imported module. */
export const libraryOf = (module: string): string => canonical(module)

/** One spelling for each library name: `tensorflow.keras.X`, `keras.X` and `tf_keras.X` are the same. */
export function canonical(path: string): string {
  const known = spelled.get(path)
  if (known !== undefined) return known
  const name = aliases.reduce((before, [spelling, wanted]) => before.replace(spelling, wanted), path)
  spelled.set(path, name)
  return name
}

/** Names that were asked for: a program asks for the same ones over and over. */
const spelled = new Map<string, string>()

/** The row of a name, or undefined when no table knows it. */
export const findRow = (rows: ReadonlyMap<string, Row>, path: string): Row | undefined =>
  rows.get(path) ?? rows.get(canonical(path))
