import path from 'node:path'
import type { Sample } from '../../model/dataset.ts'
import type { TrainingSetup } from '../../model/setup.ts'
import { calledElsewhere, folderOf } from '../from-code.ts'
import { type Layout, nameRoots, type Root } from '../root.ts'
import type { ImageTree } from '../tree.ts'
import { splitOfFolderInCode } from './known-split.ts'
import { type ListedInCode, listedInCode } from './listed.ts'
import { sidesOf } from './sides.ts'

export interface Placed {
  samples: Sample[]
  /** How the splits are known, for people. */
  origin: string
  /** Whether the code lists the samples one by one: there are no others. */
  listed?: true
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
  const listed = listedInCode(projectRoot, setups)
  if (listed !== null) return placeListed(listed, { layout, roots, samples, tree })
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
  const where = `one folder of classes, ${nameRoots([root])}${calledElsewhere(setups, tree)}`
  return {
    samples: placed,
    origin: `${where}, split as ${split.file} does it: ${split.known.written}${rest}`,
  }
}

/**
 * The samples that the code's own lists name, on their sides; those in a folder whose side is known by itself stay.
 * A label that stands in the list is used where no class folder tells one.
 */
function placeListed(listed: ListedInCode, { layout, roots, samples }: Given): Placed {
  if (!listed.ok) {
    // Folders that are split by themselves tell what the lists do not.
    if (roots.every(({ split }) => split !== 'all')) return { samples, origin: layout.origin }
    const reason = `the split that ${listed.file} makes is not known: ${listed.reason}`
    return { samples, origin: `${layout.origin}; ${reason}` }
  }
  const known = new Map(samples.map((sample) => [sample.path, sample]))
  const named = new Set(listed.files.map((file) => file.path))
  const placed = listed.files.map((file): Sample => {
    const label = known.get(file.path)?.label ?? file.label
    return { path: file.path, split: file.split, label, group: known.get(file.path)?.group ?? null }
  })
  const kept = samples.filter((sample) => !named.has(sample.path) && sample.split !== 'all')
  const left = samples.length - kept.length - samples.filter((sample) => named.has(sample.path)).length
  const rest =
    left === 0 ? '' : `; ${left} ${left === 1 ? 'image' : 'images'} that it does not read not counted`
  const how = listed.written === '' ? '' : `: ${listed.written}`
  return {
    samples: [...placed, ...kept].sort((a, b) => (a.path < b.path ? -1 : 1)),
    origin: `${whereOf(roots)}, split as ${listed.file} does it${how}${rest}`,
    listed: true,
  }
}

const whereOf = (roots: readonly Root[]) =>
  roots.length === 0 ? 'files that the code lists' : `images in ${nameRoots(roots)}`
