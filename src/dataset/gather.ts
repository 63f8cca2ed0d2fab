import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Dataset, Sample } from '../model/dataset.ts'
import type { Project } from '../model/project.ts'
import type { TrainingSetup } from '../model/setup.ts'
import { classFoldersOf } from './class-folders.ts'
import { conventionalLayout, splitRootsIn } from './conventional.ts'
import { layoutFromCode } from './from-code.ts'
import { layoutFromConfig } from './from-config.ts'
import { datasetFromManifest } from './from-manifest.ts'
import { replaySplit } from './replay/replay.ts'
import { type Layout, type Root, rootOf } from './root.ts'
import { splitOfFolder } from './split-names.ts'
import { type ImageTree, imageTree, inFolder, isInside, nameOf, parentOf } from './tree.ts'

/**
 * The samples of the project with split and label. The config decides (a manifest, or folders), else the directories that the training code
 * reads, else the usual folder names. Pictures elsewhere (a logo, screenshots, a second data set) are not samples;
 * the origin says how many. Labels are folder names exactly as written.
 * @throws ProjectError when the config names a folder or manifest that cannot be read
 */
export async function gatherDataset(project: Project, setups: readonly TrainingSetup[]): Promise<Dataset> {
  const listed = await datasetFromManifest(project)
  if (listed !== null) return listed
  const configured = await layoutFromConfig(project)
  const images = project.files.filter((file) => file.kind === 'image').map((file) => file.path)
  const tree = imageTree([...images, ...(configured?.outside ?? [])])
  const layout =
    configured ?? layoutFromCode(setups, tree) ?? conventionalLayout(withoutLooseImages(project, tree))
  if (layout === null) return { samples: [], origin: 'no images of a data set were found', classFolders: [] }
  const roots = [...layout.roots, ...(await emptySplits(project, layout.roots, tree))].map((root) =>
    withoutImageLevel(root, layout, tree),
  )
  const found = samplesIn(roots, tree)
  const { samples, origin } = await replaySplit(project.root, setups, { layout, roots, samples: found, tree })
  return {
    samples,
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

/** `train/images/cat/1.jpg`: the one folder `images` in every root is no class. */
function withoutImageLevel(root: Root, layout: Layout, tree: ImageTree): Root {
  const levels = layout.roots.map((one) => {
    const children = tree.children.get(one.path) ?? []
    const [only] = children
    const single = children.length === 1 && only !== undefined && !tree.direct.has(one.path)
    return single && imageLevel.test(nameOf(only)) ? nameOf(only) : null
  })
  const [level] = levels
  if (level === undefined || level === null || levels.some((one) => one !== level)) return root
  return { ...root, path: inFolder(root.path, level) }
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
