import path from 'node:path'
import type { Sample } from '../../model/dataset.ts'
import type { TrainingSetup } from '../../model/setup.ts'
import { folderOf } from '../from-code.ts'
import { type Layout, nameRoots, type Root } from '../root.ts'
import type { ImageTree } from '../tree.ts'
import { splitOfFolderInCode } from './known-split.ts'
import { sidesOf } from './sides.ts'

export interface Placed {
  samples: Sample[]
  /** How the splits are known, for people. */
  origin: string
}

interface Given {
  layout: Layout
  roots: readonly Root[]
  samples: Sample[]
  tree: ImageTree
}

/**
 * The samples of one folder of classes on the sides that the training code puts them on. They stay unsplit (`all`),
 * with the reason in the origin, where the code does not tell; images that the framework does not read are no samples.
 */
export async function replaySplit(
  projectRoot: string,
  setups: readonly TrainingSetup[],
  { layout, roots, samples, tree }: Given,
): Promise<Placed> {
  const { origin } = layout
  const [root] = roots
  if (root === undefined || roots.length > 1 || root.split !== 'all' || root.label !== null)
    return { samples, origin }
  const split = splitOfFolderInCode(setups, (pipeline, file) => folderOf(pipeline, file, tree) === root.path)
  if (split === null) return { samples, origin }
  const unknown = (reason: string): Placed => ({
    samples,
    origin: `${origin}; the split that ${split.file} makes is not known: ${reason}`,
  })
  if (!split.ok) return unknown(split.reason)
  const sides = await sidesOf(split.known, path.join(projectRoot, root.path))
  if (!sides.ok) return unknown(sides.reason)
  const placed = samples.flatMap((sample): Sample[] => {
    const name = root.path === '' ? sample.path : sample.path.slice(root.path.length + 1)
    const side = sides.of.get(name)
    return side === undefined ? [] : [{ ...sample, split: side }]
  })
  const unread = samples.length - placed.length
  const rest =
    unread === 0 ? '' : `; ${unread} ${unread === 1 ? 'image' : 'images'} that it does not read not counted`
  const where = `one folder of classes, ${nameRoots([root])}`
  return {
    samples: placed,
    origin: `${where}, split as ${split.file} does it: ${split.known.written}${rest}`,
  }
}
