import type { FileKind } from '../model/project.ts'

const kinds: Record<string, FileKind> = {
  jpg: 'image',
  jpeg: 'image',
  jpe: 'image',
  jfif: 'image',
  png: 'image',
  webp: 'image',
  gif: 'image',
  bmp: 'image',
  tif: 'image',
  tiff: 'image',
  avif: 'image',
  // Photos that nothing trains on as they are: to be told, not passed over.
  heic: 'image',
  heif: 'image',
  py: 'python',
  ipynb: 'notebook',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescript',
  js: 'typescript',
  mjs: 'typescript',
  cjs: 'typescript',
  jsx: 'typescript',
  csv: 'manifest',
  tsv: 'manifest',
  json: 'manifest',
  jsonl: 'manifest',
  ndjson: 'manifest',
  txt: 'list',
  parquet: 'manifest',
  log: 'log',
}

/** Tar archives, and TFRecord files with or without the number of their shard (`train-00000-of-00004`); PyTorch's
 * `best.pth.tar` and TensorFlow's `ckpt.data-00000-of-00001` are weights. */
const container =
  /(?<!\.(pth?|ckpt|model|weights|chkpt))\.(tar|tgz|tar\.gz|(tfrecords?|tfrec)(\.gz)?)([-.]\d+-of-\d+)?$|^(?!.*\.data-)[^.]+-\d{5}-of-\d{5}$/

/** What a file is for us, by its name alone: `typescript` covers JavaScript, `.d.ts` and minified code are `other`. */
export function kindOf(path: string): FileKind {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (name.startsWith('.')) return 'other'
  if (name.includes('.tfevents.')) return 'log'
  if (container.test(name)) return 'container'
  if (/\.d\.[cm]?ts$|\.min\.js$/.test(name)) return 'other'
  return kinds[name.slice(name.lastIndexOf('.') + 1)] ?? 'other'
}

/** Folders that hold neither the person's data nor their code. Folders whose name begins with a dot are skipped too. */
export const skippedFolders: ReadonlySet<string> = new Set([
  'node_modules',
  '__pycache__',
  'site-packages',
  'venv',
  'env',
  '__MACOSX',
])
