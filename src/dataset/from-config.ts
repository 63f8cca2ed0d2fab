import { stat } from 'node:fs/promises'
import path from 'node:path'
import ignore from 'ignore'
import type { Config } from '../model/config.ts'
import type { SplitName } from '../model/fix.ts'
import type { Project, ProjectFile } from '../model/project.ts'
import { describeFault, ProjectError } from '../project/problem.ts'
import { walk } from '../project/walk.ts'
import { type Layout, nameRoots, type Root } from './root.ts'
import { inFolder, isInside } from './tree.ts'

/** A manifest or container that the config names. */
export interface NamedFile {
  /** POSIX, relative to the project (`../` for one outside it). */
  path: string
  /** The side of all its samples; null where the file itself is to tell. */
  split: SplitName | null
  /** Where the config names it: `data.train`. */
  setting: string
}

export interface ConfiguredData extends Layout {
  /** Images of configured folders outside the project, relative to it (`../data/train/cat/1.jpg`). */
  outside: string[]
  files: NamedFile[]
}

/**
 * The folders, manifests and containers that `data` of the config names; null when it names none.
 * @throws ProjectError when one of them does not exist or cannot be read
 */
export async function namedInConfig(project: Project): Promise<ConfiguredData | null> {
  const data = project.config.data ?? {}
  const found: ConfiguredData = { roots: [], outside: [], files: [], origin: '' }
  const sides = { train: 'train', validation: 'validation', test: 'test', manifest: null } as const
  for (const setting of ['manifest', 'train', 'validation', 'test'] as const) {
    for (const written of placesIn(data, setting)) {
      await addPlace(project, { written, split: sides[setting], setting: `data.${setting}` }, found)
    }
  }
  if (found.roots.length > 0) found.origin = `folders ${nameRoots(found.roots)}, as the config names them`
  return found.roots.length + found.files.length === 0 ? null : found
}

/**
 * The project as far as `data.root` of the config says that its data is in there, images outside the project
 * included; the project itself where it says nothing.
 * @throws ProjectError when a root is no folder that can be read
 */
export async function withinRoots(project: Project): Promise<Project> {
  const roots = placesIn(project.config.data ?? {}, 'root')
  if (roots.length === 0) return project
  const files: ProjectFile[] = []
  for (const written of roots) {
    const relative = relativeTo(project, written)
    const known = project.files.filter((file) => isInside(file.path, relative))
    if (known.length > 0) {
      files.push(...known)
      continue
    }
    const found = await walk(path.resolve(project.root, written))
    const whole = found.problems.find((problem) => problem.path === '.')
    if (whole !== undefined) throw new ProjectError(`data.root: "${written}" ${whole.reason}`)
    files.push(...found.files.map((file) => ({ ...file, path: inFolder(relative, file.path) })))
  }
  const unique = new Map(files.map((file) => [file.path, file]))
  return { ...project, files: [...unique.values()].sort((a, b) => (a.path < b.path ? -1 : 1)) }
}

const relativeTo = (project: Project, written: string) =>
  path.relative(project.root, path.resolve(project.root, written)).split(path.sep).join('/')

function placesIn(
  data: NonNullable<Config['data']>,
  setting: 'manifest' | 'root' | 'train' | 'validation' | 'test',
): string[] {
  const named = data[setting] ?? []
  return typeof named === 'string' ? [named] : named
}

interface Place {
  written: string
  split: SplitName | null
  setting: string
}

async function addPlace(project: Project, place: Place, found: ConfiguredData): Promise<void> {
  const { written, split, setting } = place
  if (/[*?{]/.test(written)) {
    const matching = matches(project.files, written)
    if (matching.length === 0) throw new ProjectError(`${setting}: nothing matches "${written}"`)
    found.files.push(...matching.map((file) => ({ path: file, split, setting })))
    return
  }
  const absolute = path.resolve(project.root, written)
  const relative = relativeTo(project, written)
  const status = await stat(absolute).catch((fault: unknown) => {
    throw new ProjectError(`${setting}: "${written}" ${describeFault(fault)}`)
  })
  if (!status.isDirectory()) found.files.push({ path: relative, split, setting })
  else await addFolder(absolute, relative, place, found)
}

/** A folder of images, or one of containers. */
async function addFolder(
  absolute: string,
  relative: string,
  { written, split, setting }: Place,
  found: ConfiguredData,
): Promise<void> {
  const { files, problems } = await walk(absolute)
  const whole = problems.find((problem) => problem.path === '.')
  if (whole !== undefined) throw new ProjectError(`${setting}: "${written}" ${whole.reason}`)
  const images = files.filter((file) => file.kind === 'image')
  const containers = files.filter(holdsSamples)
  const inside = (file: ProjectFile) => inFolder(relative, file.path)
  if (images.length === 0 && containers.length > 0) {
    found.files.push(...containers.map((file) => ({ path: inside(file), split, setting })))
    return
  }
  const root: Root = { path: relative, split: split ?? 'all', label: null }
  found.roots.push(root)
  if (!isInside(relative, '')) found.outside.push(...images.map(inside))
}

/** Containers, and Parquet files, which may be some. */
export const holdsSamples = ({ kind, path: file }: ProjectFile) =>
  kind === 'container' || /\.parquet$/i.test(file)

/** Files of the project by a pattern as in .gitignore; `{000..012}` stands for the numbers. */
function matches(files: readonly ProjectFile[], pattern: string): string[] {
  const matcher = ignore().add(expand(path.posix.normalize(pattern)).map((one) => `/${one}`))
  return files.map((file) => file.path).filter((file) => matcher.ignores(file))
}

/** As WebDataset writes ranges of shards: `train-{000..012}.tar`. */
function expand(pattern: string): string[] {
  const [whole, from = '', to = ''] = /\{(\d+)\.\.(\d+)\}/.exec(pattern) ?? []
  if (whole === undefined) return [pattern]
  const count = Math.min(Math.max(0, Number(to) - Number(from) + 1), mostShards)
  return Array.from({ length: count }, (_, index) =>
    pattern.replace(whole, String(Number(from) + index).padStart(from.length, '0')),
  )
}

const mostShards = 100_000
