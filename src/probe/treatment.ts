import { applyToDataset } from '../fix/overlay.ts'
import type { Dataset } from '../model/dataset.ts'
import { type Finding, isSpan } from '../model/finding.ts'
import type { Random } from '../model/random.ts'
import { byClass, type Ground, type ProbeSample } from '../train/ground.ts'

/** What a fix does to the training samples of the ground, by path. */
export interface Treatment {
  removed: ReadonlySet<string>
  relabelled: ReadonlyMap<string, string>
}

/** All fixes of these findings together, as far as they concern training samples that the probe has. */
export function treatmentOf(findings: readonly Finding[], dataset: Dataset, ground: Ground): Treatment {
  const operations = findings.flatMap(({ fix }) => fix?.operations ?? [])
  const after = new Map(applyToDataset(dataset, operations).samples.map((sample) => [sample.path, sample]))
  const removed = new Set<string>()
  const relabelled = new Map<string, string>()
  for (const { path, label } of ground.train) {
    const sample = after.get(path)
    if (sample?.split !== 'train' || sample.label === null) removed.add(path)
    else if (sample.label !== label) relabelled.set(path, sample.label)
  }
  return { removed, relabelled }
}

export const sizeOf = ({ removed, relabelled }: Treatment): number => removed.size + relabelled.size

/**
 * The same operations on as many other training samples, drawn at random from the same classes: what the fix
 * would do if its choice of samples meant nothing. Treated samples are only drawn where a class has no others.
 */
export function placeboOf(treatment: Treatment, train: readonly ProbeSample[], random: Random): Treatment {
  const treated = ({ path }: ProbeSample) => treatment.removed.has(path) || treatment.relabelled.has(path)
  const removed = new Set<string>()
  const relabelled = new Map<string, string>()
  for (const members of byClass(train).values()) {
    const drawn = [
      ...random.shuffled(members.filter((sample) => !treated(sample))),
      ...random.shuffled(members.filter(treated)),
    ].values()
    for (const { path } of members) {
      const label = treatment.relabelled.get(path)
      if (!treatment.removed.has(path) && label === undefined) continue
      const other = drawn.next().value?.path ?? path
      if (label === undefined) removed.add(other)
      else relabelled.set(other, label)
    }
  }
  return { removed, relabelled }
}

/** The training samples after a treatment. */
export function treat(train: readonly ProbeSample[], { removed, relabelled }: Treatment): ProbeSample[] {
  return train
    .filter(({ path }) => !removed.has(path))
    .map((sample) => ({ ...sample, label: relabelled.get(sample.path) ?? sample.label }))
}

/** Paths of the images that a finding points at. */
export const imagesOf = ({ locations }: Finding): string[] =>
  locations.flatMap((location) => (isSpan(location) ? [] : [location.path]))
