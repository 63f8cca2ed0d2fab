import type { Sample } from '../../model/dataset.ts'
import type { SplitName } from '../../model/fix.ts'
import { addTo } from '../../model/group-by.ts'
import type { Project, ProjectProblem } from '../../model/project.ts'
import { classesBeside } from '../class-list.ts'
import { splitOfFile, splitOfFolder } from '../split-names.ts'
import { nameOf, parentOf } from '../tree.ts'
import { type Candidate, candidateOf, listsIn } from './candidates.ts'
import type { NamedColumns } from './columns.ts'
import { ImageFinder } from './image-finder.ts'
import { addTable, findUnlisted, type Listing, type ListOptions } from './list.ts'

/** Lists that belong together (`train.csv` and `val.csv`, every folder's `metadata.jsonl`), and what they list. */
export interface DetectedManifests extends Listing {
  files: string[]
  kind: 'manifest' | 'coco'
  /** How many samples have a label, a side, a group. */
  labelled: number
  split: number
  grouped: number
}

interface Member extends Candidate {
  classes: readonly string[] | null
}

/**
 * The manifests of the project by their content: tables with a column of which at least half leads to images of the
 * project. Best first: with labels, with sides, then the one that lists the most images. Lists
 * that cannot be used are told with the reason.
 */
export async function detectManifests(
  project: Project,
  images: readonly string[],
  named: NamedColumns,
): Promise<{ manifests: DetectedManifests[]; unusable: ProjectProblem[] }> {
  const unusable: ProjectProblem[] = []
  if (images.length === 0) return { manifests: [], unusable }
  const finder = new ImageFinder(images)
  const find: ListOptions['find'] = (text, folder, split) => finder.find(text, { folder, split })
  const present = new Set(project.files.map((file) => file.path))
  const families = new Map<string, Member[]>()
  for (const file of listsIn(project.files)) {
    const found = await candidateOf(project.root, file.path, named, find)
    if (found === null) continue
    if ('reason' in found) {
      unusable.push({ path: file.path, reason: found.reason })
      continue
    }
    const candidate = { ...found, classes: await classesBeside(project.root, file.path, present) }
    addTo(families, familyOf(candidate), candidate)
  }
  const manifests = [...families.values()]
    .map((candidates) => listed(candidates, images, find))
    .filter((one) => one !== null)
    .sort(
      (a, b) =>
        Number(a.kind === 'coco') - Number(b.kind === 'coco') ||
        Number(b.labelled > 0) - Number(a.labelled > 0) ||
        Number(b.split > 0) - Number(a.split > 0) ||
        b.samples.size - a.samples.size,
    )
  return { manifests, unusable }
}

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
  candidates: readonly Member[],
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
