import { sourceOf } from '../../src/containers/byte-reader.ts'
import { gatherDataset } from '../../src/dataset/gather.ts'
import { openTrunk } from '../../src/embed/trunk.ts'
import { gatherImages } from '../../src/images/gather.ts'
import { discover } from '../../src/project/discover.ts'
import type { Learnable } from '../../src/train/out-of-fold.ts'
import { benchWork } from '../work.ts'

/** The photos of a set under the labels that they were published with. */
export interface Photos {
  classes: string[]
  samples: Learnable[]
  /** In the order of `samples`. */
  paths: string[]
}

const work = benchWork()

/** All photos of a project as one set, copies of a photo in one group; features at `size` pixels, from the cache. */
export async function photosOf(folder: string, size: number): Promise<Photos> {
  const project = await discover(folder)
  const dataset = await gatherDataset(project, [])
  const images = await gatherImages(project, dataset, work)
  const groups = new Map(
    images.clusters.flatMap(({ members }) => members.map((member) => [member, members[0] ?? member])),
  )
  const known = dataset.samples.flatMap((sample) => {
    const { path: file, label } = sample
    const image = images.images.get(file)
    const source = sourceOf(project.root, sample)
    return label === null || !image?.ok ? [] : [{ file, label, source, bytesDigest: image.bytesDigest }]
  })
  const trunk = await openTrunk(work)
  const features = await trunk.features(known, { size, title: 'features' })
  await trunk.close()
  const classes = [...new Set(known.map(({ label }) => label))].sort()
  const samples = known.map(({ file, label }, i): Learnable => {
    const group = groups.get(file) ?? file
    return { side: 'all', label: classes.indexOf(label), group, features: features[i] ?? new Float32Array() }
  })
  return { classes, samples, paths: known.map(({ file }) => file) }
}
