import type { Dataset, Sample } from '../model/dataset.ts'
import type { WorkContext } from '../model/progress.ts'
import type { Project } from '../model/project.ts'
import { type DetectedContainers, detectContainers } from './contained/detect.ts'
import { nameFiles } from './contained/gather.ts'
import { configuredColumns, faultsOf } from './from-files.ts'
import { type DetectedManifests, detectManifests } from './manifest/detect.ts'

/**
 * What the folders tell, completed by the manifests and containers that lie in the project. Folders that tell label
 * and side are believed; a manifest is taken for what they do not tell (labels, sides, groups), containers where no
 * image in a folder has a label. null when there are no samples at all.
 */
export async function refined(
  project: Project,
  base: Dataset | null,
  { fromCode, work }: { fromCode: boolean; work?: WorkContext | undefined },
): Promise<Dataset | null> {
  const named = configuredColumns(project)
  const images = project.files.filter(({ kind }) => kind === 'image').map((file) => file.path)
  const { manifests, unusable } = await detectManifests(project, images, named)
  const [best, ...others] = manifests.filter(({ kind }) => kind === 'manifest')
  const listed = best === undefined ? base : withManifest(base, best, fromCode)
  const dataset = notTaken(
    listed,
    others.flatMap(({ files }) => files),
  )
  if (dataset !== null && hasLabels(dataset)) return dataset
  const containers = (await detectContainers(project, named, work)).filter(
    ({ samples, problems }) => dataset === null || samples.length > 0 || problems.length > 0,
  )
  const [held] = containers
  if (held !== undefined && (dataset === null || held.samples.length > 0)) return ofContainers(held, dataset)
  const coco = manifests.find(({ kind }) => kind === 'coco')
  const found = coco === undefined ? dataset : withManifest(dataset, coco, fromCode)
  return found === null || hasLabels(found) || unusable.length === 0 ? found : { ...found, unusable }
}

/**
 * The samples that the training code lists, with labels and groups of a manifest that names them where the folders
 * tell none.
 */
export async function labelled(project: Project, base: Dataset): Promise<Dataset> {
  const images = project.files.filter(({ kind }) => kind === 'image').map((file) => file.path)
  const { manifests } = await detectManifests(project, images, configuredColumns(project))
  const found = manifests.find(({ kind }) => kind === 'manifest')
  if (found === undefined) return base
  const samples = base.samples.map((sample): Sample => {
    const listed = found.samples.get(sample.path)
    const byFolder = sample.label !== null && sample.path.split('/').includes(sample.label)
    return {
      ...sample,
      label: byFolder ? sample.label : (listed?.label ?? sample.label),
      group: sample.group ?? listed?.group ?? null,
    }
  })
  const named = samples.some(({ label, group }, at) => {
    const before = base.samples[at]
    return label !== before?.label || group !== before.group
  })
  if (!named) return notTaken(base, found.files) ?? base
  return { ...base, samples, origin: `${base.origin}; labels by ${nameFiles(found.files)}` }
}

const hasLabels = ({ samples }: Dataset) => samples.some(({ label }) => label !== null)
const hasSides = ({ samples }: Dataset) => samples.some(({ split }) => split !== 'all')

function withManifest(base: Dataset | null, found: DetectedManifests, fromCode: boolean): Dataset | null {
  const tells = {
    labels:
      found.labelled > 0 && (base === null || !hasLabels(base) || (!fromCode && areNoClasses(base, found))),
    sides: found.split > 0 && (base === null || !hasSides(base)),
  }
  if (base !== null && !tells.labels && !tells.sides)
    return withMissingLabels(base, found) ?? withGroups(base, found)
  const known = new Map((base?.samples ?? []).map((sample) => [sample.path, sample]))
  const samples = [...found.samples.values()].map((sample): Sample => {
    const before = known.get(sample.path)
    return {
      ...sample,
      label: sample.label ?? before?.label ?? null,
      split: sample.split === 'all' ? (before?.split ?? 'all') : sample.split,
    }
  })
  const sides = new Set(samples.map(({ split }) => split))
  // A side that no row is of (a test folder without labels) stays what the folders say.
  const rest = (base?.samples ?? []).filter(
    ({ split, path }) => !sides.has(split) && !found.samples.has(path),
  )
  const left =
    (base?.samples.length ?? 0) - [...known.keys()].filter((path) => found.samples.has(path)).length
  const elsewhere = left - rest.length
  const what =
    found.kind === 'coco' ? 'COCO annotations' : found.files.length === 1 ? 'manifest' : 'manifests'
  const unlisted =
    elsewhere <= 0 ? '' : `; ${elsewhere} ${elsewhere === 1 ? 'image' : 'images'} elsewhere not counted`
  return {
    samples: [...samples, ...rest].sort((a, b) => (a.path < b.path ? -1 : 1)),
    origin: `the ${what} ${nameFiles(found.files)}${faultsOf(found)}${unlisted}`,
    classFolders: [],
    manifests: found.manifests,
  }
}

