import type { Sample } from '../../model/dataset.ts'
import type { SplitName } from '../../model/fix.ts'
import type { WorkContext } from '../../model/progress.ts'
import type { Project, ProjectProblem } from '../../model/project.ts'
import { describeFault } from '../../project/problem.ts'
import { classesBeside } from '../class-list.ts'
import type { NamedColumns } from '../manifest/columns.ts'
import { splitOfFile } from '../split-names.ts'
import { nameOf } from '../tree.ts'
import type { Contained, ContainerOptions } from './contained.ts'
import { readParquet } from './parquet.ts'
import { readTFRecord } from './tfrecord.ts'
import { readShard } from './webdataset.ts'

export interface ContainerFile {
  /** POSIX, relative to the project. */
  path: string
  /** null when its name or its records are to tell. */
  split: SplitName | null
}

export interface ContainedSamples {
  samples: Sample[]
  problems: ProjectProblem[]
}

export type ContainerFormat = 'WebDataset' | 'TFRecord' | 'Parquet'

/** By the file's name. */
export function formatOf(file: string): ContainerFormat {
  if (/\.parquet$/i.test(file)) return 'Parquet'
  return /\.(tar|tgz|tar\.gz)$/i.test(file) ? 'WebDataset' : 'TFRecord'
}

const readers: Record<ContainerFormat, (options: ContainerOptions) => Promise<Contained>> = {
  WebDataset: readShard,
  TFRecord: readTFRecord,
  Parquet: readParquet,
}

/**
 * The samples in some containers, file by file. What cannot be read becomes a problem with its reason.
 * @throws the signal's reason when it is aborted
 */
export async function readContainers(
  project: Project,
  files: readonly ContainerFile[],
  columns: NamedColumns,
  work?: WorkContext,
): Promise<ContainedSamples> {
  const found: ContainedSamples = { samples: [], problems: [] }
  const stage = work?.progress.start('Opening containers', files.length, 'files')
  const others = new Set(project.files.map(({ path: file }) => file))
  for (const { path: file, split } of files) {
    work?.signal.throwIfAborted()
    const classes = await classesBeside(project.root, file, others)
    const side = split ?? splitOfFile(file) ?? 'all'
    const options = { root: project.root, file, split: side, columns, classes }
    try {
      const read = readers[formatOf(file)]
      const { samples, problem } = await read(
        work === undefined ? options : { ...options, signal: work.signal },
      )
      for (const sample of samples) found.samples.push(split === null ? sample : { ...sample, split })
      if (problem !== null) found.problems.push({ path: file, reason: problem })
    } catch (fault) {
      work?.signal.throwIfAborted()
      found.problems.push({ path: file, reason: describeFault(fault) })
    }
    stage?.advance()
  }
  stage?.finish()
  return found
}

/** `shards/train-000000.tar and 3 more`, for people. */
export function nameFiles(files: readonly string[]): string {
  const [first = '', ...others] = [...files].sort()
  const [second] = others
  if (second === undefined) return first
  return others.length === 1 ? `${first} and ${nameOf(second)}` : `${first} and ${others.length} more`
}
