import path from 'node:path'
import { addTo } from '../../model/group-by.ts'
import type { WorkContext } from '../../model/progress.ts'
import type { Project, ProjectFile } from '../../model/project.ts'
import type { NamedColumns } from '../manifest/columns.ts'
import { splitOfFile } from '../split-names.ts'
import { isStray } from '../stray.ts'
import { nameOf, parentOf } from '../tree.ts'
import { type ContainedSamples, type ContainerFormat, formatOf, readContainers } from './gather.ts'
import { holdsImages } from './parquet.ts'

/** The containers of one format that hold images. */
export interface DetectedContainers extends ContainedSamples {
  format: ContainerFormat
  files: string[]
}

/**
 * The containers of the project, by format; best first: with labels, with more sides, then with more images. Files
 * that hold something else are left out.
 */
export async function detectContainers(
  project: Project,
  columns: NamedColumns,
  work?: WorkContext,
): Promise<DetectedContainers[]> {
  const byFormat = new Map<ContainerFormat, string[]>()
  for (const file of project.files) {
    if (!(await mayHold(project.root, file, columns))) continue
    addTo(byFormat, formatOf(file.path), file.path)
  }
  const found: DetectedContainers[] = []
  for (const [format, files] of byFormat) {
    const named = files.map((file) => ({ path: file, split: null }))
    const contained = await readContainers(project, named, columns, work)
    const holding = new Set(contained.samples.map(({ container }) => container?.path ?? ''))
    const folders = new Set([...holding].map(parentOf))
    // Much that is called .tar, or numbered like a shard, is something else, unless shards lie beside it or it is
    // called like a side.
    const problems = contained.problems.filter(
      ({ path: file }) =>
        /\.(tfrec|parquet)/i.test(file) || folders.has(parentOf(file)) || splitOfFile(nameOf(file)) !== null,
    )
    const bad = new Set(problems.map((problem) => problem.path))
    const own = files.filter((file) => holding.has(file) || bad.has(file))
    if (own.length > 0) found.push({ format, files: own, samples: contained.samples, problems })
  }
  const labelled = ({ samples }: ContainedSamples) => samples.some(({ label }) => label !== null)
  const sides = ({ samples }: ContainedSamples) => new Set(samples.map(({ split }) => split)).size
  return found.sort(
    (a, b) =>
      Number(labelled(b)) - Number(labelled(a)) || sides(b) - sides(a) || b.samples.length - a.samples.length,
  )
}

async function mayHold(root: string, { kind, path: file }: ProjectFile, columns: NamedColumns) {
  if (parentOf(file).split('/').some(isStray)) return false
  if (kind === 'container') return true
  return /\.parquet$/i.test(file) && holdsImages(path.join(root, file), columns.file)
}
