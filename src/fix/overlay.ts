import type { Dataset, ManifestFacts, Sample } from '../model/dataset.ts'
import type { Operation } from '../model/fix.ts'
import type { ImageFacts } from '../model/images.ts'

/**
 * The dataset as it would be after a fix: excluded samples gone, relabelled and moved ones changed, rows taken
 * out of manifests gone. Other edits, and settings, concern the code and leave the data as it is. Pure; operations on unknown samples have no effect.
 */
export function applyToDataset(dataset: Dataset, operations: readonly Operation[]): Dataset {
  const excluded = new Set<string>()
  const labels = new Map<string, string>()
  const splits = new Map<string, Sample['split']>()
  for (const operation of operations) {
    if (operation.op === 'exclude') excluded.add(operation.sample)
    if (operation.op === 'relabel') labels.set(operation.sample, operation.label)
    if (operation.op === 'move') splits.set(operation.sample, operation.split)
  }
  const samples = dataset.samples
    .filter((sample) => !excluded.has(sample.path))
    .map((sample) => ({
      ...sample,
      label: labels.get(sample.path) ?? sample.label,
      split: splits.get(sample.path) ?? sample.split,
    }))
  return {
    ...dataset,
    samples,
    classFolders: recount(dataset, samples),
    ...(dataset.manifests === undefined ? {} : { manifests: withoutRows(dataset.manifests, operations) }),
  }
}

/** Manifests after edits that take out whole rows. */
function withoutRows(manifests: readonly ManifestFacts[], operations: readonly Operation[]): ManifestFacts[] {
  const gone = new Set(
    operations.flatMap((operation) =>
      operation.op === 'edit' && operation.text === ''
        ? [`${operation.span.path}\0${operation.span.line}`]
        : [],
    ),
  )
  return manifests.map((manifest) => {
    const faults = manifest.faults.filter(
      ({ lines }) => lines === null || !gone.has(`${manifest.path}\0${lines.from}`),
    )
    return { ...manifest, faults, rows: manifest.rows - (manifest.faults.length - faults.length) }
  })
}

/** Class folders after the change: counts follow the samples, classes that gained their first sample are added. */
function recount(dataset: Dataset, samples: readonly Sample[]): Dataset['classFolders'] {
  const counts = new Map<string, number>()
  const key = (split: string, label: string) => `${split}\n${label}`
  for (const sample of samples) {
    if (sample.label === null) continue
    const at = key(sample.split, sample.label)
    counts.set(at, (counts.get(at) ?? 0) + 1)
  }
  const before = new Set(dataset.samples.map((sample) => key(sample.split, sample.label ?? '')))
  return dataset.classFolders
    .map((folder) => ({ ...folder, samples: counts.get(key(folder.split, folder.label)) ?? 0 }))
    .filter((folder) => folder.samples > 0 || !before.has(key(folder.split, folder.label)))
}

/** The image facts of the samples that are left: clusters lose members and pairs that were excluded. */
export function restrictImages(facts: ImageFacts, dataset: Dataset): ImageFacts {
  const kept = new Set(dataset.samples.map((sample) => sample.path))
  return {
    images: new Map([...facts.images].filter(([path]) => kept.has(path))),
    clusters: facts.clusters
      .map((cluster) => ({
        members: cluster.members.filter((path) => kept.has(path)),
        pairs: cluster.pairs.filter((pair) => kept.has(pair.a) && kept.has(pair.b)),
      }))
      .filter((cluster) => cluster.pairs.length > 0),
  }
}
