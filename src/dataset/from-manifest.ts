import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Dataset, Sample } from '../model/dataset.ts'
import type { SplitName } from '../model/fix.ts'
import type { Project } from '../model/project.ts'
import { describeFault, ProjectError } from '../project/problem.ts'
import { ManifestFault, type ManifestRow, manifestRows } from './manifest-rows.ts'
import { splitOfFolder } from './split-names.ts'

/** Column names to look for where the config names none, most telling first. */
const usual = {
  file: ['file_name', 'filename', 'file', 'filepath', 'file_path', 'path', 'image_path', 'image', 'img'],
  label: ['label', 'labels', 'class', 'class_name', 'category', 'target'],
  split: ['split', 'subset', 'partition', 'set'],
  group: [],
} as const

/**
 * The dataset that the manifest named in the config (`data.manifest`) lists; null when it names none. Files are
 * relative to the manifest, else to the project; without a column for the split, a folder such as `train/` in the
 * path tells it. Rows whose file does not exist are samples like others: that they cannot be read is a finding.
 * @throws ProjectError when the manifest cannot be read or lacks a named column
 */
export async function datasetFromManifest(project: Project): Promise<Dataset | null> {
  const { manifest } = project.config.data ?? {}
  if (manifest === undefined) return null
  const rows = await readRows(project, manifest)
  const columns = columnsOf(project, manifest, rows)
  const present = new Set(project.files.map((file) => file.path))
  const folder = path.posix.dirname(path.posix.normalize(manifest))
  const samples = new Map<string, Sample>()
  let repeated = 0
  for (const row of rows) {
    const sample = sampleOf(row, columns, { manifest, folder, present })
    if (samples.has(sample.path)) repeated += 1
    else samples.set(sample.path, sample)
  }
  const rest = repeated === 0 ? '' : `; ${repeated} repeated ${repeated === 1 ? 'row' : 'rows'} not counted`
  return {
    samples: [...samples.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    origin: `the manifest ${manifest}, as the config names it${rest}`,
    classFolders: [],
  }
}

async function readRows(project: Project, manifest: string): Promise<ManifestRow[]> {
  try {
    const rows = manifestRows(manifest, await readFile(path.resolve(project.root, manifest), 'utf8'))
    if (rows.length === 0) throw new ManifestFault('has no rows')
    return rows
  } catch (fault) {
    throw new ProjectError(`data.manifest: "${manifest}" ${describeFault(fault)}`)
  }
}

interface Columns {
  file: string
  label: string | null
  split: string | null
  group: string | null
}

function columnsOf(project: Project, manifest: string, rows: readonly ManifestRow[]): Columns {
  const { fileColumn, labelColumn, splitColumn, groupColumn } = project.config.data ?? {}
  const names = new Set(rows.flatMap((row) => [...row.keys()]))
  const find = (named: string | undefined, among: readonly string[]): string | null => {
    if (named === undefined) {
      return among.flatMap((name) => [...names].find((one) => one.toLowerCase() === name) ?? [])[0] ?? null
    }
    if (names.has(named)) return named
    throw new ProjectError(
      `data.manifest: "${manifest}" has no column "${named}" (it has ${[...names].join(', ')})`,
    )
  }
  const file = find(fileColumn, usual.file)
  if (file === null) {
    throw new ProjectError(
      `data.manifest: "${manifest}" has no column that names files (it has ${[...names].join(', ')}); set data.fileColumn`,
    )
  }
  return {
    file,
    label: find(labelColumn, usual.label),
    split: find(splitColumn, usual.split),
    group: find(groupColumn, usual.group),
  }
}

interface Place {
  manifest: string
  folder: string
  present: ReadonlySet<string>
}

function sampleOf(row: ManifestRow, columns: Columns, place: Place): Sample {
  const cell = (column: string | null) => (column === null ? null : (row.get(column) ?? null))
  const written = cell(columns.file)
  if (written === null) throw new ProjectError(`data.manifest: "${place.manifest}" has a row without a file`)
  const file = fileOf(written, place)
  const split = cell(columns.split)
  return {
    path: file,
    split: split === null ? splitInPath(file) : splitNamed(split, place.manifest),
    label: cell(columns.label),
    group: cell(columns.group),
  }
}

/** Backslashes are Windows' separators. */
function fileOf(written: string, { folder, present }: Place): string {
  const posix = written.replaceAll('\\', '/')
  const beside = path.posix.join(folder, posix)
  const inProject = path.posix.normalize(posix)
  return !present.has(beside) && present.has(inProject) ? inProject : beside
}

function splitNamed(value: string, manifest: string): SplitName {
  const split = splitOfFolder(value)
  if (split !== null) return split
  throw new ProjectError(
    `data.manifest: "${manifest}" names a split "${value}"; use train, validation or test`,
  )
}

function splitInPath(file: string): SplitName {
  const folders = file.split('/').slice(0, -1)
  return folders.map(splitOfFolder).find((split) => split !== null) ?? 'all'
}
