import path from 'node:path'
import { openBytes } from '../../containers/packed.ts'
import type { ManifestColumns } from '../../model/dataset.ts'
import type { SplitName } from '../../model/fix.ts'
import type { ProjectFile } from '../../model/project.ts'
import { splitOfFile } from '../split-names.ts'
import { isStray } from '../stray.ts'
import { nameOf, parentOf } from '../tree.ts'
import { readCoco } from './coco.ts'
import { plain, usualColumns } from './column-names.ts'
import { columnsOf, type NamedColumns } from './columns.ts'
import type { ListOptions } from './list.ts'
import { type ManifestTable, readManifest, textIn } from './read.ts'
import { imageName, isHeadless, ManifestFault } from './row.ts'
import { endingOf } from './rows.ts'

/** Larger files are looked at only when the config names them. Bytes. */
const largest = 64 << 20

/** By name: what models and logs write, not what they read. */
const written = /pred|submi|result|history|metric|log|score|output|package|config|tsconfig|\block\b|eval_/i

/** By column: what models write. */
const predicted = /^(pred|prob|score|confidence|logit|softmax)/

/** A table that lists images of the project. */
export interface Candidate {
  table: ManifestTable
  columns: ManifestColumns
  /** The side that the file's name says. */
  split: SplitName | null
  kind: 'manifest' | 'coco'
}

/** Where more plain texts lie together, each belongs to one image. */
const mostLists = 20

/** Files that may list images, by their names. */
export function listsIn(files: readonly ProjectFile[]): ProjectFile[] {
  const texts = new Map<string, number>()
  for (const { kind, path } of files)
    if (kind === 'list') texts.set(parentOf(path), (texts.get(parentOf(path)) ?? 0) + 1)
  const mayList = ({ kind, path }: ProjectFile) =>
    kind === 'manifest' || (kind === 'list' && (texts.get(parentOf(path)) ?? 0) <= mostLists)
  return files.filter(
    (file) =>
      mayList(file) &&
      file.size <= largest &&
      (!written.test(nameOf(file.path)) || mayBeCoco(file.path)) &&
      !parentOf(file.path).split('/').some(isStray),
  )
}

/** COCO is known by its content, whatever it is called (`result.json` of Label Studio). */
const mayBeCoco = (file: string) => /\.json$/i.test(file)

/**
 * What a file lists of the images that `find` knows. A reason where it names images but cannot be used: it is broken, or
 * none of them is here; null where it is something else.
 */
export async function candidateOf(
  root: string,
  file: string,
  named: NamedColumns,
  find: ListOptions['find'],
): Promise<Candidate | { reason: string } | null> {
  try {
    if (!(await mayName(path.join(root, file)))) return null
    const coco = mayBeCoco(file) ? await readCoco(root, file) : null
    if (coco === null && written.test(nameOf(file))) return null
    const table = coco ?? (await readManifest(root, file))
    if (table.columns.some((column) => predicted.test(plain(column)))) return null
    const split = splitOfFile(nameOf(file))
    const isFile = (text: string) => find(text, parentOf(file), split) !== null
    const columns = columnsOf(table, known(named, table), isFile)
    const cells = table.rows.slice(0, 200).flatMap((row) => row.cells.get(columns.file) ?? [])
    if (cells.filter(isFile).length * 2 < cells.length || cells.length === 0)
      return cells.every((cell) => imageName.test(cell)) ? { reason: missing(table, columns, isFile) } : null
    // Names alone tell nothing, unless the list is one of a side.
    const bare = columns.label === null && columns.split === null && split === null
    if (bare && isHeadless(table.columns)) return null
    return { table, columns, split, kind: coco === null ? 'manifest' : 'coco' }
  } catch (fault) {
    const broken =
      fault instanceof ManifestFault && /: not valid JSON|quoted cell|Parquet/.test(fault.message)
    return broken ? { reason: fault.message } : null
  }
}

function missing(
  { rows }: ManifestTable,
  { file }: ManifestColumns,
  isFile: (text: string) => boolean,
): string {
  const gone = rows.filter((row) => !isFile(row.cells.get(file) ?? ''))
  const first = gone[0]?.cells.get(file) ?? ''
  return `${gone.length} of its ${rows.length} files are not here (the first: ${first})`
}

/** A look at the beginning of a file: whether it is a table that may name files. */
async function mayName(file: string): Promise<boolean> {
  const ending = endingOf(file)
  if (ending === 'parquet' || ending === 'txt') return true
  const bytes = await openBytes(file, false)
  const head = textIn(await bytes.read(0, 1 << 16).finally(() => bytes.close()))
  if (ending === 'json' || ending === 'jsonl' || ending === 'ndjson') return namesImages.test(head)
  const [header = '', ...lines] = head.split('\n')
  const names = header.split(/[,;\t|]/).map(plain)
  return names.some((name) => usual.has(name)) || namesImages.test(lines.join('\n'))
}

const usual: ReadonlySet<string> = new Set(usualColumns.file)
const namesImages = /\.(jpe?g|png|webp|gif|bmp|tiff?|avif)\b/i

/** Names from the config hold for the tables that have such columns. */
const known = (named: NamedColumns, { columns }: ManifestTable): NamedColumns =>
  Object.fromEntries(
    Object.entries(named).filter(([, column]) => column !== undefined && columns.includes(column)),
  )