/**
 * The folders' samples, with labels for those that the folders tell none of, as of a flat `val/` beside `train/cat/`;
 * null where the manifest has none for most of those, or speaks of other classes.
 */
function withMissingLabels(base: Dataset, { samples, files }: DetectedManifests): Dataset | null {
  const known = new Set(base.samples.flatMap(({ label }) => label ?? []))
  const missing = base.samples.filter(({ label }) => label === null)
  const told = missing.flatMap(({ path }) => samples.get(path)?.label ?? [])
  const same = told.filter((label) => known.has(label)).length
  if (
    same === 0 ||
    same * 2 < told.length ||
    told.length * 2 < missing.filter(({ path }) => samples.has(path)).length
  )
    return null
  return {
    ...base,
    samples: base.samples.map((sample) => ({
      ...sample,
      label: sample.label ?? samples.get(sample.path)?.label ?? null,
    })),
    origin: `${base.origin}; missing labels by ${nameFiles(files)}`,
  }
}

/**
 * Whether the folders below one unsplit folder are something else than classes (patients, batches): the manifest has
 * labels for most of their images, and neither names the other's classes in other words.
 */
function areNoClasses(base: Dataset, { samples }: DetectedManifests): boolean {
  if (hasSides(base)) return false
  const both = base.samples.flatMap(({ path, label: folder }) => {
    const label = samples.get(path)?.label
    return folder === null || label == null ? [] : [{ folder, label }]
  })
  if (both.length * 2 < base.samples.length) return false
  const kinds = (of: (one: { folder: string; label: string }) => string) => new Set(both.map(of)).size
  const folders = kinds(({ folder }) => folder)
  const labels = kinds(({ label }) => label)
  // One name for each folder makes as many pairs as there are folders; a few wrong labels make a few more.
  const pairs = kinds(({ folder, label }) => `${folder}\0${label}`)
  return pairs > Math.max(folders, labels) * 1.5 || folders > labels * 2
}

/** The folders' samples, with the groups that a manifest of at least half of them names. */
function withGroups(base: Dataset, { samples, grouped, files }: DetectedManifests): Dataset {
  const groups = base.samples.filter(({ path }) => samples.get(path)?.group != null).length
  if (grouped === 0 || groups * 2 < base.samples.length) return notTaken(base, files) ?? base
  return {
    ...base,
    samples: base.samples.map((sample) => ({
      ...sample,
      group: sample.group ?? samples.get(sample.path)?.group ?? null,
    })),
    origin: `${base.origin}; groups by ${nameFiles(files)}`,
  }
}

function notTaken(dataset: Dataset | null, files: readonly string[]): Dataset | null {
  if (dataset === null || files.length === 0) return dataset
  return { ...dataset, origin: `${dataset.origin}; ${nameFiles(files)} not taken` }
}

function ofContainers(
  { format, files, samples, problems }: DetectedContainers,
  base: Dataset | null,
): Dataset {
  const loose = base?.samples.length ?? 0
  const [bad] = problems
  const rest = loose === 0 ? '' : `; ${loose} ${loose === 1 ? 'image' : 'images'} elsewhere not counted`
  return {
    samples: [...samples].sort((a, b) => (a.path < b.path ? -1 : 1)),
    origin:
      samples.length === 0 && bad !== undefined
        ? `no image could be read: ${bad.path} ${bad.reason}`
        : `the ${format} ${files.length === 1 ? 'file' : 'files'} ${nameFiles(files)}${rest}`,
    classFolders: [],
    ...(problems.length > 0 ? { problems } : {}),
  }
}
