import type { Sample } from '../../model/dataset.ts'
import { groupBy } from '../../model/group-by.ts'
import { nameOf, sharedFolders } from '../groups/names.ts'
import { apart, hasSides } from '../splits.ts'
import { type CopyName, copyName } from './names.ts'

/** Files whose names say that they were made of one source. */
export interface Family {
  /** Label, folder and name of the source. */
  key: string
  scheme: CopyName['scheme']
  /** What bears the name of the source itself; empty when it is lost, as with Keras. */
  originals: Sample[]
  versions: Sample[]
}

/**
 * Families with members in two splits of which at least one is a version by its name. Where each side has an original
 * of the name, the numbering began anew on each, and the name tells nothing: such families are left out.
 */
export function straddlingFamilies(samples: readonly Sample[]): Family[] {
  if (!hasSides(samples)) return []
  const shared = new Map(
    [...groupBy(samples, ({ split }) => split)].map(([split, own]) => [
      split,
      sharedFolders(own.map(({ path }) => path)),
    ]),
  )
  const members = samples.map((sample) => {
    const name = nameOf(sample, shared.get(sample.split) ?? '').replace(/\.[^./]*$/, '')
    const at = name.lastIndexOf('/') + 1
    const copy = copyName(name.slice(at))
    const source = `${name.slice(0, at)}${copy?.source ?? name.slice(at)}`
    return { sample, copy, key: JSON.stringify([sample.label, source.toLowerCase()]) }
  })
  return [...groupBy(members, ({ key }) => key)].flatMap(([key, own]) => {
    const versions = own.filter(({ copy }) => copy !== null)
    const scheme = versions[0]?.copy?.scheme
    const originals = own.filter(({ copy }) => copy === null).map(({ sample }) => sample)
    if (scheme === undefined || new Set(originals.map(({ split }) => split)).size > 1) return []
    const family = { key, scheme, originals, versions: versions.map(({ sample }) => sample) }
    return pairsOf(family).length > 0 ? [family] : []
  })
}

/** A version with its original, or with another version where the original is lost, on two sides. */
export function pairsOf({ originals, versions }: Family): [Sample, Sample][] {
  const pairs: [Sample, Sample][] = []
  for (const [at, version] of versions.entries())
    for (const other of originals.length > 0 ? originals : versions.slice(at + 1))
      if (apart(version.split, other.split)) pairs.push([version, other])
  return pairs
}
