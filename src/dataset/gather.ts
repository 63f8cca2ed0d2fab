import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Dataset, Sample } from '../model/dataset.ts'
import type { WorkContext } from '../model/progress.ts'
import type { Project } from '../model/project.ts'
import type { TrainingSetup } from '../model/setup.ts'
import { classFoldersOf } from './class-folders.ts'
import { conventionalLayout, splitRootsIn } from './conventional.ts'
import { layoutFromCode } from './from-code.ts'
import { namedInConfig, withinRoots } from './from-config.ts'
import { datasetFromFiles } from './from-files.ts'
import { withGroups } from './group-pattern.ts'
import { nothingFound } from './nothing.ts'
import { labelled, refined } from './refine.ts'
import { replaySplit } from './replay/replay.ts'
import { type Layout, type Root, rootOf } from './root.ts'
import { splitOfFolder } from './split-names.ts'
import { type ImageTree, imageTree, inFolder, isInside, nameOf, parentOf } from './tree.ts'

/**
 * The samples of the project with split and label. The config decides (folders, manifests, containers), else the
 * directories that the training code reads, else what lies there: the usual folder names, and where those tell no
 * labels or no sides, manifests, containers and COCO annotations. Pictures elsewhere (a logo, screenshots, a second
 * data set) are not samples; the origin says how many. Labels are names exactly as written.
 * @throws ProjectError when the config names a place that cannot be read, or a pattern that is not valid
 * @throws the signal's reason when it is aborted
 */
export async function gatherDataset(
  project: Project,
  setups: readonly TrainingSetup[],
  work?: WorkContext,
): Promise<Dataset> {
  const dataset = await samplesOf(project, setups, work)
  return { ...dataset, samples: withGroups(project, dataset.samples) }
}

async function samplesOf(
  project: Project,
  setups: readonly TrainingSetup[],
  work?: WorkContext,
): Promise<Dataset> {
  const configured = await namedInConfig(project)
  if (configured !== null && configured.files.length > 0) {
    const listed = await datasetFromFiles(project, configured.files, work)
    if (configured.roots.length === 0) return listed
    const { listed: _, ...folders } = await datasetOfLayout(project, setups, configured)
    return union(folders, listed)
  }
  if (configured !== null) {
    const { listed: _, ...dataset } = await datasetOfLayout(project, setups, configured)
    return dataset
  }
  const inside = await withinRoots(project)
  const images = inside.files.filter((file) => file.kind === 'image').map((file) => file.path)
  const tree = imageTree(images)
  const named = inside === project ? layoutFromCode(setups, tree) : null
  const layout = named ?? conventionalLayout(withoutLooseImages(inside, tree))
  const how = { fromCode: named !== null, work }
  if (layout === null) return (await refined(inside, null, how)) ?? nothingFound
  const { listed, ...base } = await datasetOfLayout(inside, setups, { ...layout, outside: [] })
  if (listed) return labelled(inside, base)
  return (await refined(inside, base, how)) ?? nothingFound
}

/** Of what the config names in folders and in files; the folders' samples count where both have one. */
function union(folders: Dataset, files: Dataset): Dataset {
  const samples = new Map([...files.samples, ...folders.samples].map((sample) => [sample.path, sample]))
  return {
    ...files,
    samples: [...samples.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    origin: `${folders.origin}; ${files.origin}`,
    classFolders: folders.classFolders,
  }
}

async function datasetOfLayout(
  project: Project,
  setups: readonly TrainingSetup[],
  layout: Layout & { outside: readonly string[] },
): Promise<Dataset & { listed: boolean }> {
  const images = project.files.filter((file) => file.kind === 'image').map((file) => file.path)
  const tree = imageTree([...images, ...layout.outside])
  const roots = [...layout.roots, ...(await emptySplits(project, layout.roots, tree))].map((root) =>
    withoutImageLevel(root, layout, tree),
  )
  const found = samplesIn(roots, tree)
  const given = { layout, roots, samples: found, tree }
  const { samples, origin, listed } = await replaySplit(project.root, setups, given)
  return {
    samples,
    listed: listed === true,
    origin: withElsewhere(origin, tree.images.length - found.length),
    classFolders: await classFoldersOf(project, roots, found),
  }
}

/** In a project with code, images beside the code in the project's own folder are not its data. */
function withoutLooseImages(project: Project, tree: ImageTree): ImageTree {
  const code = project.files.some((file) => ['python', 'notebook', 'typescript'].includes(file.kind))
  return code ? imageTree(tree.images.filter((image) => image.includes('/'))) : tree
}

/** Split folders without a single image beside those that have some: their classes are empty. */
async function emptySplits(project: Project, roots: readonly Root[], tree: ImageTree): Promise<Root[]> {
  const bases = new Set(
    roots
      .filter(
        (root) =>
          root.split !== 'all' && root.label === null && splitRootsIn(tree, parentOf(root.path)).length > 0,
      )
      .map((root) => parentOf(root.path)),
  )
  const found: Root[] = []
  for (const base of [...bases].sort()) {
    const entries = await readdir(path.join(project.root, base), { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const inside = inFolder(base, entry.name)
      const split = entry.isDirectory() ? splitOfFolder(entry.name) : null
      const unread = project.problems.some((problem) => isInside(problem.path, inside))
      if (split !== null && !unread && !tree.below.has(inside))
        found.push({ path: inside, split, label: null })
    }
  }
  return found
}

const imageLevel = /^(images?|imgs?|jpe?g(images)?|pngs?|photos|pictures|data|raw)$/i

/**
 * What lies between a root and its classes is no class: `train/images/cat/1.jpg`, if no other root has a class of that
 * name, and `train/train/cat/1.jpg`, as archives unpack.
 */
function withoutImageLevel(root: Root, layout: Layout, tree: ImageTree): Root {
  const only = onlyFolder(root, tree)
  if (only === null) return root
  if (only === nameOf(root.path)) return { ...root, path: inFolder(root.path, only) }
  const others = layout.roots.filter((one) => onlyFolder(one, tree) !== only)
  const isClass = others.some((one) => tree.children.get(one.path)?.includes(inFolder(one.path, only)))
  return imageLevel.test(only) && !isClass ? { ...root, path: inFolder(root.path, only) } : root
}

/** The one folder in a root that holds all of its images. */
function onlyFolder(root: Root, tree: ImageTree): string | null {
  const [only, ...others] = tree.children.get(root.path) ?? []
  return only !== undefined && others.length === 0 && !tree.direct.has(root.path) ? nameOf(only) : null
}

function samplesIn(roots: readonly Root[], tree: ImageTree): Sample[] {
  return tree.images.flatMap((image) => {
    const root = rootOf(image, roots)
    if (root === undefined) return []
    const inside = root.path === '' ? image : image.slice(root.path.length + 1)
    const folder = inside.includes('/') ? inside.slice(0, inside.indexOf('/')) : null
    return [{ path: image, split: root.split, label: root.label ?? folder, group: null }]
  })
}

function withElsewhere(origin: string, elsewhere: number): string {
  if (elsewhere === 0) return origin
  return `${origin}; ${elsewhere} ${elsewhere === 1 ? 'image' : 'images'} elsewhere not counted`
}
