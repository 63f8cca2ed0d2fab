import { statSync } from 'node:fs'
import path from 'node:path'
import type { Dataset } from '../model/dataset.ts'
import type { WorkContext } from '../model/progress.ts'
import type { Project } from '../model/project.ts'
import { kindOf } from '../project/kinds.ts'
import { describeFault, ProjectError } from '../project/problem.ts'
import { classesBeside } from './class-list.ts'
import { nameFiles, readContainers } from './contained/gather.ts'
import { holdsImages } from './contained/parquet.ts'
import type { NamedFile } from './from-config.ts'
import { readCoco } from './manifest/coco.ts'
import { columnsOf, type NamedColumns } from './manifest/columns.ts'
import { ImageFinder } from './manifest/image-finder.ts'
import { addTable, findUnlisted, type Listing, type ListOptions } from './manifest/list.ts'
import { type ManifestTable, readManifest } from './manifest/read.ts'
import { splitOfFile } from './split-names.ts'
import { nameOf } from './tree.ts'

/** The columns that the config names. */
export function configuredColumns({ config }: Project): NamedColumns {
  const { fileColumn, labelColumn, splitColumn, groupColumn } = config.data ?? {}
  return { file: fileColumn, label: labelColumn, split: splitColumn, group: groupColumn }
}

/**
 * The samples of the manifests and containers that the config names.
 * @throws ProjectError when a manifest cannot be read, lacks a named column, or lists nothing that is here
 */
export async function datasetFromFiles(
  project: Project,
  files: readonly NamedFile[],
  work?: WorkContext,
): Promise<Dataset> {
  const columns = configuredColumns(project)
  const containers: NamedFile[] = []
  const manifests: NamedFile[] = []
  for (const file of files) ((await isContainer(project, file, columns)) ? containers : manifests).push(file)
  const listing = await listingOf(project, manifests, columns)
  const contained = await readContainers(project, containers, columns, work)
  const [empty] = containers
  if (empty !== undefined && contained.samples.length === 0) {
    const reason = contained.problems[0]?.reason ?? 'holds no encoded images'
    throw new ProjectError(`${empty.setting}: "${contained.problems[0]?.path ?? empty.path}" ${reason}`)
  }
  const origins = [
    manifests.length > 0 ? `the ${noun(manifests, 'manifest')} ${nameFiles(pathsOf(manifests))}` : null,
    containers.length > 0 ? `the ${noun(containers, 'container')} ${nameFiles(pathsOf(containers))}` : null,
  ].filter((part) => part !== null)
  const samples = [...listing.samples.values(), ...contained.samples]
  return {
    samples: samples.sort((a, b) => (a.path < b.path ? -1 : 1)),
    origin: `${origins.join(' and ')}, as the config names ${files.length === 1 ? 'it' : 'them'}${faultsOf(listing)}`,
    classFolders: [],
    ...(listing.manifests.length > 0 ? { manifests: listing.manifests } : {}),
    ...(contained.problems.length > 0 ? { problems: contained.problems } : {}),
  }
}

const pathsOf = (files: readonly NamedFile[]) => files.map((file) => file.path)
const noun = (files: readonly unknown[], word: string) => (files.length === 1 ? word : `${word}s`)

/** How many rows gave no sample, for the origin. */
export function faultsOf({ manifests }: Pick<Listing, 'manifests'>): string {
  const left = manifests.flatMap(({ faults }) => faults).filter(({ kind }) => kind !== 'no-label').length
  return left === 0 ? '' : `; ${left} ${left === 1 ? 'row' : 'rows'} not counted`
}

async function isContainer(project: Project, { path: file }: NamedFile, columns: NamedColumns) {
  if (/\.parquet$/i.test(file)) return holdsImages(path.resolve(project.root, file), columns.file)
  return kindOf(file) === 'container'
}

async function listingOf(
  project: Project,
  files: readonly NamedFile[],
  named: NamedColumns,
): Promise<Listing> {
  const listing: Listing = { samples: new Map(), manifests: [] }
  const images = project.files.filter(({ kind }) => kind === 'image').map((file) => file.path)
  const finder = new ImageFinder(images)
  const present = new Set(project.files.map((file) => file.path))
  const find: ListOptions['find'] = (written, folder, split) =>
    finder.find(written, { folder, split }) ?? outsideOf(project.root, folder, written)
  for (const { path: file, split, setting } of files) {
    try {
      const table = (await cocoOf(project.root, file)) ?? (await readManifest(project.root, file))
      const isFile = (written: string) => find(written, path.posix.dirname(file), null) !== null
      const columns = columnsOf(table, named, isFile)
      const before = listing.samples.size
      const classes = await classesBeside(project.root, file, present)
      const used = split === null ? columns : { ...columns, split: null }
      addTable(listing, table, used, { find, split: split ?? splitOfFile(nameOf(file)), classes })
      if (listing.samples.size === before) throw new Error(nothing(table, listing))
    } catch (fault) {
      throw new ProjectError(`${setting}: "${file}" ${describeFault(fault)}`)
    }
  }
  findUnlisted(listing, images)
  return listing
}

const cocoOf = (root: string, file: string): Promise<ManifestTable | null> =>
  /\.json$/i.test(file) ? readCoco(root, file) : Promise.resolve(null)

/** Why a manifest gave no sample at all. */
function nothing(table: ManifestTable, { manifests }: Listing): string {
  const fault = manifests.at(-1)?.faults[0]
  if (fault?.kind === 'unknown-split')
    return `names a split "${fault.written}"; use train, validation or test`
  if (fault?.kind === 'missing-file')
    return `lists ${table.rows.length} files, none of which is here (the first: ${fault.written})`
  return fault?.kind === 'no-file' ? 'has no row with a file' : 'lists nothing that is not listed before'
}

/** A file outside the project, by its path relative to it (`../images/1.jpg`). */
function outsideOf(root: string, folder: string, written: string): string | null {
  const posix = written.replaceAll('\\', '/')
  const absolute = path.isAbsolute(posix) ? path.resolve(posix) : path.resolve(root, folder, posix)
  const relative = path.relative(root, absolute).split(path.sep).join('/')
  return statSync(absolute, { throwIfNoEntry: false })?.isFile() ? relative : null
}
