import path from 'node:path'
import { openBytes } from '../../containers/packed.ts'
import type { ManifestColumns, Sample } from '../../model/dataset.ts'
import type { SplitName } from '../../model/fix.ts'
import { addTo } from '../../model/group-by.ts'
import type { Project, ProjectFile } from '../../model/project.ts'
import { classesBeside } from '../class-list.ts'
import { splitOfFile, splitOfFolder } from '../split-names.ts'
import { isStray } from '../stray.ts'
import { nameOf, parentOf } from '../tree.ts'
import { readCoco } from './coco.ts'
import { plain, usualColumns } from './column-names.ts'
import { columnsOf, type NamedColumns } from './columns.ts'
import { ImageFinder } from './image-finder.ts'
import { addTable, findUnlisted, type Listing, type ListOptions } from './list.ts'
import { type ManifestTable, readManifest, textIn } from './read.ts'
import { isHeadless } from './row.ts'
import { endingOf } from './rows.ts'

/** Lists that belong together (`train.csv` and `val.csv`, every folder's `metadata.jsonl`), and what they list. */
export interface DetectedManifests extends Listing {
  files: string[]
  kind: 'manifest' | 'coco'
  /** How many samples have a label, a side, a group. */
  labelled: number
  split: number
  grouped: number
}

/** Larger files are looked at only when the config names them. Bytes. */
const largest = 64 << 20

/** By name: what models and logs write, not what they read. */
const written = /pred|submi|result|history|metric|log|score|output|package|config|tsconfig|\block\b|eval_/i

/** By column: what models write. */
const predicted = /^(pred|prob|score|confidence|logit|softmax)/

interface Candidate {
  table: ManifestTable
  columns: ManifestColumns
  /** The side that the file's name says. */
  split: SplitName | null
  kind: DetectedManifests['kind']
  classes: readonly string[] | null
}

/**
 * The manifests of the project by their content: tables with a column of which at least half leads to images of the
 * project. Best first: with labels, with sides, then the one that lists the most images.
 */
export async function detectManifests(
  project: Project,
  images: readonly string[],
  named: NamedColumns,
): Promise<DetectedManifests[]> {
  if (images.length === 0) return []
  const finder = new ImageFinder(images)
  const find: ListOptions['find'] = (text, folder, split) => finder.find(text, { folder, split })
  const present = new Set(project.files.map((file) => file.path))
  const families = new Map<string, Candidate[]>()
  for (const file of listsIn(project.files)) {
    const found = await candidateOf(project.root, file.path, named, find)
    if (found === null) continue
    const candidate = { ...found, classes: await classesBeside(project.root, file.path, present) }
    addTo(families, familyOf(candidate), candidate)
  }
  return [...families.values()]
    .map((candidates) => listed(candidates, images, find))
    .filter((one) => one !== null)
    .sort(
      (a, b) =>
        Number(a.kind === 'coco') - Number(b.kind === 'coco') ||
        Number(b.labelled > 0) - Number(a.labelled > 0) ||
        Number(b.split > 0) - Number(a.split > 0) ||
        b.samples.size - a.samples.size,
    )
}

/** Where more plain texts lie together, each belongs to one image. */
const mostLists = 20

/** Files that may list images, by their names. */
function listsIn(files: readonly ProjectFile[]): ProjectFile[] {
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

async function candidateOf(
  root: string,
  file: string,
  named: NamedColumns,
  find: ListOptions['find'],
): Promise<Omit<Candidate, 'classes'> | null> {
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
    if (cells.filter(isFile).length * 2 < cells.length || cells.length === 0) return null
    // Names alone tell nothing, unless the list is one of a side.
    const bare = columns.label === null && columns.split === null && split === null
    if (bare && isHeadless(table.columns)) return null
    return { table, columns, split, kind: coco === null ? 'manifest' : 'coco' }
  } catch {
    return null // Some other CSV or JSON file.
  }
}

/** A look at the beginning of a file: whether it is a table that may name files. */
async function mayName(file: string): Promise<boolean> {
  const ending = endingOf(file)
  if (ending === 'parquet' || ending === 'txt') return true
  const bytes = await openBytes(file, false)
  const head = textIn(await bytes.read(0, 1 << 16).finally(() => bytes.close()))
  if (ending === 'json' || ending === 'jsonl' || ending === 'ndjson') return imageName.test(head)
  const [header = '', ...lines] = head.split('\n')
  const names = header.split(/[,;\t|]/).map(plain)
  return names.some((name) => usual.has(name)) || imageName.test(lines.join('\n'))
}

const usual: ReadonlySet<string> = new Set(usualColumns.file)
const imageName = /\.(jpe?g|png|webp|gif|bmp|tiff?|avif)\b/i

/** Names from the config hold for the tables that have such columns. */
const known = (named: NamedColumns, { columns }: ManifestTable): NamedColumns =>
  Object.fromEntries(
    Object.entries(named).filter(([, column]) => column !== undefined && columns.includes(column)),
  )

/**
 * `metadata.jsonl` of all folders; `labels_train.csv` and `labels_val.csv`; `train/_classes.csv` and `valid/_classes.csv`;
 * every other file is alone.
 */
function familyOf({ table: { path }, split, kind }: Candidate): string {
  const name = nameOf(path)
  if (/^metadata\.(csv|jsonl|parquet)$/.test(name)) return 'metadata'
  if (split === null) {
    const folders = parentOf(path).split('/')
    const side = folders.findLastIndex((folder) => splitOfFolder(folder) !== null)
    return side === -1 ? path : `${kind} ${folders.with(side, '*').join('/')}/${name}`
  }
  const word = name.split(/[^\p{Letter}\p{Mark}\d]+/u).find((one) => splitOfFile(one) === split) ?? ''
  return `${kind} ${parentOf(path)}/${name.replace(word, '*')}`
}

/** More rows than this share that name an image again: lists of boxes, captions, or several labels. */
const mostRepeated = 0.3

function listed(
  candidates: readonly Candidate[],
  images: readonly string[],
  find: ListOptions['find'],
): DetectedManifests | null {
  const listing: Listing = { samples: new Map(), manifests: [] }
  const order = (split: SplitName | null) => ['train', 'validation', 'test'].indexOf(split ?? 'train')
  for (const { table, columns, split, classes } of [...candidates].sort(
    (a, b) => order(a.split) - order(b.split),
  ))
    addTable(listing, table, columns, { find, split, classes })
  const rows = listing.manifests.reduce((sum, facts) => sum + facts.rows, 0)
  const again = listing.manifests.flatMap(({ faults }) =>
    faults.filter(({ kind }) => kind === 'repeated' || kind === 'contradictory'),
  )
  if (listing.samples.size === 0 || (again.length > 3 && again.length > rows * mostRepeated)) return null
  findUnlisted(listing, images)
  const count = (has: (sample: Sample) => boolean) => [...listing.samples.values()].filter(has).length
  return {
    ...listing,
    files: candidates.map(({ table }) => table.path),
    kind: candidates.some(({ kind }) => kind === 'coco') ? 'coco' : 'manifest',
    labelled: count(({ label }) => label !== null),
    split: count(({ split }) => split !== 'all'),
    grouped: count(({ group }) => group !== null),
  }
}
